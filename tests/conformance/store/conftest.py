"""Every store of the table, each with as many backends as it can stand on."""

import time
import uuid
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import anyio
import pytest

from ai_gateway.store.builtin import BACKENDS
from ai_gateway.store.contract import BudgetRule, Store
from ai_gateway.store.settings import RedisSettings, StoreSettings
from tests.conformance.store.server import Server, cluster, server

STORES = ["embedded", "redis", "redis-cluster"]


class Watched:
    """What a store has told of settlements."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, int, int]] = []
        self.changed = anyio.Event()

    def __call__(self, rule: BudgetRule, before: int, after: int) -> None:
        self.seen.append((rule.key, before, after))
        self.changed.set()
        self.changed = anyio.Event()

    async def wait_for(self, count: int) -> None:
        """Wait until so many settlements were told of."""
        with anyio.fail_after(20):
            while len(self.seen) < count:
                await self.changed.wait()


@pytest.fixture(scope="module")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """Run every test of a module on one event loop, on which the servers are watched."""
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="module")
async def servers(
    anyio_backend: object, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[dict[str, Server]]:
    async with AsyncExitStack() as stack:
        alone = await stack.enter_async_context(server(tmp_path_factory.mktemp("redis")))
        one_of = await stack.enter_async_context(cluster(tmp_path_factory.mktemp("cluster")))
        yield {"redis": alone, "redis-cluster": one_of}


def settings_of(name: str, running: Server | None, path: Path | None = None) -> StoreSettings:
    """Return the settings of a store that nobody has used."""
    if running is None:
        return StoreSettings(backend="embedded", path=path)
    redis = RedisSettings(
        host=running.host,
        port=running.port,
        cluster=name == "redis-cluster",
        environment=uuid.uuid4().hex,
        timeout=5,
    )
    return StoreSettings(backend="redis", redis=redis)


@asynccontextmanager
async def opened(settings: StoreSettings, watch: Watched | None = None) -> AsyncGenerator[Store]:
    """Open a store and run it until the block is left."""
    store = BACKENDS[settings.backend](settings, time.time, watch)
    with suppress(BaseExceptionGroup):
        async with anyio.create_task_group() as group:
            group.start_soon(store.run)
            try:
                yield store
            finally:
                group.cancel_scope.cancel()
    await store.aclose()


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture(params=STORES)
async def store(
    request: pytest.FixtureRequest, servers: dict[str, Server], watched: Watched, tmp_path: Path
) -> AsyncGenerator[Store]:
    running = servers.get(request.param)
    async with opened(settings_of(request.param, running, tmp_path / "store.db"), watched) as it:
        yield it
