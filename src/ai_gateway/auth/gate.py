"""The parts of authentication, put together from the settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ai_gateway.auth.claims import Judge
from ai_gateway.auth.client_settings import ClientDefaults, ClientSettings, GroupSettings
from ai_gateway.auth.credential_file import CredentialFile
from ai_gateway.auth.directory import Directory
from ai_gateway.auth.discovery import KeyFetcher
from ai_gateway.auth.gateway_keys import GatewayKeys
from ai_gateway.auth.identifier import LOCAL, Identifier, Roster
from ai_gateway.auth.issuer_keys import FetchedKeys, IssuerKeys, Spawn
from ai_gateway.auth.settings import AuthSettings, IssuerSettings
from ai_gateway.auth.tokens import Tokens, TrustedIssuer
from ai_gateway.transport.client import Client


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What authentication needs of the process: `clock` is monotonic, `wall` since 1970."""

    client: Client
    spawn: Spawn
    clock: Callable[[], float]
    wall: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Clients:
    """The three sections on clients, which can change while the gateway runs."""

    clients: Mapping[str, ClientSettings]
    groups: Mapping[str, GroupSettings]
    defaults: ClientDefaults


@dataclass(frozen=True, slots=True)
class Gate:
    """What tells who calls, and the gateway keys, which the local issuer takes too."""

    identifier: Identifier
    keys: GatewayKeys

    def use(self, auth: AuthSettings, clients: Clients) -> None:
        """Know other clients and configured keys from the next call on."""
        self.keys.use(auth.keys)
        self.identifier.use(Directory(clients.clients, clients.groups, clients.defaults))


def build_gate(
    auth: AuthSettings,
    clients: Clients,
    local: tuple[str, IssuerKeys] | None,
    around: Surroundings,
) -> Gate:
    """Return the gate of a gateway; `local` is the local issuer's address and keys.

    Raises `CredentialFileDamaged`.
    """
    keys = GatewayKeys(
        auth.keys,
        CredentialFile(auth.directory),
        around.clock,
        around.wall,
        file_taken=auth.gateway_keys,
    )
    issuers = [_fetching(name, issuer, auth, around) for name, issuer in auth.issuers.items()]
    if local is not None:
        url, own = local
        judge = Judge(LOCAL, IssuerSettings(url=url, token_use="access"), auth.leeway)  # noqa: S106
        issuers.append(TrustedIssuer(url, own, judge))
    roster = Roster(Directory(clients.clients, clients.groups, clients.defaults))
    tokens = Tokens(issuers, roster.of_token, around.clock, around.wall)
    return Gate(Identifier(tokens, keys, roster), keys)


def _fetching(
    name: str, issuer: IssuerSettings, auth: AuthSettings, around: Surroundings
) -> TrustedIssuer:
    keys = FetchedKeys(name, KeyFetcher(around.client, issuer), auth, around.spawn, around.clock)
    return TrustedIssuer(issuer.url, keys, Judge(name, issuer, auth.leeway))
