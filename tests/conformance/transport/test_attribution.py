"""No answer is ever given to another call's caller: this tries hard to make it happen."""

import asyncio
import random

import pytest

from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import TransportError
from tests.conformance.transport.conftest import MakeClient, settled
from tests.conformance.transport.peer import Peer, Served, answer, serving

pytestmark = pytest.mark.anyio

CALLS = 1500


def _body(name: bytes) -> bytes:
    return name + b"." * (int(name) % 7 * 3000) + name


class Misbehaving:
    """A server that answers each request with its own name, in one of many bad manners."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    async def __call__(self, peer: Peer) -> None:
        while True:
            name = (await peer.request()).split(b"\r\nx-name: ")[1].split(b"\r\n")[0]
            manner = self._random.choice(MANNERS)
            if not await manner(self, peer, name):
                return

    async def plain(self, peer: Peer, name: bytes) -> bool:
        await peer.send(answer(_body(name), b"x-name: " + name))
        return True

    async def chunked(self, peer: Peer, name: bytes) -> bool:
        body = _body(name)
        cut = self._random.randrange(1, len(body))
        parts = (b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:cut], body[cut:]) if part)
        await peer.send(
            b"HTTP/1.1 200 OK\r\nx-name: %b\r\ntransfer-encoding: chunked\r\n\r\n" % name
            + b"".join(parts)
        )
        await asyncio.sleep(0)
        await peer.send(b"0\r\nx-trailer: 1\r\n\r\n")
        return True

    async def after_1xx(self, peer: Peer, name: bytes) -> bool:
        await peer.send(b"HTTP/1.1 103 Early\r\nx-name: 0\r\n\r\nHTTP/1.1 102 P\r\n\r\n")
        await asyncio.sleep(0)
        return await self.plain(peer, name)

    async def in_shreds(self, peer: Peer, name: bytes) -> bool:
        wire = answer(_body(name), b"x-name: " + name)
        while wire:
            cut = self._random.choice((1, 2, 20, 5000))
            await peer.send(wire[:cut])
            wire = wire[cut:]
            await asyncio.sleep(0)
        return True

    async def slow(self, peer: Peer, name: bytes) -> bool:
        for _ in range(self._random.randrange(30)):
            await asyncio.sleep(0)
        return await self.plain(peer, name)

    async def close_unanswered(self, peer: Peer, name: bytes) -> bool:
        return False

    async def close_early(self, peer: Peer, name: bytes) -> bool:
        wire = answer(_body(name), b"x-name: " + name)
        await peer.send(wire[: self._random.randrange(len(wire))])
        return False

    async def close_late(self, peer: Peer, name: bytes) -> bool:
        await self.plain(peer, name)
        return False

    async def twice(self, peer: Peer, name: bytes) -> bool:
        wire = answer(_body(name), b"x-name: " + name)
        await peer.send(wire + wire)
        return True

    async def surplus(self, peer: Peer, name: bytes) -> bool:
        await peer.send(answer(_body(name), b"x-name: " + name) + b"HTTP/1.1 200 OK\r\nx-na")
        return True

    async def until_end(self, peer: Peer, name: bytes) -> bool:
        await peer.send(b"HTTP/1.1 200 OK\r\nx-name: %b\r\n\r\n" % name + _body(name))
        return False

    async def garbage(self, peer: Peer, name: bytes) -> bool:
        await peer.send(self._random.randbytes(40))
        return True


MANNERS = (
    *[Misbehaving.plain] * 6,
    *[Misbehaving.chunked] * 3,
    Misbehaving.after_1xx,
    Misbehaving.in_shreds,
    Misbehaving.slow,
    Misbehaving.close_unanswered,
    Misbehaving.close_early,
    Misbehaving.close_late,
    Misbehaving.twice,
    Misbehaving.surplus,
    Misbehaving.until_end,
    Misbehaving.garbage,
)


class Callers:
    """Many callers at once, each of whom checks every answer against its own name."""

    def __init__(self, client: Client, served: Served, seed: int) -> None:
        self._client = client
        self._served = served
        self._random = random.Random(seed)
        self.outcomes = {"mine": 0, "failed": 0, "cancelled": 0, "left": 0}

    async def run(self, name: int) -> None:
        call = asyncio.ensure_future(self._call(b"%d" % name))
        if self._random.random() < 0.3:
            for _ in range(self._random.randrange(60)):
                await asyncio.sleep(0)
            call.cancel()
        try:
            outcome = await call
        except TransportError:
            outcome = "failed"
        except asyncio.CancelledError:
            outcome = "cancelled"
        self.outcomes[outcome] += 1

    async def _call(self, name: bytes) -> str:
        request = self._served.post(b"b" * self._random.randrange(200))
        request.headers.append((b"x-name", name))
        response = await self._client.send(request)
        assert (b"x-name", name) in response.headers
        if self._random.random() < 0.1:
            piece = await anext(response.body)
            assert _body(name).startswith(piece)
            await response.body.aclose()
            return "left"
        if self._random.random() < 0.5:
            assert await response.body.read(100_000) == _body(name)
        else:
            assert b"".join([piece async for piece in response.body]) == _body(name)
        return "mine"


@pytest.mark.parametrize("connections", [1, 3, 20])
async def test_every_caller_gets_its_own_answer(make_client: MakeClient, connections: int) -> None:
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    client = make_client(max_connections_per_host=connections, pool_timeout=60)
    async with serving(Misbehaving(seed)) as served:
        callers = Callers(client, served, seed)
        names = iter(range(CALLS))

        async def worker() -> None:
            for name in names:
                await callers.run(name)

        await asyncio.gather(*(worker() for _ in range(25)))
        print(callers.outcomes)
        assert sum(callers.outcomes.values()) == CALLS
        assert callers.outcomes["mine"] > CALLS / 5
        assert all(count > 0 for count in callers.outcomes.values())
        await settled(lambda: all(use.in_use == 0 for use in client.snapshot()))
        assert all(use.waiting == 0 for use in client.snapshot())
