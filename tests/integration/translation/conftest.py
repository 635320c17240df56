"""One gateway in front of one simulator, every provider registered, and the vendors' SDKs."""

from collections.abc import AsyncIterator

import pytest

from ai_gateway.simulator.server import Simulator
from tests.integration.callers.matrix.page import reported
from tests.integration.callers.sdks import Sdks, sdks
from tests.integration.gateways import running, settings_for
from tests.integration.translation.matrix.columns import providers
from tests.integration.translation.matrix.page import PROPERTY, tables


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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what each SDK saw of each provider, wherever its test ran."""
    found = reported(terminalreporter, PROPERTY)
    if found:
        terminalreporter.section("every dialect to every provider")
        terminalreporter.write_line(tables(found))
