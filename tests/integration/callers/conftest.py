"""One gateway in front of one simulator for each module, and the vendors' SDKs as its callers."""

from collections.abc import AsyncIterator

import pytest

from ai_gateway.app import Gateway
from ai_gateway.simulator.server import Simulator
from tests.integration.callers.matrix.page import PROPERTY, reported, table
from tests.integration.callers.sdks import Sdks, sdks
from tests.integration.gateways import running, settings_for


@pytest.fixture(scope="module")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="module")
async def simulator(anyio_backend: object) -> AsyncIterator[Simulator]:
    async with Simulator() as simulator:
        yield simulator


@pytest.fixture(scope="module")
async def gateway(simulator: Simulator) -> AsyncIterator[Gateway]:
    async with running(settings_for(simulator.url)) as gateway:
        yield gateway


@pytest.fixture(scope="module")
async def callers(gateway: Gateway) -> AsyncIterator[Sdks]:
    async with sdks(gateway.url) as callers:
        yield callers


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what each SDK saw in each cell of the matrix, wherever its test ran."""
    found = reported(terminalreporter, PROPERTY)
    if found:
        terminalreporter.section("what the vendors' SDKs see through the gateway")
        terminalreporter.write_line(table(found))
