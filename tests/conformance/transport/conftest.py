"""A client for each test, on both event loops, that must leave nothing behind."""

import asyncio
import os
from collections.abc import AsyncGenerator, Callable
from pathlib import Path

import pytest

from ai_gateway.transport.client import Client
from ai_gateway.transport.connection import Connection
from ai_gateway.transport.response import Response
from ai_gateway.transport.settings import TransportSettings
from tests.conformance.transport.authority import Authority

MakeClient = Callable[..., Client]


@pytest.fixture(params=["uvloop", "asyncio"])
def anyio_backend(request: pytest.FixtureRequest) -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": request.param == "uvloop"}


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
async def make_client(
    anyio_backend: object, authority: Authority
) -> AsyncGenerator[MakeClient, None]:
    clients: list[Client] = []

    def make(**settings: object) -> Client:
        # One authority is read in a moment, the system's hundred and fifty are not.
        settings.setdefault("ca_file", authority.ca)
        # Every peer of these tests is on this machine, the ones behind the proxy too.
        settings.setdefault("no_proxy", None)
        clients.append(Client(TransportSettings.model_validate(settings)))
        return clients[-1]

    yield make
    for client in clients:
        await client.aclose()
        assert client.snapshot() == []


@pytest.fixture
def client(make_client: MakeClient) -> Client:
    return make_client()


def connection_of(response: Response) -> Connection:
    """Return the connection that feeds the body of `response`."""
    source = response.body._source
    assert isinstance(source, Connection)
    return source


def open_descriptors() -> int:
    return len(list(Path(f"/proc/{os.getpid()}/fd").iterdir()))


async def settled(condition: Callable[[], bool]) -> None:
    """Let the event loop run until `condition` holds; it must soon."""
    async with asyncio.timeout(5):
        # What is waited for has no event: it is the absence of something left behind.
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0)
