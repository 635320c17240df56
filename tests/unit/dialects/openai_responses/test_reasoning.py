"""Thought is sealed, carried, and told apart from what others thought."""

from typing import Any

import pytest

from ai_gateway.dialects.neutral.content import RedactedThinking, Thinking, ToolCall
from ai_gateway.dialects.openai_responses.reasoning import (
    carried,
    carrier,
    carry,
    is_carrier,
    is_own,
    read_reasoning,
    seal,
    unseal,
    write_reasoning,
)
from ai_gateway.dialects.openai_responses.shapes import Item, Part


def test_a_seal_holds_the_id_and_the_content():
    assert unseal(seal("rs_1", "gAAA=")) == ("rs_1", "gAAA=")
    assert unseal(seal(None, "gAAA=")) == (None, "gAAA=")
    assert unseal("ErUBCkYIBxgC") is None


def test_what_is_carried_comes_out_as_it_went_in():
    part = ToolCall("c", "f", "", signature="s")
    assert carried(carry(part)) == part
    assert is_carrier(carry(part))
    assert not is_carrier("gAAA")
    assert not is_carrier(None)


@pytest.mark.parametrize("encrypted", ["gAAA", "ai-gateway:1:!", "ai-gateway:1:e30="])
def test_what_was_not_carried_does_not_come_out(encrypted: str):
    assert carried(encrypted) is None


def test_a_carrier_says_nothing():
    item = carrier("rs_1", ToolCall("c", "f", ""))
    assert (item["type"], item["summary"], item["id"]) == ("reasoning", [], "rs_1")


@pytest.mark.parametrize(
    ("part", "own"),
    [
        (Thinking("x", signature=seal("rs", "g")), True),
        (Thinking("x", id="rs_1"), True),
        (Thinking("x"), False),
        (Thinking("x", signature="anthropic's"), False),
        (RedactedThinking(seal("rs", "g")), True),
        (RedactedThinking("anthropic's"), False),
    ],
)
def test_only_openai_s_own_thought_is_its_own(part: Thinking | RedactedThinking, own: bool):
    assert is_own(part) is own


def thought(**members: Any) -> Item:
    return Item(type="reasoning", id="rs_1", **members)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (
            thought(summary=[Part("s", text="a"), Part("s", text="b")], encrypted_content="g"),
            Thinking("a\n\nb", seal("rs_1", "g"), "rs_1", summary=True),
        ),
        (thought(content=[Part("r", text="a")]), Thinking("a", None, "rs_1")),
        (thought(encrypted_content="g"), RedactedThinking(seal("rs_1", "g"), "rs_1")),
        (thought(), Thinking("", id="rs_1", summary=True)),
        (Item(type="reasoning"), None),
    ],
)
def test_reading(item: Item, expected: Thinking | RedactedThinking | None):
    assert read_reasoning(item) == expected


def test_own_thought_is_written_under_its_own_id():
    part = Thinking("a", seal("rs_1", "g"), summary=True)
    assert write_reasoning(part, "rs_made_up") == {
        "id": "rs_1",
        "type": "reasoning",
        "summary": [{"type": "summary_text", "text": "a"}],
        "encrypted_content": "g",
    }


def test_another_s_thought_is_shown_and_carried():
    part = Thinking("a", "proof")
    written = write_reasoning(part, "rs_made_up")
    assert written["content"] == [{"type": "reasoning_text", "text": "a"}]
    assert carried(str(written["encrypted_content"])) == part
