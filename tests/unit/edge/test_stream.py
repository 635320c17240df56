"""Streams: every piece in its order, comments in silence only, an end that says how it ended."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import pytest

from ai_gateway.background.supervisor import Supervisor
from ai_gateway.core.errors import GatewayError, ProviderDied
from ai_gateway.edge.stream import COMMENT, EventSender, send_pieces, shutting_down
from tests.unit.edge.stand_ins import Pieces, Sent

pytestmark = pytest.mark.anyio

INTERVAL = 15.0


class Clock:
    """The part of an event loop that tells the time, moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0
        self._timers: list[Timer] = []
        self.beats = 0

    def time(self) -> float:
        return self.now

    def call_later(self, delay: float, callback: Callable[[], None]) -> "Timer":
        timer = Timer(self.now + delay, callback)
        self._timers.append(timer)
        return timer

    @property
    def pending(self) -> list["Timer"]:
        return [timer for timer in self._timers if not timer.over]

    def advance(self, seconds: float) -> None:
        end = self.now + seconds
        while due := [timer for timer in self.pending if timer.when <= end]:
            timer = min(due, key=lambda timer: timer.when)
            timer.over = True
            self.now = timer.when
            self.beats += 1
            assert self.beats < 1000, "the timer spins"
            timer.callback()
        self.now = end


class Timer:
    def __init__(self, when: float, callback: Callable[[], None]) -> None:
        self.when = when
        self.callback = callback
        self.over = False

    def cancel(self) -> None:
        self.over = True


class Stream:
    """One event stream that is being sent, on a clock of its own."""

    def __init__(self, body: Pieces) -> None:
        self.clock = Clock()
        self.sent = Sent()
        self.supervisor = Supervisor()
        sender = EventSender(self.sent, _rendered, self.supervisor, INTERVAL)
        sender._loop = cast("Any", self.clock)
        sender._last_sent = self.clock.now
        self.task = asyncio.create_task(sender.run(body))

    async def comments(self) -> int:
        """Return how many comments were sent, once none is on its way any more."""
        async with asyncio.timeout(5):
            while self.supervisor._tasks:
                await asyncio.wait(list(self.supervisor._tasks))
        return self.sent.pieces.count(COMMENT)

    async def ended(self) -> list[bytes]:
        await asyncio.wait_for(self.task, 5)
        assert self.sent.ended
        assert self.clock.pending == []
        return self.sent.pieces


def _rendered(error: GatewayError) -> bytes:
    return b"error: %b\n\n" % error.message.encode()


async def test_a_body_that_is_no_event_stream_is_sent_piece_by_piece():
    sent = Sent()
    await send_pieces(sent, Pieces(b"1", b"2"))
    assert (sent.pieces, sent.ended) == ([b"1", b"2"], True)


async def test_a_body_that_is_no_event_stream_never_ends_cleanly_when_it_broke():
    sent = Sent()
    with pytest.raises(ProviderDied):
        await send_pieces(sent, Pieces(b"1", ProviderDied("Gone.")))
    assert (sent.pieces, sent.ended) == ([b"1"], False)


async def test_every_event_is_sent_and_then_the_end():
    assert await Stream(Pieces(b"1\n\n", b"2\n\n")).ended() == [b"1\n\n", b"2\n\n"]


async def test_a_stream_that_breaks_ends_with_the_error():
    stream = Stream(Pieces(b"1\n\n", ProviderDied("Gone.")))
    assert await stream.ended() == [b"1\n\n", b"error: Gone.\n\n"]


async def test_an_error_before_the_first_event_is_an_event_too():
    assert await Stream(Pieces(ProviderDied("Gone."))).ended() == [b"error: Gone.\n\n"]


async def test_a_stream_that_is_cancelled_says_that_the_gateway_stops():
    body = Pieces(b"1\n\n", asyncio.Event())
    stream = Stream(body)
    await body.reached.wait()
    stream.task.cancel()
    assert await stream.ended() == [b"1\n\n", _rendered(shutting_down())]


async def test_a_stream_that_is_cancelled_while_its_caller_is_slow_says_so_too():
    stream = Stream(Pieces(b"1\n\n", b"2\n\n"))
    stream.sent.open.clear()
    await stream.sent.blocked.wait()
    stream.task.cancel()
    stream.sent.open.set()
    assert await stream.ended() == [_rendered(shutting_down())]


async def test_a_bug_in_the_body_is_raised_and_leaves_no_timer():
    stream = Stream(Pieces(b"1\n\n", ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        await stream.task
    assert (stream.sent.ended, stream.clock.pending) == (False, [])


async def test_a_silent_stream_gets_one_comment_for_each_interval():
    more = asyncio.Event()
    body = Pieces(b"1\n\n", more, b"2\n\n")
    stream = Stream(body)
    await body.reached.wait()
    stream.clock.advance(INTERVAL - 1)
    assert await stream.comments() == 0
    stream.clock.advance(1)
    assert await stream.comments() == 1
    stream.clock.advance(INTERVAL - 1)
    assert await stream.comments() == 1
    stream.clock.advance(1)
    assert await stream.comments() == 2
    more.set()
    assert await stream.ended() == [b"1\n\n", COMMENT, COMMENT, b"2\n\n"]


async def test_a_stream_that_waits_for_its_first_event_is_kept_alive():
    more = asyncio.Event()
    body = Pieces(more, b"1\n\n")
    stream = Stream(body)
    await body.reached.wait()
    stream.clock.advance(INTERVAL)
    assert await stream.comments() == 1
    more.set()
    assert await stream.ended() == [COMMENT, b"1\n\n"]


async def test_silence_is_counted_from_the_last_event():
    first, second = asyncio.Event(), asyncio.Event()
    body = Pieces(first, b"1\n\n", second)
    stream = Stream(body)
    await body.reached.wait()
    stream.clock.advance(INTERVAL - 5)
    body.reached.clear()
    first.set()
    await body.reached.wait()
    stream.clock.advance(INTERVAL - 1)
    assert await stream.comments() == 0
    stream.clock.advance(1)
    assert await stream.comments() == 1
    second.set()
    await stream.ended()


async def test_a_slow_caller_gets_no_comment_into_the_event_it_still_reads():
    stream = Stream(Pieces(b"1\n\n", b"2\n\n"))
    stream.sent.open.clear()
    await stream.sent.blocked.wait()
    stream.clock.advance(10 * INTERVAL)
    assert (len(stream.supervisor), stream.clock.beats) == (0, 10)
    stream.sent.open.set()
    assert await stream.ended() == [b"1\n\n", b"2\n\n"]


async def test_an_event_that_comes_while_a_comment_is_made_takes_its_place():
    more, never = asyncio.Event(), asyncio.Event()
    body = Pieces(more, b"1\n\n", never)
    stream = Stream(body)
    await body.reached.wait()
    stream.sent.open.clear()
    more.set()  # before the beat, so that the event is read before the comment's task runs
    stream.clock.advance(INTERVAL)
    assert len(stream.supervisor) == 1
    await stream.sent.blocked.wait()
    assert await stream.comments() == 0
    stream.sent.open.set()
    never.set()
    assert await stream.ended() == [b"1\n\n"]


async def test_a_caller_that_reads_nothing_has_at_most_one_comment_waiting():
    more = asyncio.Event()
    body = Pieces(more, b"1\n\n")
    stream = Stream(body)
    await body.reached.wait()
    stream.sent.open.clear()
    stream.clock.advance(INTERVAL)
    await stream.sent.blocked.wait()
    stream.clock.advance(10 * INTERVAL)
    assert (len(stream.supervisor), stream.clock.beats) == (1, 11)
    stream.sent.open.set()
    assert await stream.comments() == 1
    stream.clock.advance(INTERVAL)
    assert await stream.comments() == 2
    more.set()
    await stream.ended()


async def test_a_comment_that_still_waits_when_the_stream_ends_is_dropped():
    more = asyncio.Event()
    body = Pieces(more)
    stream = Stream(body)
    await body.reached.wait()
    stream.sent.open.clear()
    stream.clock.advance(INTERVAL)
    await stream.sent.blocked.wait()
    stream.sent.blocked.clear()
    more.set()
    await stream.sent.blocked.wait()
    assert await stream.comments() == 0
    stream.sent.open.set()
    assert await stream.ended() == []


def test_a_stream_that_outlasts_the_drain_may_be_asked_for_again():
    error = shutting_down()
    assert (error.status, error.retry_after, error.retryable) == (503, 1, True)
