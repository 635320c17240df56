"""Parts as blocks of an answer."""

import msgspec
import pytest

from ai_gateway.dialects.anthropic_messages.answer_blocks import (
    answer_block,
    call_seal,
    thought_signature,
)
from ai_gateway.dialects.anthropic_messages.sealed import Seal, unseal
from ai_gateway.dialects.neutral.content import (
    Image,
    Part,
    RedactedThinking,
    Refusal,
    ServerToolCall,
    ServerToolResult,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.source import Link


@pytest.mark.parametrize(
    ("part", "wire"),
    [
        (Thinking("t", "s"), '{"type":"thinking","thinking":"t","signature":"s"}'),
        (Thinking("t"), '{"type":"thinking","thinking":"t","signature":""}'),
        (RedactedThinking("d"), '{"type":"redacted_thinking","data":"d"}'),
        (ToolCall("i", "f", ""), '{"type":"tool_use","id":"i","name":"f","input":{}}'),
        (
            ServerToolCall("i", "web_search", '{"q":1}'),
            '{"type":"server_tool_use","id":"i","name":"web_search","input":{"q":1}}',
        ),
        (ServerToolResult("i", "x", "anthropic-messages", '{"a":1}'), '{"a":1}'),
    ],
)
def test_a_part_is_its_block(part: Part, wire: str) -> None:
    assert msgspec.json.encode(answer_block(part)).decode() == wire


@pytest.mark.parametrize(
    "part",
    [
        Image(Link("u")),
        Refusal("no"),
        ServerToolCall("i", "file_search", "{}"),
        ServerToolResult("i", "web_search", "openai-responses", "{}"),
    ],
)
def test_what_an_answer_here_cannot_hold_has_no_block(part: Part) -> None:
    assert answer_block(part) is None


def test_the_id_of_a_thought_is_kept_in_its_signature() -> None:
    kept = unseal(thought_signature(Thinking("t", "s", "rs_1", summary=True)))
    assert kept == Seal("rs_1", "s", summary=True)


def test_the_signature_of_a_call_is_kept_beside_it() -> None:
    assert unseal(call_seal("c1", "s").data) == Seal(signature="s", call="c1")
