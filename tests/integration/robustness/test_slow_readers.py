"""A caller that reads slowly slows its provider down; it does not fill the gateway.

Measured from outside, in a process of its own: what a stream costs is what the process grows by,
wherever the bytes are kept, Python's heap or the event loop's. Eight readers at once, because the
growth of one is not far from the noise of an allocator.
"""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.integration.robustness.callers import PATIENCE, Caller, ask, calling
from tests.integration.robustness.processes import GatewayProcess, gateway_process
from tests.integration.robustness.upstreams import DONE, EVENTS, Exchange, chunk, upstream

pytestmark = pytest.mark.anyio

MIB = 1024 * 1024
EVENT = b"data: %b\n\n" % (b"x" * (65536 - 8))
EVENTS_IN_100_MB = 1600
READERS = 8
A_STREAM = 2 * MIB


class Source:
    """An upstream script that sends 100 MB as fast as it is taken and counts what was not."""

    def __init__(self) -> None:
        self.stalled = 0
        self._changed = asyncio.Condition()

    async def __call__(self, exchange: Exchange) -> None:
        await exchange.send(EVENTS)
        for _ in range(EVENTS_IN_100_MB):
            exchange.writer.write(chunk(EVENT))
            await self._drained(exchange)
        await exchange.send(chunk(DONE) + b"0\r\n\r\n")

    async def _drained(self, exchange: Exchange) -> None:
        try:
            # Far longer than a reader that reads takes to make room.
            async with asyncio.timeout(1):
                await exchange.writer.drain()
        except TimeoutError:
            await self._note(1)
            await exchange.writer.drain()
            await self._note(-1)

    async def _note(self, change: int) -> None:
        async with self._changed:
            self.stalled += change
            self._changed.notify_all()

    async def all_stalled(self) -> None:
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: self.stalled == READERS)


async def _read_whole(caller: Caller, gateway: GatewayProcess) -> tuple[int, int]:
    """Read a stream to its end; return its bytes and the most memory seen meanwhile."""
    size = most = 0
    async with asyncio.timeout(3 * PATIENCE):
        while piece := await caller.piece():
            size += len(piece)
            most = max(most, gateway.memory)
    return size, most


async def test_a_slow_reader_of_100_mb_costs_at_most_2_mb(tmp_path: Path) -> None:
    source = Source()
    async with (
        upstream(source) as provider,
        gateway_process(tmp_path, provider.url) as gateway,
        AsyncExitStack() as stack,
    ):
        # Once through, so that what is loaded and allocated with the first stream is there.
        async with calling(gateway.url) as quick:
            await quick.send(ask(stream=True))
            await quick.head()
            await _read_whole(quick, gateway)
        before = gateway.memory
        slow = [
            await stack.enter_async_context(calling(gateway.url, receive_buffer=65536))
            for _ in range(READERS)
        ]
        for caller in slow:
            await caller.send(ask(stream=True))
            await caller.head()
        await source.all_stalled()
        assert gateway.memory - before < READERS * A_STREAM
        size, most = await _read_whole(slow[0], gateway)
        assert size == EVENTS_IN_100_MB * len(EVENT) + len(DONE)
        assert most - before < READERS * A_STREAM
