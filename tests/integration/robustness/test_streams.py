"""Streams that fall silent, stall, die or take too long."""

import asyncio
import json
from contextlib import aclosing

import pytest

from ai_gateway.background.supervisor import Supervisor
from ai_gateway.core.errors import GatewayError
from ai_gateway.edge.stream import COMMENT, EventSender
from ai_gateway.simulator.server import Simulator
from tests.integration.gateways import running, settings_for
from tests.integration.robustness.callers import PATIENCE, Answer, Caller, ask, calling, post
from tests.integration.robustness.residue import leaving_nothing, settled
from tests.integration.robustness.upstreams import (
    DONE,
    EVENTS,
    Exchange,
    Script,
    chunk,
    full_listener,
    upstream,
)

pytestmark = pytest.mark.anyio

END = chunk(DONE) + b"0\r\n\r\n"
TALKATIVE = {"comment_interval": 0.02}


async def _answered(script: Script, request: bytes, **timeouts: float) -> Answer:
    """Return what a caller gets from a gateway with such timeouts, which must leave nothing."""
    async with (
        upstream(script) as provider,
        running(settings_for(provider.url, transport=timeouts)) as gateway,
        leaving_nothing(gateway),
        calling(gateway.url) as caller,
    ):
        await caller.send(request)
        return await caller.answer()


def _last_error(body: bytes) -> str:
    """Return the code of the error event that ends `body`, which has to stand on its own."""
    *_, event, nothing = body.split(b"\n\n")
    assert nothing == b""
    return json.loads(event.removeprefix(b"data: "))["error"]["code"]


async def _comments(caller: Caller, count: int) -> None:
    for _ in range(count):
        assert await caller.piece() == COMMENT


async def test_comments_fill_silence_and_never_stand_within_an_event() -> None:
    steps: asyncio.Queue[bytes] = asyncio.Queue()

    async def script(exchange: Exchange) -> None:
        await exchange.send(EVENTS)
        while (step := await steps.get()) != DONE:
            await exchange.send(chunk(step))
        await exchange.send(END)

    async with (
        upstream(script) as provider,
        running(settings_for(provider.url, edge=TALKATIVE)) as gateway,
        leaving_nothing(gateway),
        calling(gateway.url) as caller,
        asyncio.timeout(PATIENCE),
    ):
        await caller.send(ask(stream=True))
        await caller.head()
        await _comments(caller, 3)
        # The provider stalls at every point of an event; what comes is comments, then all of it.
        event = b"event: a\r\ndata: 1\r\ndata: 2\r\n\r\n"
        for at in (1, 8, 10, 18, 19, 28):
            steps.put_nowait(event[:at])
            await _comments(caller, 2)
            steps.put_nowait(event[at:])
            while (piece := await caller.piece()) == COMMENT:
                pass
            assert piece == event
        steps.put_nowait(DONE)
        while (piece := await caller.piece()) == COMMENT:
            pass
        assert piece == DONE
        assert await caller.piece() == b""


async def test_comments_change_nothing_of_what_a_stream_says() -> None:
    slow = ask("gpt-5-mini@chunks=5;slow=60", stream=True)
    bodies: list[bytes] = []
    for interval in (0.01, 60):
        edge = {"comment_interval": interval}
        async with (
            Simulator() as simulator,
            running(settings_for(simulator.url, edge=edge)) as gateway,
            calling(gateway.url) as caller,
        ):
            await caller.send(slow)
            bodies.append((await caller.answer()).body)
    assert COMMENT in bodies[0]
    assert bodies[0].replace(COMMENT, b"") == bodies[1]


class Silent:
    """A body that never brings anything."""

    def __init__(self) -> None:
        self.ended = asyncio.Event()

    def __aiter__(self) -> "Silent":
        return self

    async def __anext__(self) -> bytes:
        await self.ended.wait()
        raise StopAsyncIteration

    async def aclose(self) -> None: ...


def _render(error: GatewayError) -> bytes:
    return error.code.encode()


async def test_comments_do_not_pile_up_before_a_caller_that_reads_nothing() -> None:
    reads, body, supervisor = asyncio.Event(), Silent(), Supervisor()
    sent: list[object] = []

    async def send(message: object) -> None:
        await reads.wait()
        sent.append(message)

    loop, interval = asyncio.get_running_loop(), 0.01
    async with aclosing(supervisor):
        sender = EventSender(send, _render, supervisor, interval)
        stream = supervisor.spawn(sender.run(body), "stream")
        begun = loop.time()
        await settled(lambda: loop.time() > begun + 20 * interval)
        waiting = len(supervisor) - 1
        reads.set()
        body.ended.set()
        await stream
    assert waiting == 1


async def _never(exchange: Exchange) -> None:
    await exchange.gone()


async def _stalls_within_an_event(exchange: Exchange) -> None:
    await exchange.send(EVENTS + chunk(b"data: 1\n\ndata: ha"))
    await exchange.gone()


async def _drips(exchange: Exchange) -> None:
    await exchange.send(EVENTS)
    while not exchange.writer.is_closing():
        await exchange.send(chunk(b"data: drip\n\n"))
        await asyncio.sleep(0.01)  # the pace of a stream that has no end


async def _dies_within_an_event(exchange: Exchange) -> None:
    await exchange.send(EVENTS + chunk(b"data: 1\n\ndata: ha"))
    exchange.writer.close()


async def _ends_within_an_event(exchange: Exchange) -> None:
    await exchange.send(EVENTS + chunk(b"data: 1\n\ndata: ha") + b"0\r\n\r\n")


async def _turns_to_garbage(exchange: Exchange) -> None:
    await exchange.send(EVENTS + chunk(b"data: 1\n\ndata: ha") + b"zz\r\n")


@pytest.mark.parametrize("stream", [False, True])
async def test_a_provider_that_does_not_begin_in_time_is_a_504(stream: bool) -> None:
    answer = await _answered(_never, ask(stream=stream), first_byte_timeout=0.1)
    assert answer.status == 504
    assert json.loads(answer.body)["error"]["code"] == "provider_timeout"


@pytest.mark.parametrize(
    ("script", "code", "timeouts"),
    [
        (_stalls_within_an_event, "provider_timeout", {"idle_timeout": 0.1}),
        (_drips, "provider_timeout", {"total_timeout": 0.3}),
        (_dies_within_an_event, "provider_died", {}),
        (_ends_within_an_event, "provider_died", {}),
        (_turns_to_garbage, "provider_misbehaved", {}),
    ],
)
async def test_a_broken_stream_ends_with_an_error_event_of_its_own(
    script: Script, code: str, timeouts: dict[str, float]
) -> None:
    answer = await _answered(script, ask(stream=True), **timeouts)
    assert answer.status == 200
    assert answer.body.startswith((b"data: 1\n\n", b"data: drip\n\n"))
    assert _last_error(answer.body) == code


async def test_a_broken_stream_of_anthropics_ends_with_its_own_error_event() -> None:
    body = b'{"model":"claude-sonnet-4-5","stream":true,"max_tokens":1,"messages":[]}'
    request = post(body, path=b"/v1/messages")
    answer = await _answered(_dies_within_an_event, request)
    assert b"ha" not in answer.body
    *_, event, nothing = answer.body.split(b"\n\n")
    assert (event.partition(b"\n")[0], nothing) == (b"event: error", b"")


async def test_a_download_that_dies_is_not_shown_as_whole() -> None:
    async def script(exchange: Exchange) -> None:
        head = b"HTTP/1.1 200 OK\r\ncontent-type: x/y\r\ntransfer-encoding: chunked\r\n\r\n"
        await exchange.send(head + chunk(b"half"))
        exchange.writer.close()

    async with (
        upstream(script) as provider,
        running(settings_for(provider.url)) as gateway,
        leaving_nothing(gateway),
        calling(gateway.url) as caller,
    ):
        await caller.send(post(b"x", path=b"/v1/audio/speech", media=b"x/y"))
        await caller.head()
        assert await caller.rest() in (b"", chunk(b"half"))


async def test_a_provider_that_accepts_no_connection_in_time_is_a_502() -> None:
    # A listener whose queue is full takes no further connection, and does not refuse it either.
    with full_listener() as url:
        async with (
            running(settings_for(url, transport={"connect_timeout": 0.2})) as gateway,
            leaving_nothing(gateway),
            calling(gateway.url) as caller,
        ):
            await caller.send(ask())
            answer = await caller.answer()
    assert answer.status == 502
    assert json.loads(answer.body)["error"]["code"] == "provider_unreachable"
