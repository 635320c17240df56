"""The wire's blocks."""

import msgspec
import pytest

from ai_gateway.dialects.anthropic_messages.blocks import ANY_BLOCK, BLOCK, TextBlock


def test_members_that_are_not_known_are_passed_over() -> None:
    assert BLOCK.decode(b'{"type":"text","text":"x","odd":1}') == TextBlock("x")


def test_a_member_that_is_demanded_has_to_be_there() -> None:
    with pytest.raises(msgspec.ValidationError, match="signature"):
        BLOCK.decode(b'{"type":"thinking","thinking":"x"}')


def test_what_has_no_value_is_left_out() -> None:
    assert msgspec.json.encode(TextBlock("x")) == b'{"type":"text","text":"x"}'


def test_any_block_tells_what_it_is() -> None:
    kind = ANY_BLOCK.decode(b'{"type":"web_fetch_tool_result","tool_use_id":"s1","content":{}}')
    assert (kind.type, kind.tool_use_id) == ("web_fetch_tool_result", "s1")
