"""The stores that come with the gateway."""

from collections.abc import Callable, Mapping
from pkgutil import resolve_name
from typing import TYPE_CHECKING, cast

from ai_gateway.store.contract import Store, StoreUnavailable, Watch
from ai_gateway.store.embedded.store import EmbeddedStore
from ai_gateway.store.fallback import Fallback
from ai_gateway.store.settings import StoreSettings

if TYPE_CHECKING:
    from ai_gateway.store.redis.store import RedisStore

# A name: the library takes 6 MB, and is imported only where a server is configured.
_REDIS = "ai_gateway.store.redis.store:RedisStore"

Wall = Callable[[], float]


def _embedded(settings: StoreSettings, wall: Wall, watch: Watch | None) -> Store:
    return EmbeddedStore(wall, watch, settings.path)


def _redis(settings: StoreSettings, wall: Wall, watch: Watch | None) -> Store:
    if settings.redis is None:
        raise StoreUnavailable("store.redis is not given")
    made = cast("type[RedisStore]", resolve_name(_REDIS))
    return Fallback(made(settings.redis, watch), wall)


BACKENDS: Mapping[str, Callable[[StoreSettings, Wall, Watch | None], Store]] = {
    "embedded": _embedded,
    "redis": _redis,
}
"""How to open each backend, by the name in the configuration. Raises `StoreUnavailable`."""
