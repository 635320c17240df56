"""Request bodies: whole, in pieces, refused half way, or wrong."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import ConnectionDied, MalformedRequest
from ai_gateway.transport.request import Request
from tests.conformance.transport.conftest import settled
from tests.conformance.transport.peer import Peer, answer, serving

pytestmark = pytest.mark.anyio


async def _pieces(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        await asyncio.sleep(0)
        yield piece


async def _echo(peer: Peer) -> None:
    while True:
        request = await peer.request()
        await peer.send(answer(request.partition(b"\r\n\r\n")[2]))


async def test_a_whole_body_goes_out_with_its_length(client: Client) -> None:
    async with serving(_echo) as served:
        for body in (b"", b"x", b"y" * 3_000_000):
            response = await client.send(served.post(body))
            assert await response.body.read(len(body)) == body
        assert served.accepted == 1


async def test_pieces_go_out_in_chunks_and_empty_ones_do_not_end_them(client: Client) -> None:
    async with serving(_echo) as served:
        request = Request(served.origin(), "POST", b"/", [], _pieces(b"ab", b"", b"c" * 17))
        response = await client.send(request)
        wire = b"2\r\nab\r\n11\r\n" + b"c" * 17 + b"\r\n0\r\n\r\n"
        assert await response.body.read(100) == wire
        await (await client.send(served.get())).body.read(10)
        assert served.accepted == 1


async def test_pieces_of_known_length_go_out_bare(client: Client) -> None:
    async with serving(_echo) as served:
        request = Request(served.origin(), "PUT", b"/", [], _pieces(b"ab", b"cde"), body_length=5)
        response = await client.send(request)
        assert await response.body.read(100) == b"abcde"


@pytest.mark.parametrize("length", [4, 6])
async def test_a_body_of_another_length_than_announced_is_refused(
    client: Client, length: int
) -> None:
    async def script(peer: Peer) -> None:
        received.append(await peer.ended())

    received: list[bytes] = []
    async with serving(script) as served:
        request = Request(served.origin(), "PUT", b"/", [], _pieces(b"abc", b"de"), length)
        with pytest.raises(MalformedRequest, match="body_length"):
            await client.send(request)
        await served.all_closed()
        assert len(received[0].partition(b"\r\n\r\n")[2]) <= length


async def test_an_answer_before_the_end_of_the_upload_is_delivered(client: Client) -> None:
    """The caller's iterator never yields again: the answer must not wait for it."""
    stopped: list[bool] = []

    async def pieces() -> AsyncIterator[bytes]:
        yield b"first"
        try:
            await asyncio.Event().wait()
        finally:
            stopped.append(True)

    async def script(peer: Peer) -> None:
        await peer.reader.readuntil(b"first\r\n")
        await peer.send(answer(b"no", status=b"413 Content Too Large"))
        assert await peer.ended() == b""

    async with serving(script) as served:
        response = await client.send(Request(served.origin(), "POST", b"/", [], pieces()))
        assert response.status == 413
        assert await response.body.read(10) == b"no"
        assert stopped == [True]
        await served.all_closed()
        assert client.snapshot() == []


async def test_what_the_callers_iterator_raises_comes_through_as_it_is(client: Client) -> None:
    class CallerLeftError(Exception):
        pass

    for error in (CallerLeftError(), TimeoutError("theirs")):

        async def pieces(error: Exception = error) -> AsyncIterator[bytes]:
            yield b"first"
            raise error

        async with serving(lambda peer: peer.ended()) as served:
            with pytest.raises(type(error)) as raised:
                await client.send(Request(served.origin(), "POST", b"/", [], pieces()))
            assert raised.value is error
            await served.all_closed()
            assert client.snapshot() == []


async def test_a_connection_that_dies_under_an_upload_ends_it(client: Client) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"first"
        await asyncio.Event().wait()

    async def script(peer: Peer) -> None:
        await peer.reader.readuntil(b"first\r\n")
        peer.reset()

    async with serving(script) as served:
        with pytest.raises(ConnectionDied) as died:
            await client.send(Request(served.origin(), "POST", b"/", [], pieces()))
        assert not died.value.answered


async def test_an_iterator_that_never_waits_ends_with_the_connection(client: Client) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 1000

    async def script(peer: Peer) -> None:
        await peer.reader.readexactly(100_000)
        peer.reset()

    async with serving(script) as served:
        with pytest.raises(ConnectionDied):
            await client.send(Request(served.origin(), "POST", b"/", [], pieces()))


async def test_an_upload_waits_for_a_peer_that_reads_slowly(client: Client) -> None:
    taken = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal taken
        for _ in range(1000):
            taken += 1
            yield b"x" * 65536

    async def script(peer: Peer) -> None:
        await peer.reader.readuntil(b"\r\n\r\n")
        connection = next(iter(client._pools[served.origin()]._connections))
        await settled(lambda: connection._upload is not None and connection._upload.held)
        assert connection._transport.get_write_buffer_size() <= 4 * 65536
        while not (await peer.reader.read(1 << 20)).endswith(b"0\r\n\r\n"):
            pass
        await peer.send(answer(b"%d" % taken))

    async with serving(script) as served:
        response = await client.send(Request(served.origin(), "POST", b"/", [], pieces()))
        assert await response.body.read(10) == b"1000"
