"""A provider's stream, from its first chunk to its end."""

import pytest

from ai_gateway.core.errors import ProviderDied, ProviderMisbehaved
from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.event import (
    Ended,
    Event,
    Failed,
    Metered,
    PartEnded,
    PartStarted,
    Started,
    Stopped,
    TextGrew,
)
from ai_gateway.dialects.neutral.usage import Tokens
from ai_gateway.dialects.openai_chat.event_reader import ChatEventReader

DONE = b"data: [DONE]\n\n"


def chunk(members: str) -> bytes:
    return f'data: {{"id":"c1","created":5,"model":"m",{members}}}\n\n'.encode()


def delta(text: str, index: int = 0) -> bytes:
    return chunk(f'"choices":[{{"index":{index},"delta":{{"content":"{text}"}}}}]')


def stop(index: int = 0) -> bytes:
    return chunk(f'"choices":[{{"index":{index},"delta":{{}},"finish_reason":"stop"}}]')


def read(*pieces: bytes) -> list[Event]:
    reader = ChatEventReader()
    events = [event for piece in pieces for event in reader.feed(piece)]
    return [*events, *reader.finish()]


BEGUN = Started("c1", "m", 5)


def test_a_stream_is_read_from_its_beginning_to_its_end() -> None:
    usage = chunk('"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1}')
    assert read(delta("a"), stop(), usage, DONE) == [
        BEGUN,
        PartStarted(0, 0, Text("")),
        TextGrew(0, 0, "a"),
        PartEnded(0, 0),
        Stopped(0, "end"),
        Metered(Tokens(input=3, output=1)),
        Ended(),
    ]


def test_several_answers_take_turns() -> None:
    events = read(delta("a"), delta("b", 1), delta("c"), stop(1), stop(), DONE)
    grown = [event for event in events if isinstance(event, TextGrew)]
    assert grown == [TextGrew(0, 0, "a"), TextGrew(1, 0, "b"), TextGrew(0, 0, "c")]
    assert [event.answer for event in events if isinstance(event, Stopped)] == [1, 0]


def test_azures_verdict_on_the_question_is_no_beginning() -> None:
    first = b'data: {"choices":[],"created":0,"id":"","model":"","prompt_filter_results":[]}\n\n'
    assert read(first, delta("a"), stop(), DONE)[0] == BEGUN


def test_groq_reports_usage_in_a_place_of_its_own() -> None:
    groq = chunk('"choices":[],"x_groq":{"usage":{"prompt_tokens":3,"completion_tokens":1}}')
    assert Metered(Tokens(input=3, output=1)) in read(stop(), groq, DONE)


def test_an_end_without_its_mark_will_do_where_every_answer_has_stopped() -> None:
    assert read(delta("a"), stop())[-1] == Ended()


def test_an_end_without_a_reason_is_taken_at_its_word() -> None:
    assert read(delta("a"), DONE)[-3:] == [PartEnded(0, 0), Stopped(0, "end"), Ended()]


def test_nothing_follows_the_end() -> None:
    assert read(stop(), DONE, delta("b"), DONE)[-1:] == [Ended()]
    assert read(stop(), DONE, delta("b")).count(Ended()) == 1


def test_a_last_line_that_is_open_counts() -> None:
    assert read(stop(), b"data: [DONE]") == [BEGUN, Stopped(0, "end"), Ended()]


@pytest.mark.parametrize("body", [b"", delta("a"), stop() + delta("a", 1), b": hello\n\n"])
def test_a_stream_that_ends_too_early_died(body: bytes) -> None:
    reader = ChatEventReader()
    reader.feed(body)
    with pytest.raises(ProviderDied, match=r"\[DONE\] or a finish_reason"):
        reader.finish()


@pytest.mark.parametrize(
    "event",
    [
        b'data: {"error":{"message":"boom","code":503}}\n\n',
        b'event: error\ndata: {"message":"boom","code":503}\n\n',
        chunk('"error":{"message":"boom","code":503},"choices":[{"finish_reason":"error"}]'),
    ],
)
def test_the_providers_own_error_is_the_end(event: bytes) -> None:
    assert read(delta("a"), event, delta("b"))[3:] == [Failed(503, "boom")]


@pytest.mark.parametrize("event", [b"data: {\n\n", b"data: []\n\n", b'data: {"choices":1}\n\n'])
def test_what_is_no_chunk_is_the_providers_fault(event: bytes) -> None:
    with pytest.raises(ProviderMisbehaved, match="no chunk of a chat completion"):
        read(event)


def test_an_end_without_a_beginning_is_the_providers_fault() -> None:
    with pytest.raises(ProviderMisbehaved, match="without a single chunk"):
        read(DONE)


def test_an_error_that_is_null_is_none() -> None:
    assert read(chunk('"error":null,"choices":[{"finish_reason":"stop"}]'), DONE)[-1] == Ended()
