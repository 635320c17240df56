"""Answers pass byte for byte, their usage is read on the way, and closing always closes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.core.body import ByteStream
from ai_gateway.core.errors import ProviderDied, ProviderMisbehaved, ProviderTimeout
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.builtin import DIALECTS
from ai_gateway.dialects.contract import StreamReader
from ai_gateway.providers.relay import ByteRelay, EventRelay, ReportedUsage, UnreadEvents
from ai_gateway.transport.errors import (
    ConnectionDied,
    IdleTimeout,
    ProtocolViolation,
    TransportError,
)
from tests.unit.providers.wire import body_of

pytestmark = pytest.mark.anyio

# The type checker proves that a stream of events nobody knows is read like any other.
READERS: tuple[type[StreamReader], ...] = (UnreadEvents,)

OPENAI = DIALECTS["openai-chat"]
CHUNK = b'data: {"choices":[{"delta":{"content":"Hi"}}]}\n\n'
USAGE = b'data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5}}\n\n'
DONE = b"data: [DONE]\n\n"
COUNTED = Usage(input_tokens=3, output_tokens=5)
ANSWER = b'{"id":"c","usage":{"prompt_tokens":3,"completion_tokens":5}}'


def events(*pieces: bytes, error: TransportError | None = None) -> EventRelay:
    return EventRelay(body_of(*pieces, error=error)[0], OPENAI.stream_reader(), "openai")


def plain(*pieces: bytes, read: bool = True, error: TransportError | None = None) -> ByteRelay:
    return ByteRelay(body_of(*pieces, error=error)[0], OPENAI if read else None, "openai")


async def all_of(body: ByteStream) -> list[bytes]:
    return [piece async for piece in body]


def drained(body: ByteStream) -> list[bytes]:
    """Read a body whose pieces are all there: none of its steps has to wait."""
    pieces: list[bytes] = []
    while True:
        try:
            body.__anext__().__await__().send(None)
        except StopIteration as piece:
            pieces.append(piece.value)
        except StopAsyncIteration:
            return pieces


def cut(whole: bytes, places: set[int]) -> list[bytes]:
    """Return `whole` cut at `places`, without empty pieces."""
    ends = sorted({0, len(whole), *(place % len(whole) for place in places)})
    return [whole[start:end] for start, end in pairwise(ends)]


PLACES = st.sets(st.integers(min_value=0, max_value=10_000), max_size=40)


class TestEventRelay:
    """Whole events, and an end that the dialect knows."""

    async def test_a_piece_is_passed_on_as_soon_as_its_events_are_whole(self):
        relay = events(CHUNK + CHUNK[:10], CHUNK[10:], USAGE[:-1], USAGE[-1:] + DONE)
        assert await all_of(relay) == [CHUNK, CHUNK, USAGE + DONE]
        assert relay.usage == COUNTED

    async def test_a_last_event_without_its_empty_line_is_passed_on(self):
        assert await all_of(events(CHUNK, DONE[:-1])) == [CHUNK, DONE[:-1]]

    async def test_usage_is_known_as_soon_as_it_was_reported(self):
        relay = events(USAGE, CHUNK, error=ConnectionDied("x", answered=True))
        assert relay.usage is None
        await anext(relay)
        assert relay.usage == COUNTED

    async def test_it_knows_what_was_written_and_whether_more_is_to_be_reported(self):
        relay = events(CHUNK, USAGE, DONE)
        await anext(relay)
        assert (relay.written, relay.final) == (2, False)
        assert await all_of(relay)
        assert relay.final

    async def test_a_stream_that_ends_before_its_end_is_no_clean_end(self):
        relay = events(CHUNK)
        assert await anext(relay) == CHUNK
        # However often it is asked.
        for _ in range(2):
            with pytest.raises(ProviderDied, match=r"expected \[DONE\]"):
                await anext(relay)

    async def test_a_stream_that_dies_passes_on_no_unfinished_event(self):
        relay = events(CHUNK, USAGE[:20], error=IdleTimeout("x"))
        assert await anext(relay) == CHUNK
        with pytest.raises(ProviderTimeout, match="openai fell silent") as died:
            await anext(relay)
        assert died.value.provider == "openai"

    @pytest.mark.parametrize("last", [DONE, DONE[:-1]])
    async def test_it_stays_at_its_end(self, last: bytes):
        relay = events(last)
        assert await all_of(relay) == [last]
        with pytest.raises(StopAsyncIteration):
            await anext(relay)

    async def test_events_that_nobody_knows_end_where_the_body_ends(self):
        body, _ = body_of(b"event: x\n", b"data: 1\n\n", b"data")
        relay = EventRelay(body, UnreadEvents(), "openai")
        assert await all_of(relay) == [b"event: x\ndata: 1\n\n", b"data"]
        assert relay.usage is None

    @given(PLACES)
    def test_bytes_in_are_bytes_out_in_whole_events_however_they_are_cut(self, places: set[int]):
        whole = CHUNK * 3 + b": comment\r\n\r\n" + USAGE + DONE
        relay = events(*cut(whole, places))
        passed = drained(relay)
        assert b"".join(passed) == whole
        # An event is whole at the second \r; the \n that may follow it is no line of its own.
        assert all(piece.endswith((b"\n\n", b"\r\n\r\n", b"\r\n\r")) for piece in passed)
        assert relay.usage == COUNTED


class TestByteRelay:
    """Pieces as they came, and the usage of a JSON answer once it is whole."""

    async def test_pieces_pass_as_they_came(self):
        relay = plain(ANSWER[:7], ANSWER[7:])
        assert await all_of(relay) == [ANSWER[:7], ANSWER[7:]]
        assert relay.usage == COUNTED

    @given(st.binary(min_size=1), PLACES, st.booleans())
    def test_bytes_in_are_bytes_out_however_they_are_cut(
        self, whole: bytes, places: set[int], read: bool
    ):
        pieces = cut(whole, places)
        assert drained(plain(*pieces, read=read)) == pieces

    async def test_before_the_answer_is_whole_its_usage_is_unknown(self):
        relay = plain(ANSWER[:7], ANSWER[7:])
        assert relay.usage is None
        await anext(relay)
        assert relay.usage is None

    async def test_without_a_dialect_nothing_is_read(self):
        relay = plain(ANSWER, read=False)
        await all_of(relay)
        assert relay.usage is None

    async def test_an_answer_that_is_too_large_to_be_read_passes_all_the_same(self):
        large = [b" " * 600_000, b" " * 600_000, ANSWER]
        relay = plain(*large)
        assert await all_of(relay) == large
        assert relay.usage is None

    async def test_the_usage_of_a_large_answer_with_pictures_is_read(self):
        picture = b"A" * (3 * 1024 * 1024)
        whole = (
            b'{"data":[{"b64_json":"'
            + picture
            + b'"}],"usage":{"input_tokens":3,"output_tokens":5}}'
        )
        relay = plain(*(whole[at : at + 65_536] for at in range(0, len(whole), 65_536)))
        assert b"".join([piece async for piece in relay]) == whole
        assert relay.usage == COUNTED

    async def test_a_large_answer_of_anything_else_is_not_held(self):
        whole = b'{"text":"' + b"a b " * (1024 * 1024) + b'","usage":{"input_tokens":3}}'
        relay = plain(*(whole[at : at + 65_536] for at in range(0, len(whole), 65_536)))
        assert b"".join([piece async for piece in relay]) == whole
        assert relay.usage is None

    async def test_what_cuts_it_short_is_raised_in_the_gateways_words(self):
        relay = plain(b"a", error=ProtocolViolation("x"))
        assert await anext(relay) == b"a"
        with pytest.raises(ProviderMisbehaved, match="openai did not answer in HTTP"):
            await anext(relay)


@pytest.mark.parametrize("reads", [0, 1, 2])
@pytest.mark.parametrize("error", [None, ConnectionDied("x", answered=True)])
@pytest.mark.parametrize("kind", ["events", "bytes"])
async def test_closing_gives_the_connection_back_wherever_the_answer_is(
    kind: str, error: TransportError | None, reads: int
):
    body, source = body_of(DONE, error=error)
    relay = (
        EventRelay(body, OPENAI.stream_reader(), "openai")
        if kind == "events"
        else ByteRelay(body, None, "openai")
    )
    for _ in range(reads):
        try:
            await anext(relay)
        except (StopAsyncIteration, ProviderDied):
            break
    await relay.aclose()
    await relay.aclose()
    assert source.abandoned


def test_the_usage_of_a_whole_answer_is_what_was_read():
    assert ReportedUsage(COUNTED).usage is COUNTED
    assert ReportedUsage(None).usage is None
