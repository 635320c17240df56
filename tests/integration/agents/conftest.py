"""One gateway in front of one simulator, and the clients that the frameworks call it with."""

from collections.abc import AsyncIterator

import pytest

from ai_gateway.simulator.server import Simulator
from tests.integration.callers.sdks import Sdks, sdks
from tests.integration.gateways import running, settings_for
from tests.integration.translation.matrix.columns import providers


@pytest.fixture(scope="module")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="module")
async def simulator(anyio_backend: object) -> AsyncIterator[Simulator]:
    async with Simulator() as simulator:
        yield simulator


@pytest.fixture(scope="module")
async def callers(simulator: Simulator) -> AsyncIterator[Sdks]:
    settings = settings_for(simulator.url, providers=providers(simulator.url))
    async with running(settings) as gateway, sdks(gateway.url) as callers:
        yield callers
