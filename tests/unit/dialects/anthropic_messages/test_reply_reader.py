"""Whole answers of the provider."""

import pytest

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.anthropic_messages.reply_reader import read_count, read_reply
from ai_gateway.dialects.neutral.content import (
    Citation,
    Refusal,
    ServerToolCall,
    ServerToolResult,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.reply import Answer, Reply
from ai_gateway.dialects.neutral.usage import Tokens

RESULT = '{"type":"web_search_tool_result","tool_use_id":"s1","content":[]}'
BODY = """{"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[
{"type":"thinking","thinking":"hm","signature":"sig"},
{"type":"server_tool_use","id":"s1","name":"web_search","input":{"query":"q"}},
%s,
{"type":"text","text":"It is.","citations":[{"type":"web_search_result_location","cited_text":"c",
"url":"u","title":"t","encrypted_index":"e"}]},
{"type":"tool_use","id":"t1","name":"f","input":{"a":1},"caller":{"type":"direct"}}],
"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":9,
"cache_creation_input_tokens":5,"cache_read_input_tokens":4,"service_tier":"standard",
"cache_creation":{"ephemeral_5m_input_tokens":2,"ephemeral_1h_input_tokens":3}}}"""


def test_an_answer_is_read_with_all_of_its_parts() -> None:
    parts = (
        Thinking("hm", "sig"),
        ServerToolCall("s1", "web_search", '{"query":"q"}'),
        ServerToolResult("s1", "web_search", "anthropic-messages", RESULT),
        Text("It is.", (Citation("web", "c", "u", "t", opaque="e"),)),
        ToolCall("t1", "f", '{"a":1}'),
    )
    tokens = Tokens(1, 9, 4, 2, 3)
    assert read_reply((BODY % RESULT).encode()) == Reply(
        "msg_1", "claude", (Answer(parts, "tool_calls"),), tokens, service_tier="default"
    )


def test_the_reason_for_declining_is_a_refusal() -> None:
    body = (
        b'{"id":"i","model":"m","content":[],"stop_reason":"refusal",'
        b'"stop_details":{"type":"refusal","category":"cyber","explanation":"No."}}'
    )
    assert read_reply(body).answers == (Answer((Refusal("No."),), "refusal"),)


def test_half_an_emoji_can_be_read() -> None:
    body = b'{"id":"i","model":"m","content":[{"type":"text","text":"a\\ud83d"}]}'
    assert read_reply(body).answers[0].parts == (Text("a\ufffd"),)


@pytest.mark.parametrize(
    "body", [b"", b"null", b'{"id":"i"}', b'{"id":"i","model":"m","content":[3]}', b"\xff"]
)
def test_what_is_no_message_misbehaved(body: bytes) -> None:
    with pytest.raises(ProviderMisbehaved, match="no message"):
        read_reply(body)


def test_a_count() -> None:
    assert read_count(b'{"input_tokens":12}') == 12
    with pytest.raises(ProviderMisbehaved, match="input_tokens"):
        read_count(b"{}")
