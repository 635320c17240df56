"""A call may be cancelled, or its answer abandoned, at any moment, and leaves nothing."""

import asyncio
import gc

import pytest

from ai_gateway.transport.client import Client
from tests.conformance.transport.conftest import MakeClient, open_descriptors, settled
from tests.conformance.transport.peer import Peer, answer, serving

pytestmark = pytest.mark.anyio


async def _slow(peer: Peer) -> None:
    """Answer in many small steps, so that there are many moments to be cancelled in."""
    while True:
        await peer.request()
        for byte in b"HTTP/1.1 100 C\r\n\r\n" + answer(b"0123456789"):
            await peer.send(bytes([byte]))
            await asyncio.sleep(0)


async def test_a_call_can_be_cancelled_after_any_number_of_turns(client: Client) -> None:
    async def call() -> None:
        response = await client.send(served.post(b"x" * 100_000))
        assert await response.body.read(100) == b"0123456789"

    async with serving(_slow) as served:
        await call()
        for turns in range(120):
            task = asyncio.ensure_future(call())
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            assert all(use.in_use == 0 for use in client.snapshot())
        await call()
        await client.aclose()
        await served.all_closed()


async def test_cancelled_connects_leave_no_descriptor(make_client: MakeClient) -> None:
    """Name, connection and the first turn of the transport: each is a moment of its own."""
    client = make_client()
    async with serving(lambda peer: peer.ended()) as served:
        await asyncio.gather(*(asyncio.sleep(0) for _ in range(3)))
        before = open_descriptors()
        for turns in list(range(40)) * 3:
            task = asyncio.ensure_future(client.send(served.get()))
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert client.snapshot() == []
        await served.all_closed()
        gc.collect()
        await settled(lambda: open_descriptors() <= before)


async def test_abandoned_streams_leave_nothing(client: Client) -> None:
    stream = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n"

    async def script(peer: Peer) -> None:
        await peer.request()
        await peer.send(stream)
        await peer.ended()

    async def abandon(index: int) -> None:
        response = await client.send(served.get())
        assert await anext(response.body) == b"x"
        if index % 2:
            await response.body.aclose()
            await response.body.aclose()
        else:
            read = asyncio.ensure_future(anext(response.body))
            await asyncio.sleep(0)
            read.cancel()
            await asyncio.gather(read, return_exceptions=True)

    async with serving(script) as served:
        tasks = len(asyncio.all_tasks())
        await asyncio.gather(*(abandon(index) for index in range(200)))
        await served.all_closed()
        assert served.accepted == 200
        assert client.snapshot() == []
        await settled(lambda: len(asyncio.all_tasks()) <= tasks)


async def test_a_read_cancelled_after_the_end_harms_no_one(client: Client) -> None:
    """The answer is complete and its connection is another call's: it must not be closed."""

    async def script(peer: Peer) -> None:
        while True:
            target = (await peer.request()).split(b" ")[1]
            await peer.send(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n")
            await go_on.wait()
            await peer.send(target)

    go_on = asyncio.Event()
    async with serving(script) as served:
        first = await client.send(served.get(b"/1"))
        reading = asyncio.ensure_future(anext(first.body))
        go_on.set()
        await settled(lambda: client.snapshot()[0].idle == 1)
        go_on.clear()
        second = await client.send(served.get(b"/2"))
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        await first.body.aclose()
        go_on.set()
        assert await second.body.read(10) == b"/2"
        assert served.accepted == 1
