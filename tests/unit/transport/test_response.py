"""A body for one reader, fed without a socket."""

import asyncio

import pytest

from ai_gateway.transport.errors import BodyTooLarge, ConnectionDied, IdleTimeout
from ai_gateway.transport.response import HIGH_WATER, LOW_WATER, Response, ResponseBody

pytestmark = pytest.mark.anyio


class FakeSource:
    """Counts what a body asks of its connection."""

    def __init__(self) -> None:
        self.resumed = 0
        self.abandoned = 0

    def resume(self, body: ResponseBody) -> None:
        self.resumed += 1

    def abandon(self, body: ResponseBody) -> None:
        self.abandoned += 1


@pytest.fixture
def source() -> FakeSource:
    return FakeSource()


@pytest.fixture
def body(source: FakeSource) -> ResponseBody:
    return ResponseBody(source)


async def test_pieces_come_as_they_were_fed_and_then_the_end(body: ResponseBody) -> None:
    for piece in (b"a", b"bc"):
        assert not body.feed(piece)
    body.end()
    assert [piece async for piece in body] == [b"a", b"bc"]
    with pytest.raises(StopAsyncIteration):
        await anext(body)


async def test_an_error_comes_after_the_pieces_before_it_every_time(body: ResponseBody) -> None:
    body.feed(b"a")
    body.fail(IdleTimeout("silent"))
    assert await anext(body) == b"a"
    for _ in range(2):
        with pytest.raises(IdleTimeout):
            await anext(body)
    with pytest.raises(IdleTimeout):
        await body.read(10)


async def test_a_waiting_reader_is_woken(body: ResponseBody) -> None:
    reading = asyncio.ensure_future(anext(body))
    await asyncio.sleep(0)
    body.feed(b"a")
    body.feed(b"b")
    assert await reading == b"a"


async def test_a_full_body_pauses_and_resumes_when_it_is_nearly_read(
    body: ResponseBody, source: FakeSource
) -> None:
    piece = b"x" * LOW_WATER
    pauses = [body.feed(piece) for _ in range(HIGH_WATER // LOW_WATER + 1)]
    assert pauses == [False] * (HIGH_WATER // LOW_WATER) + [True]
    for _ in range(HIGH_WATER // LOW_WATER - 1):
        await anext(body)
        assert source.resumed == 0
    await anext(body)
    assert source.resumed == 1


async def test_a_reader_of_the_whole_is_woken_once(body: ResponseBody, source: FakeSource) -> None:
    for _ in range(5):
        body.feed(b"x" * LOW_WATER)
    reading = asyncio.ensure_future(body.read(1_000_000))
    await asyncio.sleep(0)
    assert source.resumed == 1
    waiter = body._waiter
    assert waiter is not None
    assert not body.feed(b"x" * HIGH_WATER)
    assert not waiter.done()
    body.end()
    assert len(await reading) == 5 * LOW_WATER + HIGH_WATER
    assert await body.read(0) == b""


async def test_a_whole_that_is_too_large_is_closed(body: ResponseBody, source: FakeSource) -> None:
    reading = asyncio.ensure_future(body.read(3))
    await asyncio.sleep(0)
    body.feed(b"1234")
    with pytest.raises(BodyTooLarge, match="3 bytes"):
        await reading
    assert source.abandoned == 1


async def test_closing_is_idempotent_and_no_clean_end(
    body: ResponseBody, source: FakeSource
) -> None:
    body.feed(b"a")
    await body.aclose()
    await body.aclose()
    with pytest.raises(ConnectionDied, match="closed before its end"):
        await anext(body)


async def test_a_cancelled_read_closes(body: ResponseBody, source: FakeSource) -> None:
    reading = asyncio.ensure_future(anext(body))
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert source.abandoned == 1


async def test_two_readers_are_a_mistake(body: ResponseBody) -> None:
    reading = asyncio.ensure_future(anext(body))
    await asyncio.sleep(0)
    with pytest.raises(RuntimeError, match="one reader"):
        await anext(body)
    body.end()
    with pytest.raises(StopAsyncIteration):
        await reading


async def test_the_head_is_waited_for(body: ResponseBody) -> None:
    waiting = asyncio.ensure_future(body.head())
    await asyncio.sleep(0)
    body.begin(200, [(b"a", b"s3cret")], 5)
    status, headers, length = await waiting
    assert (status, headers, length) == (200, [(b"a", b"s3cret")], 5)
    assert "s3cret" not in repr(Response(status, headers, length, body))
