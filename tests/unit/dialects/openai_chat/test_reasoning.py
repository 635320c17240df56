"""Thoughts as reasoning_details, and as the plain text of compatible servers."""

import pytest

from ai_gateway.dialects.neutral.content import RedactedThinking, Thinking
from ai_gateway.dialects.openai_chat.content_shapes import ReasoningDetail
from ai_gateway.dialects.openai_chat.reasoning import (
    Thought,
    read_thoughts,
    write_thoughts,
)

THOUGHTS = (
    Thinking("why", "sig", "rs_1"),
    Thinking("in short", summary=True),
    RedactedThinking("data", "rs_2"),
)


def test_thoughts_come_back_as_they_were() -> None:
    assert read_thoughts(write_thoughts(THOUGHTS)) == THOUGHTS


def test_no_thoughts_are_no_member() -> None:
    assert write_thoughts(()) is None


@pytest.mark.parametrize(
    ("texts", "thoughts"),
    [(("why", None), (Thinking("why"),)), ((None, "why"), (Thinking("why"),)), ((None, ""), ())],
)
def test_plain_text_is_read_where_there_are_no_details(
    texts: tuple[str | None, ...], thoughts: tuple[Thought, ...]
) -> None:
    assert read_thoughts(None, *texts) == thoughts
    assert read_thoughts([ReasoningDetail("reasoning.text", text="x")], *texts) == (Thinking("x"),)


def test_the_pieces_of_a_stream_given_back_one_by_one_are_one_thought() -> None:
    pieces = [
        ReasoningDetail("reasoning.text", text="wh", id="rs_1", index=0),
        ReasoningDetail("reasoning.text", text="y", index=0),
        ReasoningDetail("reasoning.text", signature="sig", index=0),
        ReasoningDetail("reasoning.text", text="then", index=1),
    ]
    assert read_thoughts(pieces) == (Thinking("why", "sig", "rs_1"), Thinking("then"))


def test_details_without_an_index_are_thoughts_of_their_own() -> None:
    pieces = [ReasoningDetail("reasoning.text", text=text) for text in "ab"]
    assert read_thoughts(pieces) == (Thinking("a"), Thinking("b"))


def test_a_type_that_nobody_knows_is_left_out() -> None:
    assert read_thoughts([ReasoningDetail("reasoning.dream", text="x")]) == ()
