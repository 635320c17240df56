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

MODELS = (
    "gpt-5-mini@chunks=500;slow=5",
    "gpt-5-mini@hang-after=3",
    "gpt-5-mini@first-byte=30000",
    "gpt-5-mini@megabytes=2",
    "gpt-5-mini@hang",
)
BRISK = {"edge": {"max_calls": 2 * AT_ONCE, "comment_interval": 0.01}}


async def _open_and_leave(gateway: Gateway, chance: random.Random) -> None:
    request = ask(chance.choice(MODELS), stream=True)
    async with calling(gateway.url) as caller:
        kept_back = chance.choice((0, 0, 0, 1, 40, len(request) - 5))
        await caller.send(request[: len(request) - kept_back])
        # Leave after some of what comes, or after some turns of the loop where nothing does.
        for _ in range(chance.randrange(6)):
            try:
                async with asyncio.timeout(chance.choice((0, 0.01, 0.1))):
                    await caller.reader.read(chance.choice((1, 500, 70_000)))
            except TimeoutError:
                continue


async def test_a_thousand_abandoned_streams_leave_nothing_behind() -> None:
    chance = random.Random(2)
    async with Simulator() as simulator, running(settings_for(simulator.url, **BRISK)) as gateway:
        async with leaving_nothing(gateway):
            for _ in range(STREAMS // AT_ONCE):
                async with asyncio.TaskGroup() as callers:
                    for _ in range(AT_ONCE):
                        callers.create_task(_open_and_leave(gateway, chance))
        async with asyncio.timeout(1):
            await simulator.wait_until(lambda: simulator.open_calls == 0)
        assert simulator.cancelled_calls > STREAMS // 10


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
    head = (
        b"POST /v1/files HTTP/1.1\r\nhost: g\r\ncontent-type: x/y\r\ncontent-length: 99999\r\n\r\n"
    )
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
