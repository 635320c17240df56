"""Connections per origin: the bound, the queue, and slots that are never lost."""

import asyncio

import pytest

from ai_gateway.transport.errors import ClientClosed, ConnectFailed, PoolTimeout
from ai_gateway.transport.request import Origin, Request
from tests.conformance.transport.conftest import MakeClient, connection_of, settled
from tests.conformance.transport.peer import Peer, answer, answering, serving

pytestmark = pytest.mark.anyio


async def _held(peer: Peer) -> None:
    """Answer `/hold` with a body that does not end, everything else at once."""
    while True:
        request = await peer.request()
        if b"/hold" in request:
            await peer.send(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n")
        else:
            await peer.send(answer(request.split(b" ")[1]))


async def test_waiters_are_served_in_the_order_they_came(make_client: MakeClient) -> None:
    client = make_client(max_connections_per_host=1)
    order: list[bytes] = []

    async with serving(_held) as served:
        holder = await client.send(served.get(b"/hold"))

        async def call(name: bytes) -> None:
            response = await client.send(served.get(name))
            order.append(await response.body.read(10))

        async with asyncio.TaskGroup() as group:
            for index in range(5):
                group.create_task(call(b"/%d" % index))
                await settled(lambda index=index: client.snapshot()[0].waiting == index + 1)
            await holder.body.aclose()
        assert order == [b"/0", b"/1", b"/2", b"/3", b"/4"]
        assert client.snapshot()[0].open == 1
        assert served.accepted == 2


async def test_the_wait_is_bounded(make_client: MakeClient) -> None:
    client = make_client(max_connections_per_host=1, pool_timeout=0.03)
    async with serving(_held) as served:
        holder = await client.send(served.get(b"/hold"))
        with pytest.raises(PoolTimeout, match="max_connections_per_host"):
            await client.send(served.get())
        use = client.snapshot()[0]
        assert (use.open, use.in_use, use.waiting) == (1, 1, 0)
        await holder.body.aclose()
        await (await client.send(served.get())).body.read(10)


async def test_a_cancelled_waiter_leaves_nothing_behind(make_client: MakeClient) -> None:
    client = make_client(max_connections_per_host=1)
    async with serving(_held) as served:
        holder = await client.send(served.get(b"/hold"))
        waiters = [asyncio.ensure_future(client.send(served.get())) for _ in range(3)]
        await settled(lambda: client.snapshot()[0].waiting == 3)
        waiters[1].cancel()
        await settled(lambda: client.snapshot()[0].waiting == 2)
        await holder.body.aclose()
        for waiter in (waiters[0], waiters[2]):
            await (await waiter).body.read(10)
        assert client.snapshot()[0].waiting == 0


@pytest.mark.parametrize("freed_by", ["answer", "close"])
async def test_a_slot_is_handed_on_when_its_receiver_is_cancelled_at_that_moment(
    make_client: MakeClient, freed_by: str
) -> None:
    """The slot was given and the receiver has not run yet: the next in the queue gets it."""
    client = make_client(max_connections_per_host=1)
    async with serving(_held) as served:
        holder = await client.send(served.get(b"/hold"))
        waiters = [asyncio.ensure_future(client.send(served.get())) for _ in range(2)]
        await settled(lambda: client.snapshot()[0].waiting == 2)
        pool = client._pools[served.origin()]
        given = pool._waiters[0]
        if freed_by == "close":
            await holder.body.aclose()
        else:
            connection_of(holder).data_received(b"123456789")
        assert given.done()
        waiters[0].cancel()
        await (await waiters[1]).body.read(10)
        use = client.snapshot()[0]
        assert (use.open, use.idle, use.waiting) == (1, 1, 0)
        assert waiters[0].cancelled()


async def test_failed_connections_free_their_slots(make_client: MakeClient) -> None:
    client = make_client(max_connections_per_host=1)
    async with serving(answering(answer(b"x"))) as served:
        port = served.port
    request = Request(Origin("http", "127.0.0.1", port), "GET", b"/", [])
    results = await asyncio.gather(
        *(client.send(request) for _ in range(5)), return_exceptions=True
    )
    assert [type(result) for result in results] == [ConnectFailed] * 5
    assert client.snapshot() == []


async def test_origins_do_not_share_connections(make_client: MakeClient) -> None:
    client = make_client(max_connections_per_host=1)
    async with serving(_held) as one, serving(_held) as other:
        held = [await client.send(served.get(b"/hold")) for served in (one, other)]
        restricted = Origin("http", "127.0.0.1", one.port, ("127.0.0.0/8",))
        held.append(await client.send(Request(restricted, "GET", b"/hold", [])))
        assert [use.open for use in client.snapshot()] == [1, 1, 1]
        for response in held:
            await response.body.aclose()


async def test_closing_the_client_ends_everything(make_client: MakeClient) -> None:
    client = make_client(max_connections_per_host=2)
    async with serving(_held) as served:
        reading = await client.send(served.get(b"/hold"))
        await client.send(served.get(b"/hold"))
        waiting = asyncio.ensure_future(client.send(served.get()))
        read = asyncio.ensure_future(anext(reading.body))
        await settled(lambda: client.snapshot()[0].waiting == 1)
        await client.aclose()
        for task in (waiting, read):
            with pytest.raises(ClientClosed):
                await task
        with pytest.raises(ClientClosed):
            await client.send(served.get())
        await served.all_closed()


async def test_two_clients_share_nothing(make_client: MakeClient) -> None:
    async with serving(answering(answer(b"x"))) as served:
        for client in (make_client(), make_client()):
            await (await client.send(served.get())).body.read(10)
        assert served.accepted == 2
