"""Callers who leave, at any moment, leave nothing behind, and the provider learns of it at once."""

import asyncio
import random

import pytest

from ai_gateway.app import Gateway
from ai_gateway.simulator.server import Simulator
from tests.integration.gateways import running, settings_for
from tests.integration.robustness.callers import PATIENCE, Caller, ask, calling
from tests.integration.robustness.residue import leaving_nothing
from tests.integration.robustness.upstreams import EVENTS, Exchange, chunk, upstream

pytestmark = pytest.mark.anyio

STREAMS = 1000
AT_ONCE = 100

# None of them ends before its caller leaves; the last two never begin.
TALKING = ("chunks=5000;slow=5", "hang-after=3", "megabytes=50")
MODELS = [f"gpt-5-mini@{how}" for how in (*TALKING, "first-byte=60000", "hang")]
BRISK = {"edge": {"max_calls": 2 * AT_ONCE, "comment_interval": 0.01}}


async def _leave_in_the_middle(gateway: Gateway, chance: random.Random) -> None:
    async with calling(gateway.url) as caller:
        await caller.send(ask(chance.choice(MODELS[: len(TALKING)]), stream=True))
        await caller.head()
        for _ in range(chance.randrange(4)):
            await caller.reader.read(chance.choice((1, 500, 70_000)))


async def _leave_at_the_start(gateway: Gateway, chance: random.Random) -> None:
    request = ask(chance.choice(MODELS), stream=True)
    async with calling(gateway.url) as caller:
        await caller.send(request[: chance.choice((1, 40, len(request) - 5, len(request)))])
        # From at once to long after the call has reached the provider.
        for _ in range(chance.choice((0, 1, 2, 5, 10, 50))):
            await asyncio.sleep(0)


async def test_a_thousand_abandoned_streams_leave_nothing_behind() -> None:
    chance = random.Random(2)
    leaving = [_leave_in_the_middle, _leave_at_the_start] * (AT_ONCE // 2)
    async with Simulator() as simulator, running(settings_for(simulator.url, **BRISK)) as gateway:
        async with leaving_nothing(gateway):
            for _ in range(STREAMS // AT_ONCE):
                async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as callers:
                    for leave in leaving:
                        callers.create_task(leave(gateway, chance))
        async with asyncio.timeout(1):
            await simulator.wait_until(lambda: simulator.open_calls == 0)
        # Whoever left in the middle was a call that the provider saw cancelled.
        assert simulator.cancelled_calls >= STREAMS // 2


async def _left_within_a_second(caller: Caller, gone: asyncio.Event) -> None:
    caller.leave()
    async with asyncio.timeout(1):
        await gone.wait()


class Witness:
    """An upstream script that begins as told and notes when the gateway leaves it."""

    def __init__(self, begun: bytes) -> None:
        self._begun = begun
        self.arrived = asyncio.Event()
        self.gone = asyncio.Event()

    async def __call__(self, exchange: Exchange) -> None:
        await exchange.send(self._begun)
        self.arrived.set()
        await exchange.gone()
        self.gone.set()


@pytest.mark.parametrize(
    "begun",
    [b"", EVENTS, EVENTS + chunk(b"data: 1\n\n"), EVENTS + chunk(b"data: half")],
    ids=["before the head", "before the first event", "between events", "within an event"],
)
async def test_the_provider_sees_the_caller_leave_within_a_second(begun: bytes) -> None:
    witness = Witness(begun)
    async with (
        upstream(witness) as provider,
        running(settings_for(provider.url)) as gateway,
        leaving_nothing(gateway),
        calling(gateway.url) as caller,
    ):
        await caller.send(ask(stream=True))
        await witness.arrived.wait()
        await _left_within_a_second(caller, witness.gone)


async def test_the_provider_sees_an_uploading_caller_leave_within_a_second() -> None:
    witness = Witness(b"")
    head = b"POST /v1/files HTTP/1.1\r\nhost: localhost\r\ncontent-type: x/y\r\n"
    head += b"content-length: 99999\r\n\r\n"
    async with (
        upstream(witness, whole=False) as provider,
        running(settings_for(provider.url)) as gateway,
        leaving_nothing(gateway),
        calling(gateway.url) as caller,
    ):
        await caller.send(head + b"some of it")
        await witness.arrived.wait()
        await _left_within_a_second(caller, witness.gone)


async def test_the_provider_sees_a_slow_caller_leave_within_a_second() -> None:
    full, gone = asyncio.Event(), asyncio.Event()

    async def script(exchange: Exchange) -> None:
        await exchange.send(EVENTS)
        piece = chunk(b"data: %b\n\n" % (b"x" * 65536))
        while not exchange.writer.transport.is_closing():
            exchange.writer.write(piece)
            # Nothing drains for so long only where the caller's slowness has come through.
            try:
                async with asyncio.timeout(0.3):
                    await exchange.writer.drain()
            except TimeoutError:
                break
        full.set()
        await exchange.gone()
        gone.set()

    async with (
        upstream(script) as provider,
        running(settings_for(provider.url)) as gateway,
        leaving_nothing(gateway),
        calling(gateway.url, receive_buffer=4096) as caller,
    ):
        await caller.send(ask(stream=True))
        async with asyncio.timeout(PATIENCE):
            await full.wait()
        await _left_within_a_second(caller, gone)
