"""Parts are told apart, cannot be changed, and none is missing among them."""

import msgspec
import pytest

from ai_gateway.dialects.neutral import content
from ai_gateway.dialects.neutral.content import (
    Audio,
    CacheMark,
    Citation,
    Document,
    Image,
    Part,
    RedactedThinking,
    Refusal,
    ServerToolCall,
    ServerToolResult,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Video,
)
from ai_gateway.dialects.neutral.source import Inline, Link, PlainText
from tests.unit.dialects.neutral.structs import all_frozen, members, structs_of

PNG = Inline("aGk=", "image/png")
EACH = [
    Text("hi", (Citation("web", url="https://x"),), CacheMark(300)),
    Image(PNG, "low"),
    Document(PlainText("a\n\nb", ("a", "b")), "t", "c", cite=True, origin="https://x"),
    Audio(Inline("aGk=", "audio/wav")),
    Video(Link("https://x")),
    Thinking("hm", "sig", "rs_1", summary=True),
    RedactedThinking("data", "rs_2"),
    ToolCall("c1", "now", "{}", "sig"),
    ToolResult("c1", (Text("noon"), Image(PNG)), is_error=True),
    Refusal("no"),
    ServerToolCall("s1", "web_search", '{"query":"x"}'),
    ServerToolResult("s1", "web_search", "anthropic-messages", "{}"),
]


@pytest.mark.parametrize("part", EACH, ids=lambda part: type(part).__name__)
def test_a_part_is_known_again_from_its_json(part: Part):
    """No two kinds share a tag, and nothing of a part is lost."""
    assert msgspec.json.decode(msgspec.json.encode(part), type=Part) == part


def test_every_kind_of_part_is_one_of_the_union():
    assert members(Part) == structs_of(content) - {CacheMark, Citation}
    assert {type(part) for part in EACH} == members(Part)


def test_none_can_be_changed():
    assert all_frozen(content)


def test_what_is_not_said_is_unknown_and_not_zero():
    assert CacheMark().seconds is None
    assert (Citation("web").start, Citation("web").text_start) == (None, None)
    assert (Text("x").citations, Text("x").cache) == ((), None)
    assert ToolResult("c1", ()).is_error is False
