"""A whole answer, written for a caller."""

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
from ai_gateway.dialects.neutral.reply import Answer, Reply, Stop, TokenLogprob
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.neutral.source import Inline, Link, Uploaded
from ai_gateway.dialects.neutral.usage import Tokens
from ai_gateway.dialects.openai_chat.reply_writer import write_citations, write_reply

PLAIN = Request(model="m", messages=())
LEGACY = Request(model="m", messages=(), legacy_functions=True)


def choice(*parts: Part, stop: Stop = "end", request: Request = PLAIN) -> dict[str, Any]:
    reply = Reply("r", "m", (Answer(parts, stop),))
    return json.loads(write_reply(reply, request))["choices"][0]


def test_a_whole_answer_is_written() -> None:
    logprobs = (TokenLogprob("hi", -0.5, (("ho", -1.5),)),)
    reply = Reply(
        "msg_1",
        "claude",
        (Answer((Text("hi"),), "stop_sequence", "#", logprobs), Answer((Text("ho"),), "end")),
        Tokens(input=5, output=2, cache_read=4),
        1700000000,
        "standard",
    )
    assert json.loads(write_reply(reply, PLAIN)) == {
        "id": "msg_1",
        "object": "chat.completion",
        "created": 1700000000,
        "model": "claude",
        "service_tier": "default",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "hi", "refusal": None},
                "finish_reason": "stop",
                "stop_reason": "#",
                "logprobs": {
                    "content": [
                        {
                            "token": "hi",
                            "logprob": -0.5,
                            "bytes": None,
                            "top_logprobs": [{"token": "ho", "logprob": -1.5, "bytes": None}],
                        }
                    ],
                    "refusal": None,
                },
            },
            {
                "index": 1,
                "message": {"role": "assistant", "content": "ho", "refusal": None},
                "finish_reason": "stop",
                "logprobs": None,
            },
        ],
        "usage": {
            "prompt_tokens": 9,
            "completion_tokens": 2,
            "total_tokens": 11,
            "prompt_tokens_details": {"cached_tokens": 4},
        },
    }


def test_what_nobody_knows_is_not_made_up() -> None:
    written = json.loads(write_reply(Reply("r", "m", ()), PLAIN))
    assert (written["created"], written["usage"]) == (0, None)
    assert "service_tier" not in written


def test_thoughts_are_told_to_people_and_to_whoever_gives_them_back() -> None:
    message = choice(Thinking("why", "s"), RedactedThinking("d"), Text("so"))["message"]
    assert message["reasoning_content"] == "why"
    assert message["reasoning_details"] == [
        {
            "type": "reasoning.text",
            "text": "why",
            "signature": "s",
            "format": "unknown",
            "index": 0,
        },
        {"type": "reasoning.encrypted", "data": "d", "format": "unknown", "index": 1},
    ]


def test_calls_are_written_with_arguments_that_can_be_parsed() -> None:
    written = choice(
        ToolCall("c1", "f", "", "g"), ToolCall("c2", "h", '{"a":1}'), stop="tool_calls"
    )
    assert written["finish_reason"] == "tool_calls"
    assert written["message"]["content"] is None
    assert written["message"]["tool_calls"] == [
        {
            "id": "c1",
            "type": "function",
            "function": {"name": "f", "arguments": "{}"},
            "extra_content": {"google": {"thought_signature": "g"}},
        },
        {"id": "c2", "type": "function", "function": {"name": "h", "arguments": '{"a":1}'}},
    ]


def test_a_caller_that_knows_no_tools_gets_a_function_call() -> None:
    one = choice(ToolCall("c1", "f", "{}"), stop="tool_calls", request=LEGACY)
    assert one["finish_reason"] == "function_call"
    assert one["message"]["function_call"] == {"name": "f", "arguments": "{}"}
    assert "tool_calls" not in one["message"]
    two = choice(ToolCall("c1", "f", "{}"), ToolCall("c2", "f", "{}"), request=LEGACY)
    assert len(two["message"]["tool_calls"]) == 2


def test_texts_are_joined_and_their_citations_moved() -> None:
    page = Citation("web", url="https://x", title="X", text_start=1, text_end=2)
    whole = Citation("web", url="https://y")
    passage = Citation("chars", "a passage", document=0, start=0, end=9)
    message = choice(Text("abc", (page,)), Text("de", (whole, passage)))["message"]
    assert message["content"] == "abcde"
    assert [note["url_citation"] for note in message["annotations"]] == [
        {"url": "https://x", "title": "X", "start_index": 1, "end_index": 2},
        {"url": "https://y", "title": "", "start_index": 3, "end_index": 5},
    ]
    assert write_citations([passage], 0, 9) == []


def test_a_refusal_stands_in_its_own_member() -> None:
    written = choice(Refusal("no"), stop="refusal")
    assert (written["message"]["content"], written["message"]["refusal"]) == (None, "no")
    assert written["finish_reason"] == "stop"
    assert choice(Text("I"), stop="refusal")["finish_reason"] == "content_filter"


def test_pictures_are_written_and_what_has_no_shape_is_left_out() -> None:
    message = choice(
        Image(Inline("iV", "image/png")),
        Image(Link("https://x")),
        Image(Uploaded("file-1")),
        ServerToolCall("s", "web_search", "{}"),
        Text("found"),
    )["message"]
    assert [image["image_url"]["url"] for image in message["images"]] == [
        "data:image/png;base64,iV",
        "https://x",
    ]
    assert set(message) == {"role", "content", "refusal", "images"}
