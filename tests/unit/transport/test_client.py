"""What the client adds to its pools: the retry, the snapshot, the end."""

import pytest

from ai_gateway.transport.client import Client, OriginUse
from ai_gateway.transport.errors import ClientClosed, ConnectionDied, MalformedRequest
from ai_gateway.transport.settings import TransportSettings
from tests.conformance.transport.peer import Peer, answer, answering, serving

pytestmark = pytest.mark.anyio


async def test_the_snapshot_counts_and_forgets() -> None:
    client = Client(TransportSettings())
    async with serving(answering(answer(b"x"))) as served:
        assert client.snapshot() == []
        first, second = await client.send(served.get()), await client.send(served.get())
        await first.body.read(1)
        await second.body.read(1)
        use = OriginUse(served.origin(), open=1, idle=1, in_use=0, waiting=0)
        assert client.snapshot() == [use]
        await client.aclose()
        assert client.snapshot() == []


async def test_a_request_that_cannot_be_written_opens_nothing() -> None:
    client = Client(TransportSettings())
    async with serving(answering(answer())) as served:
        with pytest.raises(MalformedRequest):
            await client.send(served.get(b"/a b"))
        assert served.accepted == 0
        await client.aclose()


async def test_a_retry_works_where_the_dead_connection_was_the_only_one() -> None:
    async def script(peer: Peer) -> None:
        await peer.request()
        await peer.send(answer(b"x"))
        if served.accepted == 1:
            await peer.request()
            return
        await peer.ended()

    client = Client(TransportSettings(max_connections_per_host=1))
    async with serving(script) as served:
        for _ in range(2):
            assert await (await client.send(served.post())).body.read(1) == b"x"
        assert [use.open for use in client.snapshot()] == [1]
        await client.aclose()


async def test_an_unanswered_call_on_a_new_connection_is_not_repeated() -> None:
    client = Client(TransportSettings())

    async def script(peer: Peer) -> None:
        await peer.request()

    async with serving(script) as served:
        with pytest.raises(ConnectionDied):
            await client.send(served.post())
        assert served.accepted == 1
        assert client.snapshot() == []


async def test_a_closed_client_sends_nothing() -> None:
    client = Client(TransportSettings())
    async with serving(answering(answer())) as served:
        await client.aclose()
        await client.aclose()
        with pytest.raises(ClientClosed, match="closed"):
            await client.send(served.get())
        assert served.accepted == 0
