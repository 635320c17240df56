"""A gateway that is told to stop cuts nobody, unless it is told twice."""

import asyncio
import json
import signal
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from tests.integration.robustness.callers import PATIENCE, Caller, ask, calling, get
from tests.integration.robustness.processes import GatewayProcess, gateway_process
from tests.integration.robustness.upstreams import DONE, EVENTS, Exchange, chunk, sized, upstream

pytestmark = pytest.mark.anyio

FIRST = b'data: {"choices":[]}\n\n'
STREAMS = 200


class Held:
    """An upstream script: streams that go on when they are released, and plain answers."""

    def __init__(self) -> None:
        self.released = asyncio.Event()

    async def __call__(self, exchange: Exchange) -> None:
        if b'"stream":true' not in exchange.body:
            await exchange.send(sized(b"{}"))
            return
        await exchange.send(EVENTS + chunk(FIRST))
        await self.released.wait()
        await exchange.send(chunk(FIRST) + chunk(DONE) + b"0\r\n\r\n")


@asynccontextmanager
async def _streaming(url: str, count: int) -> AsyncGenerator[list[Caller], None]:
    """Open `count` streams and read the first event of each."""
    async with AsyncExitStack() as stack:
        callers = [await stack.enter_async_context(calling(url)) for _ in range(count)]
        for caller in callers:
            await caller.send(ask(stream=True))
        for caller in callers:
            await caller.head()
            assert await caller.piece() == FIRST
        yield callers


async def _whole(caller: Caller) -> bytes:
    rest = bytearray()
    async with asyncio.timeout(PATIENCE):
        while piece := await caller.piece():
            rest += piece
    return bytes(rest)


async def _not_ready(caller: Caller) -> None:
    """Wait until readiness fails; each look is answered at once."""
    async with asyncio.timeout(PATIENCE):
        while True:
            await caller.send(get(b"/ready"))
            if (await caller.answer()).status == 503:
                return


async def _refused(gateway: GatewayProcess) -> None:
    with pytest.raises(ConnectionRefusedError):
        async with calling(gateway.url):
            pass


async def test_sigterm_under_open_streams_cuts_none(tmp_path: Path) -> None:
    held = Held()
    async with (
        upstream(held) as provider,
        gateway_process(tmp_path, provider.url, drain_grace=3, drain_timeout=60) as gateway,
        calling(gateway.url) as idle,
        calling(gateway.url) as probe,
        _streaming(gateway.url, STREAMS) as streams,
    ):
        await idle.send(get(b"/health"))
        await idle.answer()
        gateway.signal(signal.SIGTERM)
        await _not_ready(probe)
        # The grace: whoever has not heard of it yet is served, on connections old and new.
        async with calling(gateway.url) as late:
            await late.send(ask())
            answer = await late.answer()
        assert (answer.status, answer.fields[b"connection"]) == (200, b"close")
        # Its end: idle connections are closed with the listener.
        assert await idle.rest() == b""
        await _refused(gateway)
        held.released.set()
        for stream in streams:
            assert await _whole(stream) == FIRST + DONE
        assert await gateway.exit_code() == 0


async def test_sigint_skips_the_grace(tmp_path: Path) -> None:
    held = Held()
    async with (
        upstream(held) as provider,
        gateway_process(tmp_path, provider.url, drain_grace=600, drain_timeout=60) as gateway,
        calling(gateway.url) as idle,
        _streaming(gateway.url, 2) as streams,
    ):
        gateway.signal(signal.SIGINT)
        assert await idle.rest() == b""
        await _refused(gateway)
        held.released.set()
        for stream in streams:
            assert await _whole(stream) == FIRST + DONE
        assert await gateway.exit_code() == 0


def _says_that_it_stops(rest: bytes) -> bool:
    error = json.loads(rest.removeprefix(b"data: "))["error"]
    return error["code"] == "overloaded" and "shutting down" in error["message"]


async def test_a_stream_that_outlasts_the_drain_is_told_so(tmp_path: Path) -> None:
    async with (
        upstream(Held()) as provider,
        gateway_process(tmp_path, provider.url, drain_grace=0, drain_timeout=1) as gateway,
        _streaming(gateway.url, 2) as streams,
    ):
        gateway.signal(signal.SIGTERM)
        for stream in streams:
            assert _says_that_it_stops(await _whole(stream))
        assert await gateway.exit_code() == 0


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
async def test_a_second_signal_cuts(tmp_path: Path, second: signal.Signals) -> None:
    async with (
        upstream(Held()) as provider,
        gateway_process(tmp_path, provider.url, drain_grace=600, drain_timeout=600) as gateway,
        calling(gateway.url) as probe,
        _streaming(gateway.url, 2) as streams,
    ):
        gateway.signal(signal.SIGTERM)
        await _not_ready(probe)
        gateway.signal(second)
        for stream in streams:
            assert _says_that_it_stops(await _whole(stream))
        assert await gateway.exit_code() == 0


async def test_a_caller_that_reads_nothing_does_not_keep_the_process(tmp_path: Path) -> None:
    async def endless(exchange: Exchange) -> None:
        await exchange.send(EVENTS)
        while not exchange.writer.is_closing():
            await exchange.send(chunk(b"data: %b\n\n" % (b"x" * 65536)))

    async with (
        upstream(endless) as provider,
        gateway_process(tmp_path, provider.url, drain_grace=0, drain_timeout=0) as gateway,
        calling(gateway.url, receive_buffer=4096) as caller,
    ):
        await caller.send(ask(stream=True))
        await caller.head()
        gateway.signal(signal.SIGTERM)
        assert await gateway.exit_code() == 0
