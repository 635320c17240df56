"""Stop reasons and service tiers, in both directions."""

import pytest

from ai_gateway.dialects.anthropic_messages.answer import (
    read_stop,
    read_tier,
    write_stop,
    write_tier,
)
from ai_gateway.dialects.neutral.reply import Stop


@pytest.mark.parametrize(
    ("reason", "stop"),
    [
        ("end_turn", "end"),
        ("max_tokens", "length"),
        ("tool_use", "tool_calls"),
        ("stop_sequence", "stop_sequence"),
        ("pause_turn", "pause"),
        ("refusal", "refusal"),
    ],
)
def test_a_reason_has_its_stop_both_ways(reason: str, stop: Stop) -> None:
    assert read_stop(reason) == stop
    assert write_stop(stop) == reason


@pytest.mark.parametrize(
    ("reason", "stop"),
    [("model_context_window_exceeded", "length"), ("brand_new", "end"), (None, "end")],
)
def test_some_reasons_are_only_read(reason: str | None, stop: Stop) -> None:
    assert read_stop(reason) == stop


def test_a_filtered_answer_is_a_refusal_here() -> None:
    assert write_stop("content_filter") == "refusal"


def test_the_standard_tier_is_the_default_elsewhere() -> None:
    assert [read_tier(tier) for tier in ("standard", "priority", None)] == [
        "default",
        "priority",
        None,
    ]
    assert [write_tier(tier) for tier in ("default", "priority", "flex", None)] == [
        "standard",
        "priority",
        None,
        None,
    ]
