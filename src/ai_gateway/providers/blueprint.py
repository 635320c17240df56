"""What a provider is made from."""

from collections.abc import Callable

import msgspec

from ai_gateway.providers.catalogue import CatalogueEntry
from ai_gateway.providers.credential import Credential, Key
from ai_gateway.providers.settings import ProviderSettings
from ai_gateway.transport.client import Client


class Blueprint(msgspec.Struct, frozen=True):
    """One provider before it is made: what `entry` knows of it and `said` overrides.

    `client` reaches whatever it has to be fetched from, a token's issuer for example. `clock`
    gives seconds and only moves forward, `wall_clock` seconds since 1970.
    """

    name: str
    entry: CatalogueEntry
    said: ProviderSettings
    client: Client
    clock: Callable[[], float]
    wall_clock: Callable[[], float]

    def key(self) -> Credential | None:
        """Return the server's own key, None where calls go out with the caller's."""
        if self.said.api_key is None:
            return None
        # A local server that needs no key may be given one all the same.
        kind = "bearer" if self.entry.credential == "none" else self.entry.credential
        return Key(kind, self.said.api_key.get_secret_value())
