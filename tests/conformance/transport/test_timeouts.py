"""Each time limit, and what each does not cover."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from ai_gateway.transport.errors import (
    ConnectTimeout,
    FirstByteTimeout,
    IdleTimeout,
    TotalTimeout,
)
from ai_gateway.transport.request import Origin, Request
from tests.conformance.transport.conftest import MakeClient, connection_of, settled
from tests.conformance.transport.peer import Peer, answer, serving

pytestmark = pytest.mark.anyio

HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n"


async def test_a_silent_peer_is_a_first_byte_timeout(make_client: MakeClient) -> None:
    async def script(peer: Peer) -> None:
        await peer.request()
        await peer.send(b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200")
        await peer.ended()

    client = make_client(first_byte_timeout=0.05)
    async with serving(script) as served:
        with pytest.raises(FirstByteTimeout, match="first_byte_timeout"):
            await client.send(served.get())
        await served.all_closed()


async def test_silence_inside_a_body_is_an_idle_timeout(make_client: MakeClient) -> None:
    async def script(peer: Peer) -> None:
        await peer.request()
        await peer.send(HEAD + b"half")
        await peer.ended()

    client = make_client(idle_timeout=0.05)
    async with serving(script) as served:
        response = await client.send(served.get())
        assert await anext(response.body) == b"half"
        with pytest.raises(IdleTimeout, match="idle_timeout"):
            await anext(response.body)
        await served.all_closed()


async def test_bytes_keep_an_answer_alive_until_the_total(make_client: MakeClient) -> None:
    read = asyncio.Event()

    async def script(peer: Peer) -> None:
        await peer.request()
        await peer.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            await peer.send(b"x")
            await read.wait()
            read.clear()

    client = make_client(total_timeout=0.3)
    async with serving(script) as served:
        response = await client.send(served.get())
        pieces: list[bytes] = []

        async def drink() -> None:
            async for piece in response.body:
                pieces.append(piece)
                read.set()

        with pytest.raises(TotalTimeout, match="total_timeout"):
            await drink()
        assert len(pieces) > 1


async def test_a_slow_reader_is_no_idle_provider(make_client: MakeClient) -> None:
    large = b"x" * 4_000_000

    async def script(peer: Peer) -> None:
        await peer.request()
        await peer.send(answer(large))

    client = make_client(idle_timeout=0.05)
    async with serving(script) as served:
        response = await client.send(served.get())
        connection = connection_of(response)
        await settled(lambda: connection._paused)
        connection._since -= 10
        connection._watch()
        assert sum([len(piece) async for piece in response.body]) == len(large)


async def test_a_peer_that_does_not_take_an_upload_is_an_idle_timeout(
    make_client: MakeClient,
) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 65536

    async def script(peer: Peer) -> None:
        peer.writer.transport.pause_reading()  # pyright: ignore[reportAttributeAccessIssue]
        await done.wait()

    done = asyncio.Event()
    client = make_client(idle_timeout=0.1)
    async with serving(script) as served:
        request = Request(served.origin(), "POST", b"/", [], pieces())
        with pytest.raises(IdleTimeout):
            await client.send(request)
        done.set()


async def test_a_caller_who_uploads_slowly_is_no_idle_provider(make_client: MakeClient) -> None:
    go_on = asyncio.Event()

    async def pieces() -> AsyncIterator[bytes]:
        yield b"one"
        await go_on.wait()
        yield b"two"

    async def script(peer: Peer) -> None:
        await peer.reader.readuntil(b"one\r\n")
        connection = next(iter(client._pools[served.origin()]._connections))
        connection._since -= 10
        connection._watch()
        go_on.set()
        await peer.reader.readuntil(b"0\r\n\r\n")
        await peer.send(answer(b"x"))
        await peer.ended()

    client = make_client(idle_timeout=0.5, first_byte_timeout=0.5)
    async with serving(script) as served:
        response = await client.send(Request(served.origin(), "POST", b"/", [], pieces()))
        assert await response.body.read(10) == b"x"


async def test_a_connection_that_is_not_accepted_is_a_connect_timeout(
    make_client: MakeClient,
) -> None:
    """A full accept queue drops the handshake, as a dead host does."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(address)
        client = make_client(connect_timeout=0.1)
        with pytest.raises(ConnectTimeout, match="connect_timeout"):
            await client.send(Request(Origin("http", *address), "GET", b"/", []))
        assert client.snapshot() == []
        for filler in fillers:
            filler.close()
