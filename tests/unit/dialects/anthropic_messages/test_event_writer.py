"""Streams for a caller."""

import json

from ai_gateway.dialects.anthropic_messages.event_writer import MessageEventWriter
from ai_gateway.dialects.anthropic_messages.sealed import Seal, unseal
from ai_gateway.dialects.neutral.content import (
    Citation,
    Image,
    Part,
    RedactedThinking,
    Refusal,
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
from ai_gateway.dialects.neutral.source import Link
from ai_gateway.dialects.neutral.usage import Tokens
from ai_gateway.dialects.sse import read_events


def written(*events: Event) -> list[dict[str, object]]:
    said = list(read_events(MessageEventWriter().write(events)))
    bodies = [json.loads(event.data) for event in said]
    assert [event.name.decode() for event in said] == [body["type"] for body in bodies]
    return bodies


def of_part(part: Part, *growth: Event) -> list[dict[str, object]]:
    return written(PartStarted(0, 0, part), *growth, PartEnded(0, 0))


def opened(block: dict[str, object], index: int = 0) -> dict[str, object]:
    return {"type": "content_block_start", "index": index, "content_block": block}


def grown(delta: dict[str, object]) -> dict[str, object]:
    return {"type": "content_block_delta", "index": 0, "delta": delta}


def closed(index: int = 0) -> dict[str, object]:
    return {"type": "content_block_stop", "index": index}


def test_the_start_has_a_message_without_content() -> None:
    (start,) = written(Started("m1", "m", usage=Tokens(3), service_tier="default"))
    assert start["message"] == {
        "id": "m1",
        "type": "message",
        "role": "assistant",
        "model": "m",
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "stop_details": None,
        "usage": {"input_tokens": 3, "output_tokens": 0, "service_tier": "standard"},
    }


def test_a_text_grows_and_is_cited() -> None:
    cited = Citation("web", "t", "u", opaque="e")
    events = of_part(Text(""), TextGrew(0, 0, 'é"\n'), Cited(0, 0, cited))
    location = {
        "type": "web_search_result_location",
        "cited_text": "t",
        "url": "u",
        "title": None,
        "encrypted_index": "e",
    }
    assert events == [
        opened({"type": "text", "text": ""}),
        grown({"type": "text_delta", "text": 'é"\n'}),
        grown({"type": "citations_delta", "citation": location}),
        closed(),
    ]


def test_a_thought_is_signed_at_its_end() -> None:
    assert of_part(Thinking("a"), Signed(0, 0, "s"), TextGrew(0, 0, "b")) == [
        opened({"type": "thinking", "thinking": "", "signature": ""}),
        grown({"type": "thinking_delta", "thinking": "a"}),
        grown({"type": "thinking_delta", "thinking": "b"}),
        grown({"type": "signature_delta", "signature": "s"}),
        closed(),
    ]


def test_an_unsigned_thought_has_no_signature() -> None:
    assert of_part(Thinking(""))[1:] == [closed()]


def test_a_call_grows() -> None:
    assert of_part(ToolCall("t", "f", ""), ArgumentsGrew(0, 0, "{}")) == [
        opened({"type": "tool_use", "id": "t", "name": "f", "input": {}}),
        grown({"type": "input_json_delta", "partial_json": "{}"}),
        closed(),
    ]


def test_the_signature_of_a_call_follows_in_a_block_of_its_own() -> None:
    _, _, beside, end, after, _ = written(
        PartStarted(0, 0, ToolCall("t", "f", "")),
        Signed(0, 0, "s"),
        PartEnded(0, 0),
        PartStarted(0, 1, Text("")),
        PartEnded(0, 1),
    )
    block = beside["content_block"]
    assert isinstance(block, dict)
    assert unseal(block["data"]) == Seal(signature="s", call="t")
    assert end == closed(1)
    assert after["index"] == 2


def test_a_part_that_never_grows_is_whole_at_once() -> None:
    assert of_part(RedactedThinking("d")) == [
        opened({"type": "redacted_thinking", "data": "d"}),
        closed(),
    ]


def test_line_ends_in_what_another_wrote_do_not_end_the_event() -> None:
    kept = ServerToolResult("s", "x", "anthropic-messages", '{"type":\r\n"x_tool_result"}')
    assert of_part(kept)[0] == opened({"type": "x_tool_result"})


def test_no_character_is_taken_for_the_end_of_a_line() -> None:
    body = MessageEventWriter().write(
        [PartStarted(0, 0, Text("")), TextGrew(0, 0, "a\u2028b\u2029c\x85d\x0be")]
    )
    assert [line for line in body.decode().splitlines() if not line.isascii()] == []
    assert json.loads(body.decode().splitlines()[-2][6:])["delta"]["text"] == (
        "a\u2028b\u2029c\x85d\x0be"
    )


def test_a_picture_and_its_growth_are_left_out() -> None:
    later = PartStarted(0, 1, Text(""))
    assert written(PartStarted(0, 0, Image(Link("u"))), PartEnded(0, 0), later) == [
        opened({"type": "text", "text": ""})
    ]


def test_the_end_tells_the_last_usage_with_the_reason() -> None:
    delta, stop = written(
        Stopped(0, "stop_sequence", "x"), Metered(Tokens(1, 2)), Metered(Tokens(1, 9)), Ended()
    )
    assert delta == {
        "type": "message_delta",
        "delta": {"stop_reason": "stop_sequence", "stop_sequence": "x", "stop_details": None},
        "usage": {"input_tokens": 1, "output_tokens": 9},
    }
    assert stop == {"type": "message_stop"}


def test_nothing_is_said_before_there_is_something_to_say() -> None:
    assert MessageEventWriter().write([Stopped(0, "end"), Metered(Tokens(1))]) == b""


def test_the_words_of_a_refusal_stand_at_the_end() -> None:
    delta, _ = written(
        PartStarted(0, 0, Refusal("")),
        TextGrew(0, 0, "No"),
        TextGrew(0, 0, "."),
        PartEnded(0, 0),
        Stopped(0, "end"),
        Ended(),
    )
    assert delta["delta"] == {
        "stop_reason": "refusal",
        "stop_sequence": None,
        "stop_details": {"type": "refusal", "explanation": "No.", "category": None},
    }


def test_a_failure_is_an_error_event() -> None:
    assert written(Failed(529, "Busy")) == [
        {"type": "error", "error": {"type": "overloaded_error", "message": "Busy"}}
    ]
