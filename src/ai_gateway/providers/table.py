"""Every provider that can be called, made once from catalogue and settings."""

from collections.abc import Callable, Iterator, Mapping

from ai_gateway.providers.blueprint import Blueprint
from ai_gateway.providers.builtin import maker
from ai_gateway.providers.catalogue import CatalogueEntry, catalogue
from ai_gateway.providers.contract import Provider
from ai_gateway.providers.settings import ProviderSettings
from ai_gateway.transport.client import Client


class ProviderTable:
    """The configured providers, and those of the catalogue that need no configuration.

    A catalogued provider that is not configured has no key of the server's: it is called with
    the caller's own. `clock` gives seconds and only moves forward, `wall_clock` seconds since
    1970.
    """

    def __init__(
        self,
        settings: Mapping[str, ProviderSettings],
        client: Client,
        clock: Callable[[], float],
        wall_clock: Callable[[], float],
    ) -> None:
        def make(name: str, entry: CatalogueEntry, said: ProviderSettings) -> Provider:
            blueprint = Blueprint(name, entry, said, client, clock, wall_clock)
            return maker(entry.quirks)(blueprint)

        self._providers: dict[str, Provider] = {}
        for name, entry in catalogue().items():
            if name not in settings and entry.base_url is not None:
                self._providers[name] = make(name, entry, ProviderSettings())
        for name, said in settings.items():
            self._providers[name] = make(name, catalogue()[said.like or name], said)

    def get(self, name: str) -> Provider | None:
        """Return the provider of that name, None where there is none."""
        return self._providers.get(name)

    def __iter__(self) -> Iterator[Provider]:
        return iter(self._providers.values())
