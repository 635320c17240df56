"""New connections: fresh names, checked addresses, socket options."""

import asyncio
import ipaddress
import os
import socket
from typing import Any

import pytest

from ai_gateway.transport.connector import Connector, _disown
from ai_gateway.transport.errors import AddressNotAllowed, ConnectFailed
from ai_gateway.transport.request import Origin
from ai_gateway.transport.settings import TransportSettings
from tests.conformance.transport.peer import serving

pytestmark = pytest.mark.anyio


class Probe(asyncio.Protocol):
    """Keeps its transport."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport


class FakeNames:
    """A resolver that answers each look-up with the next list of addresses."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    async def getaddrinfo(self, host: str, port: int, **_: Any) -> list[Any]:
        if host.startswith(("127.", "::")):
            found = [host]  # the event loop asks again for what it connects to: an address
        else:
            self.asked.append(host)
            found = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return [
            (
                socket.AF_INET6 if ipaddress.ip_address(each).version == 6 else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (each, port),
            )
            for each in found
        ]


def _with_names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> FakeNames:
    names = FakeNames(*answers)
    monkeypatch.setattr(type(asyncio.get_running_loop()), "getaddrinfo", names.getaddrinfo)
    return names


@pytest.fixture
def connector() -> Connector:
    return Connector(TransportSettings())


async def test_sockets_are_kept_alive_and_undelayed(connector: Connector) -> None:
    async with serving(lambda peer: peer.ended()) as served:
        probe = await connector.connect(served.origin(), Probe)
        sock = probe.transport.get_extra_info("socket")
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        assert 0 < sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) < 350
        probe.transport.close()
        await served.all_closed()


async def test_each_connection_resolves_its_name_anew(
    connector: Connector, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(lambda peer: peer.ended()) as served:
        names = _with_names(monkeypatch, ["127.0.0.1"])
        for _ in range(2):
            probe = await connector.connect(served.origin(host="a.test"), Probe)
            probe.transport.close()
        assert names.asked == ["a.test", "a.test"]
        monkeypatch.undo()
        await served.all_closed()


async def test_an_address_that_refuses_is_followed_by_the_next(
    connector: Connector, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(lambda peer: peer.ended()) as served:
        _with_names(monkeypatch, ["::1", "127.0.0.2", "127.0.0.1"])
        probe = await connector.connect(served.origin(host="a.test"), Probe)
        assert probe.transport.get_extra_info("peername")[0] == "127.0.0.1"
        probe.transport.close()
        monkeypatch.undo()
        await served.all_closed()


async def test_the_address_that_was_checked_is_the_one_connected_to(
    connector: Connector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that changes between two look-ups leads nowhere: there is only one."""
    async with serving(lambda peer: peer.ended()) as served:
        names = _with_names(monkeypatch, ["10.0.0.1", "127.0.0.1"], ["10.0.0.1"])
        origin = Origin("http", "a.test", served.port, ("127.0.0.0/8",))
        probe = await connector.connect(origin, Probe)
        assert probe.transport.get_extra_info("peername")[0] == "127.0.0.1"
        assert names.asked == ["a.test"]
        probe.transport.close()
        with pytest.raises(AddressNotAllowed, match=r"a\.test"):
            await connector.connect(origin, Probe)
        monkeypatch.undo()
        await served.all_closed()


async def test_a_refused_connection_names_the_origin(connector: Connector) -> None:
    async with serving(lambda peer: peer.ended()) as served:
        origin = served.origin()
    with pytest.raises(ConnectFailed, match=str(origin)):
        await connector.connect(origin, Probe)


def test_a_descriptor_that_the_event_loop_has_closed_is_let_go() -> None:
    """Kept, the number would be closed a second time, when it may be another connection's."""
    closed, kept = socket.socketpair()
    os.close(closed.fileno())
    _disown(closed)
    assert closed.fileno() == -1
    _disown(closed)
    _disown(kept)
    assert kept.fileno() != -1
    kept.close()
