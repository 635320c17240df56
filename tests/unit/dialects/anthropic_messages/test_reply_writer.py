"""Whole answers for a caller."""

import json
from typing import Any

from ai_gateway.dialects.anthropic_messages.reply_writer import (
    refusal_details,
    write_count,
    write_reply,
)
from ai_gateway.dialects.anthropic_messages.sealed import Seal, unseal
from ai_gateway.dialects.neutral.content import Image, Part, Refusal, Text, ToolCall
from ai_gateway.dialects.neutral.reply import Answer, Reply
from ai_gateway.dialects.neutral.source import Link
from ai_gateway.dialects.neutral.usage import Tokens


def written(*parts: Part, tokens: Tokens | None = None) -> dict[str, Any]:
    reply = Reply("msg_1", "m", (Answer(parts, "end"),), tokens, service_tier="priority")
    return json.loads(write_reply(reply))


def test_a_message_has_every_member_that_the_vendor_sends() -> None:
    assert written(Text("hi"), tokens=Tokens(3, 4, 2, 1, 5, reasoning=2)) == {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "m",
        "content": [{"type": "text", "text": "hi"}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "stop_details": None,
        "usage": {
            "input_tokens": 3,
            "output_tokens": 4,
            "cache_read_input_tokens": 2,
            "cache_creation_input_tokens": 6,
            "cache_creation": {"ephemeral_5m_input_tokens": 1, "ephemeral_1h_input_tokens": 5},
            "output_tokens_details": {"thinking_tokens": 2},
            "service_tier": "priority",
        },
    }


def test_a_refusal_stands_in_the_details() -> None:
    message = written(Refusal("No."))
    assert message["content"] == []
    assert message["stop_reason"] == "refusal"
    assert message["stop_details"] == {"type": "refusal", "explanation": "No.", "category": None}
    assert refusal_details([Text("x")]) is None


def test_the_signature_of_a_call_stands_before_it() -> None:
    kept, call = written(ToolCall("c", "f", "{}", "sig"))["content"]
    assert unseal(kept["data"]) == Seal(signature="sig", call="c")
    assert call["id"] == "c"


def test_a_picture_has_no_block() -> None:
    assert written(Image(Link("u")), Text("x"))["content"] == [{"type": "text", "text": "x"}]


def test_a_count() -> None:
    assert write_count(3) == b'{"input_tokens":3}'
