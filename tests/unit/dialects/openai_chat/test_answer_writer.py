"""One answer of a caller's stream, from parts to deltas."""

import json
from typing import Any

from ai_gateway.dialects.neutral.content import (
    Citation,
    Image,
    Part,
    RedactedThinking,
    Refusal,
    ServerToolCall,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.event import (
    ArgumentsGrew,
    Cited,
    PartEnded,
    PartStarted,
    Signed,
    Stopped,
    TextGrew,
)
from ai_gateway.dialects.neutral.reply import TokenLogprob
from ai_gateway.dialects.neutral.source import Inline, Uploaded
from ai_gateway.dialects.openai_chat.answer_writer import AnswerEvent, AnswerWriter


def choices(*events: AnswerEvent, legacy: bool = False) -> list[dict[str, Any]]:
    writer = AnswerWriter(b"", 0, b"\n", legacy=legacy)
    written = b"".join(writer.write(event) for event in events)
    return [json.loads(line) for line in written.splitlines()]


def deltas(*events: AnswerEvent, legacy: bool = False) -> list[dict[str, Any]]:
    return [choice["delta"] for choice in choices(*events, legacy=legacy)]


def test_an_answer_begins_with_its_role() -> None:
    role = json.loads(AnswerWriter(b"", 3, b"\n", legacy=False).role())
    assert role == {
        "index": 3,
        "delta": {"role": "assistant", "content": "", "refusal": None},
        "logprobs": None,
        "finish_reason": None,
    }


def test_text_and_refusals_grow_in_their_members() -> None:
    assert deltas(
        PartStarted(0, 0, Text("")),
        TextGrew(0, 0, 'a "quote"\n'),
        PartEnded(0, 0),
        PartStarted(0, 1, Refusal("n")),
        TextGrew(0, 1, "o"),
        PartEnded(0, 1),
    ) == [{"content": 'a "quote"\n'}, {"refusal": "n"}, {"refusal": "o"}]


def test_a_thought_is_told_twice_and_signed_once() -> None:
    kind = {"type": "reasoning.text", "index": 0}
    assert deltas(
        PartStarted(0, 0, Thinking("", id="rs_1")),
        TextGrew(0, 0, "why"),
        Signed(0, 0, "s"),
        PartEnded(0, 0),
        PartStarted(0, 1, Thinking("short", summary=True)),
        PartStarted(0, 2, RedactedThinking("d")),
    ) == [
        {"reasoning_details": [{**kind, "text": "", "id": "rs_1", "format": "unknown"}]},
        {"reasoning_content": "why", "reasoning_details": [{**kind, "text": "why"}]},
        {"reasoning_details": [{**kind, "signature": "s"}]},
        {
            "reasoning_details": [
                {"type": "reasoning.summary", "summary": "", "format": "unknown", "index": 1}
            ]
        },
        {
            "reasoning_content": "short",
            "reasoning_details": [{"type": "reasoning.summary", "index": 1, "summary": "short"}],
        },
        {
            "reasoning_details": [
                {"type": "reasoning.encrypted", "data": "d", "format": "unknown", "index": 2}
            ]
        },
    ]


def test_calls_are_counted_by_themselves() -> None:
    assert deltas(
        PartStarted(0, 0, Text("")),
        PartEnded(0, 0),
        PartStarted(0, 1, ToolCall("c1", "f", "")),
        ArgumentsGrew(0, 1, '{"a":'),
        ArgumentsGrew(0, 1, ""),
        ArgumentsGrew(0, 1, "1}"),
        Signed(0, 1, "g"),
        PartEnded(0, 1),
        PartStarted(0, 2, ToolCall("c2", "h", "{}")),
        PartEnded(0, 2),
    ) == [
        _begun(0, "c1", "f", ""),
        {"tool_calls": [{"index": 0, "function": {"arguments": '{"a":'}}]},
        {"tool_calls": [{"index": 0, "function": {"arguments": "1}"}}]},
        {
            "tool_calls": [
                {
                    "index": 0,
                    "function": {"arguments": ""},
                    "extra_content": {"google": {"thought_signature": "g"}},
                }
            ]
        },
        _begun(1, "c2", "h", "{}"),
    ]


def _begun(index: int, name: str, function: str, arguments: str) -> dict[str, Any]:
    called = {"name": function, "arguments": arguments}
    return {"tool_calls": [{"index": index, "id": name, "type": "function", "function": called}]}


def test_a_call_without_arguments_gets_some_that_can_be_parsed() -> None:
    *_, last = deltas(PartStarted(0, 0, ToolCall("c1", "f", "")), PartEnded(0, 0))
    assert last == {"tool_calls": [{"index": 0, "function": {"arguments": "{}"}}]}


def test_a_caller_that_knows_no_tools_gets_a_function_call() -> None:
    *called, stopped = choices(
        PartStarted(0, 0, ToolCall("c1", "f", "")),
        ArgumentsGrew(0, 0, "{}"),
        PartEnded(0, 0),
        Stopped(0, "tool_calls"),
        legacy=True,
    )
    assert [choice["delta"] for choice in called] == [
        {"function_call": {"name": "f", "arguments": ""}},
        {"function_call": {"arguments": "{}"}},
    ]
    assert stopped["finish_reason"] == "function_call"


def test_citations_come_when_the_text_that_they_support_is_known() -> None:
    *_, first, text, last = deltas(
        PartStarted(0, 0, Text("")),
        TextGrew(0, 0, "abc"),
        Cited(0, 0, Citation("web", url="https://x", title="X", text_start=1, text_end=2)),
        PartEnded(0, 0),
        PartStarted(0, 1, Text("")),
        Cited(0, 1, Citation("web", url="https://y")),
        TextGrew(0, 1, "de"),
        PartEnded(0, 1),
    )
    assert _cited(first) == {"url": "https://x", "title": "X", "start_index": 1, "end_index": 2}
    assert text == {"content": "de"}
    assert _cited(last) == {"url": "https://y", "title": "", "start_index": 3, "end_index": 5}


def _cited(delta: dict[str, Any]) -> object:
    (annotation,) = delta["annotations"]
    assert annotation["type"] == "url_citation"
    return annotation["url_citation"]


def test_log_probabilities_stand_beside_the_delta() -> None:
    token = (TokenLogprob("a", -1.0),)
    written = {"token": "a", "logprob": -1.0, "bytes": None, "top_logprobs": []}
    (text,) = choices(PartStarted(0, 0, Text("")), TextGrew(0, 0, "a", token))
    assert text["delta"] == {"content": "a"}
    assert text["logprobs"] == {"content": [written], "refusal": None}
    (no,) = choices(PartStarted(0, 0, Refusal("")), TextGrew(0, 0, "a", token))
    assert no["logprobs"] == {"content": None, "refusal": [written]}


def test_an_answer_ends_with_its_reason() -> None:
    assert choices(Stopped(0, "stop_sequence", "#")) == [
        {
            "index": 0,
            "delta": {},
            "logprobs": None,
            "finish_reason": "stop",
            "stop_reason": "#",
        }
    ]


def test_pictures_are_written_and_what_has_no_shape_is_left_out() -> None:
    parts: list[Part] = [
        Image(Inline("iV", "image/png")),
        Image(Uploaded("file-1")),
        ServerToolCall("s", "web_search", ""),
    ]
    events: list[AnswerEvent] = []
    for index, part in enumerate(parts):
        events += [PartStarted(0, index, part), PartEnded(0, index)]
    unknown = [TextGrew(0, 2, "x"), ArgumentsGrew(0, 2, "{}"), Signed(0, 2, "s")]
    citation = Cited(0, 2, Citation("web", url="https://x"))
    assert deltas(*events, *unknown, citation) == [
        {
            "images": [
                {"type": "image_url", "image_url": {"url": "data:image/png;base64,iV"}},
            ]
        }
    ]
