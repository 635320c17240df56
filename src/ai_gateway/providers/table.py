"""Every provider that can be called, made once from catalogue and settings."""

from collections.abc import Callable, Iterator, Mapping

from ai_gateway.providers.builtin import QUIRKS
from ai_gateway.providers.catalogue import CatalogueEntry, catalogue
from ai_gateway.providers.catalogued import CataloguedProvider
from ai_gateway.providers.contract import Provider
from ai_gateway.providers.credential import Credential, Key
from ai_gateway.providers.entra import EntraToken
from ai_gateway.providers.settings import ProviderSettings
from ai_gateway.transport.client import Client


class ProviderTable:
    """The configured providers, and those of the catalogue that need no configuration.

    A catalogued provider that is not configured has no key of the server's: it is called with
    the caller's own. `clock` gives seconds and only moves forward.
    """

    def __init__(
        self,
        settings: Mapping[str, ProviderSettings],
        client: Client,
        clock: Callable[[], float],
    ) -> None:
        self._client = client
        self._clock = clock
        self._providers: dict[str, Provider] = {}
        for name, entry in catalogue().items():
            if name not in settings and entry.base_url is not None:
                self._providers[name] = self._make(name, entry, ProviderSettings())
        for name, said in settings.items():
            self._providers[name] = self._make(name, catalogue()[said.like or name], said)

    def get(self, name: str) -> Provider | None:
        """Return the provider of that name, None where there is none."""
        return self._providers.get(name)

    def __iter__(self) -> Iterator[Provider]:
        return iter(self._providers.values())

    def _make(self, name: str, entry: CatalogueEntry, said: ProviderSettings) -> Provider:
        cls = CataloguedProvider if entry.quirks is None else QUIRKS[entry.quirks]
        return cls(name, entry, said, self._credential(entry, said))

    def _credential(self, entry: CatalogueEntry, said: ProviderSettings) -> Credential | None:
        if said.azure is not None and said.azure.entra is not None:
            return EntraToken(self._client, said.azure.entra, self._clock)
        if said.azure is not None and said.azure.entra_token is not None:
            return Key("bearer", said.azure.entra_token.get_secret_value())
        if said.api_key is None:
            return None
        # A local server that needs no key may be given one all the same.
        kind = "bearer" if entry.credential == "none" else entry.credential
        return Key(kind, said.api_key.get_secret_value())
