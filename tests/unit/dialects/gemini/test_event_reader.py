"""A streamed answer, read into events."""

import json

import pytest

from ai_gateway.core.errors import ProviderDied, ProviderMisbehaved
from ai_gateway.dialects.gemini.event_reader import GeminiEvents
from ai_gateway.dialects.neutral.content import (
    Citation,
    Image,
    RedactedThinking,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.event import (
    ArgumentsGrew,
    Cited,
    Ended,
    Event,
    Failed,
    Metered,
    PartEnded,
    PartStarted,
    Signed,
    Started,
    Stopped,
    TextGrew,
)
from ai_gateway.dialects.neutral.reply import TokenLogprob
from ai_gateway.dialects.neutral.source import Inline
from ai_gateway.dialects.neutral.usage import Tokens


def chunk(*parts: object, **members: object) -> dict[str, object]:
    """Return one event with one candidate that has these parts and members."""
    return {"candidates": [{"content": {"parts": list(parts)}, **members}]}


def wire(*events: object) -> bytes:
    return b"".join(b"data: %b\r\n\r\n" % json.dumps(event).encode() for event in events)


def read(*events: object) -> list[Event]:
    """Return the events after the first, which says that the answer has begun."""
    reader = GeminiEvents()
    said = [*reader.feed(wire(*events)), *reader.finish()]
    assert isinstance(said[0], Started)
    return said[1:]


def test_text_is_one_part_until_the_end():
    assert read(chunk({"text": "a"}), chunk({"text": "b"}, finishReason="STOP")) == [
        PartStarted(0, 0, Text("")),
        TextGrew(0, 0, "a"),
        TextGrew(0, 0, "b"),
        PartEnded(0, 0),
        Stopped(0, "end"),
        Ended(),
    ]


def test_who_answers_is_told_first_and_what_it_costs_last():
    reader = GeminiEvents()
    first = chunk({"text": "a"}) | {"responseId": "r", "modelVersion": "m"}
    assert reader.feed(wire(first))[0] == Started("r", "m")
    usage = {"promptTokenCount": 3, "candidatesTokenCount": 1}
    reader.feed(wire(chunk(finishReason="STOP") | {"usageMetadata": usage}))
    assert reader.finish()[-2:] == [Metered(Tokens(input=3, output=1)), Ended()]


def test_thought_text_and_call_are_parts_of_their_own():
    call = {"functionCall": {"name": "f", "args": {"a": 1}, "id": "c"}, "thoughtSignature": "s"}
    assert read(
        chunk({"text": "hm", "thought": True}),
        chunk({"text": "so"}),
        chunk(call, finishReason="STOP"),
    ) == [
        PartStarted(0, 0, Thinking("", summary=True)),
        TextGrew(0, 0, "hm"),
        PartEnded(0, 0),
        PartStarted(0, 1, Text("")),
        TextGrew(0, 1, "so"),
        PartEnded(0, 1),
        PartStarted(0, 2, ToolCall("c", "f", "")),
        ArgumentsGrew(0, 2, '{"a":1}'),
        Signed(0, 2, "s"),
        PartEnded(0, 2),
        Stopped(0, "tool_calls"),
        Ended(),
    ]


def test_a_signed_thought_is_complete():
    signed = {"text": "a", "thought": True, "thoughtSignature": "s"}
    events = read(chunk(signed), chunk({"text": "b", "thought": True}, finishReason="STOP"))
    assert events[:5] == [
        PartStarted(0, 0, Thinking("", summary=True)),
        TextGrew(0, 0, "a"),
        Signed(0, 0, "gemini:s"),
        PartEnded(0, 0),
        PartStarted(0, 1, Thinking("", summary=True)),
    ]


def test_the_signature_of_a_text_follows_it_even_where_citations_come_late():
    grounding = {
        "groundingChunks": [{"web": {"uri": "https://a.example", "title": "A"}}],
        "groundingSupports": [{"segment": {"endIndex": 2}, "groundingChunkIndices": [0]}],
    }
    assert read(
        chunk({"text": "ab"}),
        chunk(
            {"text": "", "thoughtSignature": "s"}, finishReason="STOP", groundingMetadata=grounding
        ),
    )[2:] == [
        Cited(0, 0, Citation("web", url="https://a.example", title="A", text_start=0, text_end=2)),
        PartEnded(0, 0),
        PartStarted(0, 1, RedactedThinking("gemini:s")),
        PartEnded(0, 1),
        Stopped(0, "end"),
        Ended(),
    ]


def test_no_signature_takes_the_place_of_another():
    signed = [{"text": "", "thoughtSignature": name} for name in ("r", "s")]
    events = read(chunk({"text": "a"}, *signed), chunk({"text": "b"}, finishReason="STOP"))
    assert [event.part for event in events if isinstance(event, PartStarted)] == [
        Text(""),
        RedactedThinking("gemini:r"),
        RedactedThinking("gemini:s"),
        Text(""),
    ]


def test_a_picture_comes_whole():
    picture = {"inlineData": {"mimeType": "image/png", "data": "aGk="}}
    assert read(chunk(picture, finishReason="STOP"))[:2] == [
        PartStarted(0, 0, Image(Inline("aGk=", "image/png"))),
        PartEnded(0, 0),
    ]


def test_log_probabilities_come_with_the_text():
    logprobs = {"chosenCandidates": [{"token": "a", "logProbability": -0.5}]}
    events = read(chunk({"text": "a"}, finishReason="STOP", logprobsResult=logprobs))
    assert events[1] == TextGrew(0, 0, "a", (TokenLogprob("a", -0.5),))


def test_answers_grow_side_by_side():
    events = read(
        chunk({"text": "a"}),
        chunk({"text": "b"}, index=1),
        chunk(finishReason="STOP"),
        chunk(finishReason="MAX_TOKENS", index=1),
    )
    assert [event for event in events if isinstance(event, Stopped)] == [
        Stopped(0, "end"),
        Stopped(1, "length"),
    ]


def test_a_blocked_question_is_an_answer_that_was_filtered():
    assert read({"promptFeedback": {"blockReason": "SAFETY"}}) == [
        Stopped(0, "content_filter"),
        Ended(),
    ]


@pytest.mark.parametrize("before", [(), (chunk({"text": "a"}),)])
def test_an_error_in_the_stream_ends_it(before: tuple[object, ...]):
    reader = GeminiEvents()
    error = {"error": {"code": 503, "message": "Overloaded.", "status": "UNAVAILABLE"}}
    events = reader.feed(wire(*before, error, chunk({"text": "late"})))
    assert events[-1] == Failed(503, "Overloaded.")
    assert reader.feed(wire(chunk({"text": "later"}))) == []
    assert reader.finish() == []


def test_an_answer_that_failed_is_an_error_in_the_stream():
    events = GeminiEvents().feed(wire(chunk(finishReason="MALFORMED_FUNCTION_CALL")))
    assert isinstance(events[-1], Failed)
    assert events[-1].status == 502


@pytest.mark.parametrize("events", [(), (chunk({"text": "a"}),)])
def test_a_stream_without_its_end_died(events: tuple[object, ...]):
    reader = GeminiEvents()
    reader.feed(wire(*events))
    with pytest.raises(ProviderDied):
        reader.finish()


def test_what_is_no_answer_is_not_passed_over():
    with pytest.raises(ProviderMisbehaved):
        GeminiEvents().feed(b"data: [DONE]\n\n")
