"""When a connection is used again, when it is not, and the one retry."""

import asyncio
import os
from collections.abc import AsyncIterator

import pytest

from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import ConnectionDied
from ai_gateway.transport.request import Request
from tests.conformance.transport.conftest import MakeClient, settled
from tests.conformance.transport.peer import Peer, Script, answer, answering, serving

pytestmark = pytest.mark.anyio

SURPLUS = {
    "bytes": answer(b"x") + b"surplus",
    "another-answer": answer(b"x") + answer(b"y"),
    "half-an-answer": answer(b"x") + b"HTTP/1.1 200",
    "after-chunks": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\nz",
    "after-close": answer(b"x", b"connection: close") + answer(b"y"),
}


@pytest.mark.parametrize("case", SURPLUS)
async def test_bytes_after_an_answer_end_the_connection(client: Client, case: str) -> None:
    async with serving(answering(SURPLUS[case])) as served:
        for _ in range(2):
            response = await client.send(served.get())
            assert await response.body.read(10) == b"x"
        assert served.accepted == 2


@pytest.mark.parametrize("surplus", [b"x", b"\r\n\r\n", answer(b"", status=b"204 None")])
async def test_a_body_where_none_may_be_ends_the_connection(client: Client, surplus: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n"
    async with serving(answering(head + surplus)) as served:
        for _ in range(2):
            response = await client.send(served.get(method="HEAD"))
            assert await response.body.read(10) == b""
            assert response.content_length == 5
        assert served.accepted == 2


async def test_bytes_on_an_idle_connection_close_it(client: Client) -> None:
    go_on = asyncio.Event()

    async def script(peer: Peer) -> None:
        await peer.request()
        await peer.send(answer(b"x"))
        await go_on.wait()
        await peer.send(answer(b"never asked for"))
        await peer.ended()

    async with serving(script) as served:
        response = await client.send(served.get())
        await response.body.read(10)
        assert client.snapshot()[0].idle == 1
        go_on.set()
        await settled(lambda: client.snapshot() == [])
        await served.all_closed()


async def test_bytes_that_the_event_loop_has_not_read_yet_are_seen_before_reuse(
    client: Client,
) -> None:
    """The kernel has an unasked answer when the next call comes: it must not get it."""
    async with serving(answering(answer(b"mine"))) as served:
        response = await client.send(served.get())
        await response.body.read(10)
        assert client._pools[served.origin()]._idle[0].usable()
        sock = _peer_of(next(iter(served.open))).get_extra_info("socket")
        os.write(sock.fileno(), answer(b"another's"))
        response = await client.send(served.get())
        assert await response.body.read(10) == b"mine"
        assert served.accepted == 2
        assert [use.open for use in client.snapshot()] == [1]


def _peer_of(task: "asyncio.Task[None]") -> asyncio.StreamWriter:
    frame = task.get_stack()[0]
    return frame.f_locals["writer"]


async def test_the_connection_used_last_is_used_first(make_client: MakeClient) -> None:
    names: list[bytes] = []

    async def script(peer: Peer) -> None:
        name = b"%d" % len(names)
        names.append(name)
        while True:
            await peer.request()
            await peer.send(answer(name))

    client = make_client()
    async with serving(script) as served:
        first = await client.send(served.get())
        second = await client.send(served.get())
        assert [first.status, second.status] == [200, 200]
        last = await client.send(served.get())
        assert client.snapshot()[0].open == len(names)
        assert await last.body.read(10) == names[0]


async def test_an_expired_connection_is_closed(make_client: MakeClient) -> None:
    client = make_client(idle_expiry=0.02)
    async with serving(answering(answer(b"x"))) as served:
        response = await client.send(served.get())
        await response.body.read(10)
        await served.all_closed()
        assert client.snapshot() == []


def _dies_when_used_again(first: bytes, second: bytes = b"") -> tuple[list[int], Script]:
    served: list[int] = []

    async def script(peer: Peer) -> None:
        await peer.request()
        served.append(1)
        await peer.send(first)
        if len(served) == 1:
            await peer.request()
            await peer.send(second)
            return
        await peer.ended()

    return served, script


async def test_a_kept_connection_that_dies_unanswered_is_retried_once(client: Client) -> None:
    count, script = _dies_when_used_again(answer(b"x"))
    async with serving(script) as served:
        for _ in range(2):
            response = await client.send(served.post())
            assert await response.body.read(10) == b"x"
        assert (served.accepted, len(count)) == (2, 2)


async def test_there_is_no_retry_once_a_byte_was_answered(client: Client) -> None:
    _, script = _dies_when_used_again(answer(b"x"), b"H")
    async with serving(script) as served:
        await (await client.send(served.post())).body.read(10)
        with pytest.raises(ConnectionDied) as died:
            await client.send(served.post())
        assert died.value.answered
        assert served.accepted == 1


async def test_there_is_no_retry_on_a_new_connection(client: Client) -> None:
    async def script(peer: Peer) -> None:
        await peer.request()

    async with serving(script) as served:
        with pytest.raises(ConnectionDied) as died:
            await client.send(served.post())
        assert not died.value.answered
        assert served.accepted == 1


async def test_there_is_only_one_retry(client: Client) -> None:
    async def script(peer: Peer) -> None:
        await peer.request()
        if served.accepted == 1:
            await peer.send(answer(b"x"))
            await peer.request()

    async with serving(script) as served:
        await (await client.send(served.post())).body.read(10)
        with pytest.raises(ConnectionDied):
            await client.send(served.post())
        assert served.accepted == 2


async def test_a_body_in_pieces_is_not_sent_twice(client: Client) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"once"

    async def script(peer: Peer) -> None:
        await peer.request()
        await peer.send(answer(b"x"))
        await peer.request()

    async with serving(script) as served:
        await (await client.send(served.post())).body.read(10)
        request = Request(served.origin(), "POST", b"/", [], pieces())
        with pytest.raises(ConnectionDied):
            await client.send(request)
        assert served.accepted == 1
