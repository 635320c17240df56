"""Events of the wire become neutral ones, whatever a server leaves out or adds."""

from typing import Any

import msgspec
import pytest

from ai_gateway.core.errors import ProviderDied, ProviderMisbehaved
from ai_gateway.dialects.neutral.content import (
    Citation,
    RedactedThinking,
    Refusal,
    ServerToolCall,
    ServerToolResult,
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
from ai_gateway.dialects.neutral.usage import Tokens
from ai_gateway.dialects.openai_responses.event_reader import ResponseReader
from ai_gateway.dialects.openai_responses.reasoning import seal


def wire(kind: str, **members: Any) -> bytes:
    return b"event: x\ndata: %b\n\n" % msgspec.json.encode({"type": kind, **members})


BEGUN = wire("response.created", response={"id": "r", "model": "m", "created_at": 7})
STARTED = Started("r", "m", 7)
DONE = wire("response.completed", response={"id": "r", "status": "completed"})
AT = {"item_id": "i", "output_index": 0, "content_index": 0}


def events(*pieces: bytes) -> list[Event]:
    """Return what a stream of `pieces` says between its first and its last two events."""
    reader = ResponseReader()
    found = list(reader.feed(BEGUN + b"".join(pieces) + DONE))
    assert found[0] == STARTED
    assert isinstance(found[-2], Stopped)
    assert found[-1] == Ended()
    assert reader.finish() == []
    return found[1:-2]


def item(kind: str, **members: Any) -> dict[str, Any]:
    return {"output_index": 0, "item": {"type": kind, "id": "i", **members}}


def test_a_text_grows_and_is_cited():
    annotation = {
        "type": "url_citation",
        "url": "u",
        "title": "t",
        "start_index": 0,
        "end_index": 1,
    }
    assert events(
        wire("response.in_progress", response={"id": "r", "model": "m"}),
        wire("response.output_item.added", **item("message", content=[])),
        wire("response.content_part.added", **AT, part={"type": "output_text", "text": ""}),
        wire("response.output_text.delta", **AT, delta="a", logprobs=[]),
        wire("response.output_text.annotation.added", **AT, annotation=annotation),
        wire("response.output_text.done", **AT, text="a"),
        wire("response.content_part.done", **AT, part={"type": "output_text", "text": "a"}),
        wire("response.output_item.done", **item("message", content=[])),
    ) == [
        PartStarted(0, 0, Text("")),
        TextGrew(0, 0, "a"),
        Cited(0, 0, Citation("web", url="u", title="t", text_start=0, text_end=1)),
        PartEnded(0, 0),
    ]


def test_log_probabilities_come_with_their_text():
    logprobs = [{"token": "a", "logprob": -1.0, "top_logprobs": [{"token": "b", "logprob": -2.0}]}]
    found = events(wire("response.output_text.delta", **AT, delta="a", logprobs=logprobs))
    assert found[1] == TextGrew(0, 0, "a", (TokenLogprob("a", -1.0, (("b", -2.0),)),))


def test_a_text_that_nobody_announced_or_ended_is_a_part():
    assert events(wire("response.output_text.delta", **AT, delta="a")) == [
        PartStarted(0, 0, Text("")),
        TextGrew(0, 0, "a"),
        PartEnded(0, 0),
    ]


def test_a_refusal():
    assert events(
        wire("response.content_part.added", **AT, part={"type": "refusal", "refusal": ""}),
        wire("response.refusal.delta", **AT, delta="No."),
        wire("response.output_item.done", **item("message")),
    ) == [PartStarted(0, 0, Refusal("")), TextGrew(0, 0, "No."), PartEnded(0, 0)]


CALL = {"call_id": "c", "name": "f"}


def test_arguments_grow():
    assert events(
        wire("response.output_item.added", **item("function_call", **CALL, arguments="")),
        wire("response.function_call_arguments.delta", output_index=0, delta="{}"),
        wire("response.function_call_arguments.done", output_index=0, arguments="{}"),
        wire("response.output_item.done", **item("function_call", **CALL, arguments="{}")),
    ) == [PartStarted(0, 0, ToolCall("c", "f", "")), ArgumentsGrew(0, 0, "{}"), PartEnded(0, 0)]


def test_arguments_that_came_at_once_are_not_lost():
    found = events(
        wire("response.output_item.added", **item("function_call", **CALL)),
        wire("response.output_item.done", **item("function_call", **CALL, arguments="{}")),
    )
    assert found[1] == ArgumentsGrew(0, 0, "{}")


def test_a_summary_of_two_parts_is_one_thought_that_is_signed():
    summary = [{"type": "summary_text", "text": "a"}, {"type": "summary_text", "text": "b"}]
    assert events(
        wire("response.output_item.added", **item("reasoning", summary=[])),
        wire("response.reasoning_summary_text.delta", **AT, summary_index=0, delta="a"),
        wire("response.reasoning_summary_text.delta", **AT, summary_index=1, delta="b"),
        wire("response.reasoning_text.delta", **AT, delta="told the other way"),
        wire(
            "response.output_item.done",
            **item("reasoning", summary=summary, encrypted_content="g"),
        ),
    ) == [
        PartStarted(0, 0, Thinking("", id="i", summary=True)),
        TextGrew(0, 0, "a"),
        TextGrew(0, 0, "\n\nb"),
        Signed(0, 0, seal("i", "g")),
        PartEnded(0, 0),
    ]


def test_a_thought_told_as_it_was():
    found = events(wire("response.reasoning_text.delta", **AT, delta="a"))
    assert found[:2] == [PartStarted(0, 0, Thinking("", id="i")), TextGrew(0, 0, "a")]


def test_a_thought_of_which_nothing_is_told():
    assert events(
        wire("response.output_item.done", **item("reasoning", summary=[], encrypted_content="g"))
    ) == [PartStarted(0, 0, RedactedThinking(seal("i", "g"), "i")), PartEnded(0, 0)]


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("web_search_call", ServerToolCall("i", "web_search", "{}")),
        (
            "mcp_call",
            ServerToolResult("i", "mcp_call", "openai-responses", '{"type":"mcp_call","id":"i"}'),
        ),
    ],
)
def test_an_item_that_never_grows_is_whole(kind: str, part: ServerToolCall | ServerToolResult):
    found = events(wire("response.output_item.done", **item(kind)))
    assert found == [PartStarted(0, 0, part), PartEnded(0, 0)]


def test_what_is_billed_and_how_it_ended():
    response = {
        "status": "incomplete",
        "incomplete_details": {"reason": "max_output_tokens"},
        "usage": {"input_tokens": 3, "output_tokens": 2},
    }
    found = ResponseReader().feed(BEGUN + wire("response.incomplete", response=response))
    assert found == [STARTED, Metered(Tokens(3, 2)), Stopped(0, "length"), Ended()]


@pytest.mark.parametrize(
    "failure",
    [
        wire("response.failed", response={"error": {"code": "server_error", "message": "Boom."}}),
        wire("error", code="server_error", message="Boom."),
        wire("error", error={"code": "server_error", "message": "Boom."}),
    ],
)
def test_the_provider_s_own_failure_ends_the_stream(failure: bytes):
    reader = ResponseReader()
    assert reader.feed(BEGUN + failure + DONE) == [STARTED, Failed(500, "Boom.")]
    assert reader.finish() == []


def test_the_end_of_chat_is_no_event():
    assert events(b"data: [DONE]\n\n") == []


def test_a_stream_that_ends_too_early():
    reader = ResponseReader()
    reader.feed(BEGUN)
    with pytest.raises(ProviderDied):
        reader.finish()


def test_the_last_event_counts_without_its_empty_line():
    reader = ResponseReader()
    reader.feed(BEGUN + DONE.rstrip(b"\n"))
    assert reader.finish() == [Stopped(0, "end"), Ended()]


@pytest.mark.parametrize(
    "garbage",
    [
        b"data: <html>\n\n",
        wire("response.output_text.delta", delta=1),
        wire("response.output_item.done", item=7),
    ],
)
def test_what_is_no_event_is_the_provider_s_mistake(garbage: bytes):
    with pytest.raises(ProviderMisbehaved):
        ResponseReader().feed(garbage)
