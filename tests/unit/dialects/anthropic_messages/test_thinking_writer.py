"""How much to think."""

import pytest

from ai_gateway.dialects.anthropic_messages.question import (
    Effort,
    ThinkingAdaptive,
    ThinkingDisabled,
    ThinkingEnabled,
)
from ai_gateway.dialects.anthropic_messages.thinking_writer import Plan, plan_thinking
from ai_gateway.dialects.neutral.content import Part, Text, Thinking, ToolCall, ToolResult
from ai_gateway.dialects.neutral.profile import Profile, ReasoningStyle
from ai_gateway.dialects.neutral.request import Message, Reasoning, Request
from ai_gateway.dialects.neutral.tool import Choice, Named, ToolChoice


def plan(
    reasoning: Reasoning | None,
    style: ReasoningStyle,
    *,
    bound: int = 64_000,
    choice: ToolChoice | None = None,
    parts: tuple[Part, ...] = (Text("x"),),
) -> Plan:
    messages = (Message("assistant", parts), Message("user", (ToolResult("c", ()),)))
    request = Request(model="m", messages=messages, reasoning=reasoning, tool_choice=choice)
    return plan_thinking(request, Profile(reasoning=style), bound)


STYLES: tuple[ReasoningStyle, ...] = ("none", "effort", "budget", "adaptive")


@pytest.mark.parametrize("style", STYLES)
def test_nothing_asked_is_nothing_said(style: ReasoningStyle) -> None:
    assert plan(None, style) == Plan()


def test_a_model_that_does_not_think_is_not_asked_to() -> None:
    assert plan(Reasoning("high"), "none") == Plan(dropped=("reasoning",))
    assert plan(Reasoning("none"), "none") == Plan()


def test_no_effort_turns_thinking_off() -> None:
    assert plan(Reasoning("none"), "budget") == Plan(ThinkingDisabled())
    assert not plan(Reasoning("none"), "budget").thinks


@pytest.mark.parametrize(
    ("effort", "bound", "budget"),
    [
        ("minimal", 64_000, 1024),
        ("high", 64_000, 16_384),
        ("high", 8000, 6000),
        ("low", 1200, 1024),
    ],
)
def test_an_effort_is_a_budget_that_leaves_room_for_the_answer(
    effort: str, bound: int, budget: int
) -> None:
    assert plan(Reasoning(effort), "budget", bound=bound) == Plan(ThinkingEnabled(budget))


@pytest.mark.parametrize(
    ("given", "bound", "budget"), [(5000, 64_000, 5000), (10, 64_000, 1024), (5000, 4000, 3999)]
)
def test_a_budget_is_within_what_the_api_takes(given: int, bound: int, budget: int) -> None:
    planned = plan(Reasoning(budget=given), "budget", bound=bound)
    assert planned == Plan(ThinkingEnabled(budget))
    assert planned.thinks


def test_an_answer_too_short_to_think_before_is_not_thought_about() -> None:
    assert plan(Reasoning("high"), "budget", bound=1024) == Plan(dropped=("reasoning",))


@pytest.mark.parametrize(
    ("reasoning", "effort"),
    [
        (Reasoning("minimal"), "low"),
        (Reasoning("xhigh"), "xhigh"),
        (Reasoning(budget=1024), "low"),
        (Reasoning(budget=9000), "high"),
        (Reasoning(budget=10**6), "max"),
        (Reasoning(adaptive=True), None),
    ],
)
def test_a_budget_is_an_effort_where_the_model_chooses(
    reasoning: Reasoning, effort: Effort | None
) -> None:
    assert plan(reasoning, "adaptive") == Plan(ThinkingAdaptive(), effort)
    assert plan(reasoning, "effort") == Plan(effort=effort)


def test_a_summary_is_asked_for_where_it_can_be() -> None:
    told = Reasoning("high", summary="concise")
    assert plan(told, "adaptive").thinking == ThinkingAdaptive("summarized")
    assert plan(told, "budget").thinking == ThinkingEnabled(16_384, "summarized")
    assert plan(told, "effort").dropped == ("reasoning.summary",)


def test_of_two_wishes_the_one_that_cannot_be_said_is_named() -> None:
    both = Reasoning("low", 2000)
    assert plan(both, "adaptive").dropped == ("reasoning.budget",)
    assert plan(both, "budget").dropped == ("reasoning.effort",)


@pytest.mark.parametrize("choice", [Choice("required"), Named("f")])
def test_thinking_yields_to_a_tool_that_has_to_be_called(choice: ToolChoice) -> None:
    assert plan(Reasoning("low"), "budget", choice=choice) == Plan(dropped=("reasoning",))
    kept = plan(Reasoning("low"), "adaptive", choice=choice)
    assert kept == Plan(effort="low", dropped=("reasoning",))


def test_a_budget_yields_where_the_thought_before_a_call_is_missing() -> None:
    call = ToolCall("c", "f", "{}")
    assert plan(Reasoning("low"), "budget", parts=(call,)).dropped == ("reasoning",)
    assert plan(Reasoning("low"), "budget", parts=(Thinking("t", "s"), call)).thinks
    assert plan(Reasoning("low"), "adaptive", parts=(call,)).thinks


def test_the_thought_before_a_call_may_stand_in_a_message_of_its_own() -> None:
    thought = Message("assistant", (Thinking("t", "s"),))
    call = Message("assistant", (ToolCall("c", "f", "{}"),))
    result = Message("user", (ToolResult("c", (Text("r"),)),))
    for messages, thinks in [
        ((thought, call, call, result), True),
        ((thought, result, call, result), False),
    ]:
        request = Request(model="m", messages=messages, reasoning=Reasoning("low"))
        assert plan_thinking(request, Profile(reasoning="budget"), 4000).thinks is thinks
