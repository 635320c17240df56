"""Blocks as parts."""

import msgspec
import pytest

from ai_gateway.dialects.anthropic_messages.blocks import ANY_BLOCK, BLOCK
from ai_gateway.dialects.anthropic_messages.part_reader import (
    json_text,
    read_other,
    read_part,
    sealed_in,
    with_signatures,
)
from ai_gateway.dialects.anthropic_messages.sealed import Seal, seal
from ai_gateway.dialects.neutral.content import (
    CacheMark,
    Document,
    Image,
    Part,
    RedactedThinking,
    ServerToolCall,
    ServerToolResult,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from ai_gateway.dialects.neutral.source import Inline, Link, PlainText, Uploaded

PAIRS: list[tuple[str, Part]] = [
    (
        '{"type":"text","text":"x","cache_control":{"type":"ephemeral","ttl":"1h"}}',
        Text("x", cache=CacheMark(3600)),
    ),
    (
        '{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}}',
        Image(Inline("AA==", "image/png")),
    ),
    ('{"type":"image","source":{"type":"url","url":"u"}}', Image(Link("u"))),
    (
        (
            '{"type":"document","source":{"type":"file","file_id":"f"},"title":"T","context":"C",'
            '"citations":{"enabled":true}}'
        ),
        Document(Uploaded("f"), "T", "C", cite=True),
    ),
    (
        '{"type":"document","source":{"type":"text","media_type":"text/plain","data":"x"}}',
        Document(PlainText("x")),
    ),
    (
        (
            '{"type":"document","source":{"type":"content","content":[{"type":"text","text":"a"},'
            '{"type":"text","text":"b"}]}}'
        ),
        Document(PlainText("a\n\nb", ("a", "b"))),
    ),
    (
        '{"type":"document","source":{"type":"content","content":"a"}}',
        Document(PlainText("a", ("a",))),
    ),
    (
        '{"type":"search_result","source":"u","title":"T","content":[{"type":"text","text":"a"}]}',
        Document(PlainText("a", ("a",)), "T", origin="u"),
    ),
    ('{"type":"thinking","thinking":"t","signature":"s"}', Thinking("t", "s")),
    ('{"type":"thinking","thinking":"t","signature":""}', Thinking("t")),
    ('{"type":"redacted_thinking","data":"d"}', RedactedThinking("d")),
    (
        '{"type":"tool_use","id":"i","name":"f","input":{ "a": 1.0 }}',
        ToolCall("i", "f", '{ "a": 1.0 }'),
    ),
    (
        '{"type":"server_tool_use","id":"s","name":"web_search","input":{}}',
        ServerToolCall("s", "web_search", "{}"),
    ),
    (
        '{"type":"tool_result","tool_use_id":"i","content":"x","is_error":true}',
        ToolResult("i", (Text("x"),), is_error=True),
    ),
    ('{"type":"tool_result","tool_use_id":"i"}', ToolResult("i", ())),
]


@pytest.mark.parametrize(("wire", "part"), PAIRS)
def test_a_block_is_its_part(wire: str, part: Part) -> None:
    assert read_part(BLOCK.decode(wire)) == part


def test_a_block_that_is_not_looked_into_is_kept_whole() -> None:
    raw = msgspec.Raw(b'{"type":"web_fetch_tool_result","tool_use_id":"s","content":{"a":1}}')
    kept = read_other(ANY_BLOCK.decode(raw), raw)
    assert kept == ServerToolResult("s", "web_fetch", "anthropic-messages", json_text(raw))


def test_what_was_sealed_comes_out_again() -> None:
    thought = f'{{"type":"thinking","thinking":"t","signature":"{seal(Seal("rs_1", "s"))}"}}'
    assert read_part(BLOCK.decode(thought)) == Thinking("t", "s", "rs_1")
    data = seal(Seal(id="rs_2", data="enc"))
    hidden = BLOCK.decode(f'{{"type":"redacted_thinking","data":"{data}"}}')
    assert read_part(hidden) == RedactedThinking("enc", "rs_2")
    assert sealed_in(hidden) == Seal(id="rs_2", data="enc")


def test_a_call_gets_its_signature_back_wherever_it_was_kept() -> None:
    kept = Seal(signature="s", call="i")
    call, other = ToolCall("i", "f", "{}"), ToolCall("j", "f", "{}")
    parts = with_signatures([(call, None), (RedactedThinking(""), kept), (other, None)])
    assert parts == (ToolCall("i", "f", "{}", "s"), other)
