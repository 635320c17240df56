"""How each maker's models are told to think."""

import json
from typing import Any

import msgspec
import pytest

from ai_gateway.dialects.bedrock_converse.maker import Maker
from ai_gateway.dialects.bedrock_converse.reasoning_writer import plan_reasoning
from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.profile import Profile, ReasoningStyle
from ai_gateway.dialects.neutral.request import Message, Reasoning, Request

NOVA_LOW = {"reasoningConfig": {"type": "enabled", "maxReasoningEffort": "low"}}


def plan(reasoning: Reasoning | None, maker: Maker, style: ReasoningStyle = "effort") -> Any:
    request = Request(
        model="m", messages=(Message("user", (Text("hi"),)),), max_tokens=9000, reasoning=reasoning
    )
    return plan_reasoning(request, Profile(reasoning=style), maker)


def fields(*given: Any) -> Any:
    return json.loads(msgspec.json.encode(plan(*given).fields))


@pytest.mark.parametrize(
    ("effort", "maker", "said"),
    [
        (
            "minimal",
            "amazon",
            {"reasoningConfig": {"type": "enabled", "maxReasoningEffort": "low"}},
        ),
        ("max", "amazon", {"reasoningConfig": {"type": "enabled", "maxReasoningEffort": "high"}}),
        ("none", "amazon", {"reasoningConfig": {"type": "disabled"}}),
        ("xhigh", "openai", {"reasoning": {"effort": "xhigh"}}),
        ("medium", "gpt-oss", {"reasoning_effort": "medium"}),
        ("high", "moonshot", {"reasoning_effort": "high"}),
    ],
)
def test_an_effort_in_the_makers_words(effort: str, maker: Maker, said: object) -> None:
    assert fields(Reasoning(effort=effort), maker) == said


@pytest.mark.parametrize(
    ("budget", "effort"), [(1024, "low"), (8192, "medium"), (20_000, "high"), (None, "medium")]
)
def test_a_budget_is_the_effort_that_it_pays_for(budget: int | None, effort: str) -> None:
    assert fields(Reasoning(budget=budget), "gpt-oss") == {"reasoning_effort": effort}


def test_claude_is_told_as_by_its_own_maker() -> None:
    said = {"thinking": {"type": "enabled", "budget_tokens": 2048}}
    assert fields(Reasoning(budget=2048), "anthropic", "budget") == said
    adaptive = plan(Reasoning(effort="xhigh"), "anthropic", "adaptive")
    assert (adaptive.effort, adaptive.thinks) == ("xhigh", True)


@pytest.mark.parametrize("maker", ["deepseek", "other"])
def test_where_there_are_no_words_it_is_dropped(maker: Maker) -> None:
    assert plan(Reasoning(effort="high"), maker).dropped == ("reasoning",)


def test_a_model_that_does_not_think_is_told_nothing() -> None:
    assert plan(Reasoning(effort="high"), "amazon", "none").dropped == ("reasoning",)
    assert plan(Reasoning(effort="none"), "amazon", "none").dropped == ()
    assert fields(Reasoning(effort="high"), "amazon", "none") == {}
    assert plan(Reasoning(effort="none"), "gpt-oss").dropped == ("reasoning",)


def test_nothing_asked_is_nothing_said() -> None:
    assert fields(None, "amazon") == {}


def test_a_wish_for_summaries_is_named() -> None:
    asked = Reasoning(effort="low", summary="auto")
    assert plan(asked, "openai").dropped == ("reasoning.summary",)
