"""Every client that the configuration knows, each with its policy made once."""

from collections.abc import Iterator, Mapping
from typing import cast

import msgspec

from ai_gateway.auth.client_settings import ClientDefaults, ClientSettings, GroupSettings
from ai_gateway.auth.merging import Layer, Said, merge, policy
from ai_gateway.core.policy import Policy


class Client(msgspec.Struct, frozen=True):
    """One client. `scopes` None leaves to a credential whatever it is good for.

    `said` tells where each part of the policy comes from.
    """

    name: str
    groups: tuple[str, ...]
    policy: Policy
    said: tuple[Said, ...]
    scopes: frozenset[str] | None = None
    enabled: bool = True

    def effective(self, scopes: frozenset[str]) -> frozenset[str]:
        """Return what is left of a credential's scopes in this client's hands."""
        return scopes if self.scopes is None else scopes & self.scopes


class Directory:
    """Finds clients by what their credentials say. A look-up costs the same among any number.

    Raises `KeyError` for a group that is not there: the configuration was checked before.
    """

    def __init__(
        self,
        clients: Mapping[str, ClientSettings],
        groups: Mapping[str, GroupSettings],
        defaults: ClientDefaults,
    ) -> None:
        self._defaults = defaults
        self._groups = groups
        self._by_name = {name: self._make(name, said) for name, said in clients.items()}
        self._by_id = {
            (said.issuer, said.id): self._by_name[name]
            for name, said in clients.items()
            if said.id is not None
        }

    def of_token(self, issuer: str, client_id: str) -> Client:
        """Return the client of a token; one that is not listed has the defaults.

        Its name then is `ISSUER/CLIENT_ID`, which no listed one can have.
        """
        found = self._by_id.get((issuer, client_id)) or self._by_id.get((None, client_id))
        return found or self._make(f"{issuer}/{client_id}", ClientSettings())

    def named(self, name: str) -> Client:
        """Return the client of that name; one that is not listed has the defaults."""
        return self._by_name.get(name) or self._make(name, ClientSettings())

    def __iter__(self) -> Iterator[Client]:
        return iter(self._by_name.values())

    def _make(self, name: str, said: ClientSettings) -> Client:
        groups = {group: self._groups[group] for group in said.groups}
        layers = [
            Layer("client_defaults", self._defaults),
            *(Layer(f"client_groups.{group}", each, shared=True) for group, each in groups.items()),
            Layer(f"clients.{name}", said),
        ]
        merged = merge(layers)
        scopes = next((each.value for each in merged if each.path == "scopes"), None)
        return Client(
            name=name,
            groups=said.groups,
            policy=policy(name, merged, groups),
            said=merged,
            scopes=None if scopes is None else frozenset(cast("list[str]", scopes)),
            enabled=said.enabled,
        )
