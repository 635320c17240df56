"""One connection on a transport that only records: what closes it and what keeps it."""

import asyncio
import socket
from collections.abc import Generator, Iterable

import pytest

from ai_gateway.transport.connection import Connection
from ai_gateway.transport.errors import (
    ConnectionDied,
    FirstByteTimeout,
    IdleTimeout,
    ProtocolViolation,
    TotalTimeout,
)
from ai_gateway.transport.request import Origin, Request
from ai_gateway.transport.response import Response
from ai_gateway.transport.settings import TransportSettings

pytestmark = pytest.mark.anyio

REQUEST = Request(Origin("http", "a.test", 80), "POST", b"/", [], b"body")
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n"


class FakeTransport(asyncio.Transport):
    """Writes into a list; its socket is one end of a pair."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__({"socket": sock})
        self.wire: list[bytes] = []
        self.unsent = 0
        self.reading = True
        self.aborted = False

    def writelines(self, list_of_data: Iterable[bytes | bytearray | memoryview]) -> None:
        self.wire.append(b"".join(list_of_data))

    def get_write_buffer_size(self) -> int:
        return self.unsent

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    def abort(self) -> None:
        self.aborted = True


class FakeOwner:
    """Records what a connection tells its pool."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def give_back(self, connection: Connection) -> None:
        self.told.append("back")

    def forget(self, connection: Connection) -> None:
        self.told.append("forgotten")


class Bench:
    """A connection between the two fakes."""

    def __init__(self, sock: socket.socket, peer: socket.socket) -> None:
        self.owner = FakeOwner()
        self.transport = FakeTransport(sock)
        self.peer = peer
        self.settings = TransportSettings()
        self.connection = Connection(self.owner, "http://a.test:80", self.settings)
        self.connection.connection_made(self.transport)

    async def sent(self) -> "asyncio.Task[Response]":
        task = asyncio.get_running_loop().create_task(self.connection.exchange(REQUEST, b"head "))
        await asyncio.sleep(0)
        return task

    def pass_time(self, seconds: float) -> None:
        self.connection._since -= seconds
        self.connection._deadline -= seconds
        self.connection._watch()


@pytest.fixture
def sockets() -> Generator[tuple[socket.socket, socket.socket], None, None]:
    one, other = socket.socketpair()
    with one, other:
        yield one, other


@pytest.fixture
async def bench(sockets: tuple[socket.socket, socket.socket]) -> Bench:
    return Bench(*sockets)


async def test_head_and_body_go_out_in_one_write(bench: Bench) -> None:
    call = await bench.sent()
    assert bench.transport.wire == [b"head body"]
    bench.connection.data_received(OK + b"ab")
    response = await call
    assert await response.body.read(9) == b"ab"
    assert bench.owner.told == ["back"]
    assert not bench.transport.aborted


async def test_it_is_given_back_before_its_body_is_read(bench: Bench) -> None:
    call = await bench.sent()
    bench.connection.data_received(OK)
    bench.connection.data_received(b"ab")
    assert bench.owner.told == ["back"]
    later = await bench.sent()
    bench.connection.data_received(OK + b"cd")
    assert await (await call).body.read(9) == b"ab"
    assert await (await later).body.read(9) == b"cd"


async def test_a_request_that_is_not_completely_sent_closes_it(bench: Bench) -> None:
    call = await bench.sent()
    bench.transport.unsent = 1
    bench.connection.data_received(OK + b"ab")
    assert await (await call).body.read(9) == b"ab"
    assert bench.owner.told == ["forgotten"]


@pytest.mark.parametrize("wire", [b"garbage!", OK + b"ab!", b"HTTP/1.0 200 OK\r\n\r\n"])
async def test_what_cannot_be_kept_is_forgotten_once(bench: Bench, wire: bytes) -> None:
    call = await bench.sent()
    bench.connection.data_received(wire)
    bench.connection.eof_received()
    bench.connection.connection_lost(None)
    bench.connection.close()
    await asyncio.gather(call, return_exceptions=True)
    await bench.connection.wait_lost()
    assert bench.owner.told == ["forgotten"]
    assert bench.transport.aborted


async def test_bytes_while_idle_close_it(bench: Bench) -> None:
    bench.connection.data_received(OK + b"ab")
    assert bench.owner.told == ["forgotten"]
    with pytest.raises(ConnectionDied) as died:
        await bench.connection.exchange(REQUEST, b"head")
    assert not died.value.answered


async def test_it_is_usable_only_while_the_peer_is_silent(bench: Bench) -> None:
    assert bench.connection.usable()
    bench.peer.send(b"x")
    assert not bench.connection.usable()


async def test_a_peer_that_ended_is_seen_at_once(bench: Bench) -> None:
    bench.peer.close()
    assert not bench.connection.usable()


async def test_a_full_body_stops_reading_until_it_is_read(bench: Bench) -> None:
    call = await bench.sent()
    bench.connection.data_received(b"HTTP/1.1 200 OK\r\ncontent-length: 200000\r\n\r\n")
    bench.connection.data_received(b"x" * 100_000)
    assert not bench.transport.reading
    body = (await call).body
    await anext(body)
    assert bench.transport.reading


async def test_a_late_reader_does_not_touch_the_next_exchange(bench: Bench) -> None:
    first = await bench.sent()
    size = 200_000
    bench.connection.data_received(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % size)
    bench.connection.data_received(b"x" * size)
    second = await bench.sent()
    bench.connection.data_received(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % (size + 1))
    bench.connection.data_received(b"y" * size)
    assert not bench.transport.reading
    assert await (await first).body.read(size) == b"x" * size
    await (await first).body.aclose()
    assert not bench.transport.reading
    assert not bench.transport.aborted
    assert (await anext((await second).body))[:1] == b"y"


@pytest.mark.parametrize(
    ("received", "field", "error"),
    [
        (b"", "first_byte_timeout", FirstByteTimeout),
        (b"HTTP/1.1 200", "first_byte_timeout", FirstByteTimeout),
        (OK, "idle_timeout", IdleTimeout),
        (OK, "total_timeout", TotalTimeout),
    ],
)
async def test_each_state_has_its_limit(
    bench: Bench, received: bytes, field: str, error: type[Exception]
) -> None:
    call = await bench.sent()
    if received:
        bench.connection.data_received(received)
    limit = getattr(bench.settings, field)
    if field == "total_timeout":
        bench.connection._since += limit
    bench.pass_time(limit - 10)
    assert not bench.connection.closed
    bench.pass_time(11)
    with pytest.raises(error, match=field):
        await (await call).body.read(10)
    assert bench.owner.told == ["forgotten"]


async def test_an_idle_connection_expires(bench: Bench) -> None:
    bench.pass_time(bench.settings.idle_expiry - 1)
    assert bench.owner.told == []
    bench.pass_time(2)
    assert bench.owner.told == ["forgotten"]


async def test_a_violation_reaches_the_reader(bench: Bench) -> None:
    call = await bench.sent()
    bench.connection.data_received(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz")
    with pytest.raises(ProtocolViolation):
        await anext((await call).body)
