"""A slow reader pushes back, and memory stays bounded."""

import asyncio
import tracemalloc

import pytest

from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import BodyTooLarge
from tests.conformance.transport.conftest import connection_of, settled
from tests.conformance.transport.peer import Peer, answer, answering, serving

pytestmark = pytest.mark.anyio

TOTAL = 100_000_000


async def test_a_reader_that_does_not_read_holds_a_bounded_buffer(client: Client) -> None:
    piece = b"x" * 1_000_000

    async def script(peer: Peer) -> None:
        await peer.request()
        await peer.send(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % TOTAL)
        for _ in range(TOTAL // len(piece)):
            await peer.send(piece)

    async with serving(script) as served:
        tracemalloc.start()
        try:
            response = await client.send(served.get())
            connection = connection_of(response)
            await settled(lambda: connection._paused)
            for _ in range(100):
                await asyncio.sleep(0)
            assert response.body._size < 400_000
            held, _ = tracemalloc.get_traced_memory()
            # The peer's own buffer lives in this process too: one piece of it.
            assert held < 2_000_000 + 2 * len(piece)
        finally:
            tracemalloc.stop()
        read = 0
        async for part in response.body:
            read += len(part)
            assert response.body._size < 400_000
        assert read == TOTAL


async def test_a_connection_that_was_paused_at_the_end_is_read_again(client: Client) -> None:
    large = b"y" * 300_000

    async with serving(answering(answer(large))) as served:
        first = await client.send(served.get())
        await settled(lambda: first.body._size > 65536)
        assert await first.body.read(len(large)) == large
        for _ in range(3):
            response = await client.send(served.get())
            assert b"".join([piece async for piece in response.body]) == large
        assert served.accepted == 1


async def test_a_whole_body_beyond_its_limit_is_refused(client: Client) -> None:
    async with serving(answering(answer(b"x" * 1_000_000))) as served:
        for limit in (0, 10, 999_999):
            response = await client.send(served.get())
            with pytest.raises(BodyTooLarge, match=str(limit)):
                await response.body.read(limit)
        response = await client.send(served.get())
        assert len(await response.body.read(1_000_000)) == 1_000_000
