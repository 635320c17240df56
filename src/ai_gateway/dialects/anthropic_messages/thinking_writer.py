"""How much a model is to think, in the way that the model at hand is told.

Source: the vendor's pages on extended thinking, adaptive thinking and effort.
"""

import msgspec

from ai_gateway.dialects.anthropic_messages import question as wire
from ai_gateway.dialects.neutral.content import Part, Thinking, ToolCall
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Reasoning, Request
from ai_gateway.dialects.neutral.tool import Choice

_SMALLEST_BUDGET = 1024
"""Tokens; the API refuses less."""

# Tokens for each effort. The vendor advises 1,024 to start with and sees little gain above
# 32,768; between them each step doubles twice, as an effort is a matter of orders.
_BUDGETS = {
    "minimal": 1024,
    "low": 2048,
    "medium": 8192,
    "high": 16384,
    "xhigh": 24576,
    "max": 32768,
}

_EFFORTS: dict[str, wire.Effort] = {
    "minimal": "low",
    "low": "low",
    "medium": "medium",
    "high": "high",
    "xhigh": "xhigh",
    "max": "max",
}

# An effort leaves at least a quarter of the bound to the answer; a budget is the caller's own.
_THOUGHT_OF_FOUR = 3


class Plan(msgspec.Struct, frozen=True):
    """What to ask for, and which of the caller's wishes that leaves out."""

    thinking: wire.Thinking | None = None
    effort: wire.Effort | None = None
    dropped: tuple[str, ...] = ()

    @property
    def thinks(self) -> bool:
        """Say whether the model is asked to think, which forbids most sampling parameters."""
        return isinstance(self.thinking, wire.ThinkingEnabled | wire.ThinkingAdaptive)


def plan_thinking(request: Request, profile: Profile, max_tokens: int) -> Plan:
    """Return how `request` asks this model to think, within `max_tokens`.

    Reasoning only tunes: where the API would refuse it beside what is asked for, it yields.
    """
    reasoning = request.reasoning
    if reasoning is None:
        return Plan()
    if reasoning.effort == "none":
        # A model that does not think needs no word to leave it.
        return Plan(wire.ThinkingDisabled()) if profile.reasoning != "none" else Plan()
    match profile.reasoning:
        case "none":
            return Plan(dropped=("reasoning",))
        case "effort":
            unsaid = ("reasoning.summary",) if reasoning.summary is not None else ()
            return Plan(effort=_effort(reasoning), dropped=(*unsaid, *_second_wish(reasoning)))
        case "adaptive":
            return _adaptive(request, reasoning)
        case "budget":
            return _budgeted(request, reasoning, max_tokens)


def _adaptive(request: Request, reasoning: Reasoning) -> Plan:
    effort = _effort(reasoning)
    if _forces_a_tool(request):
        return Plan(effort=effort, dropped=("reasoning",))
    return Plan(wire.ThinkingAdaptive(_display(reasoning)), effort, _second_wish(reasoning))


def _budgeted(request: Request, reasoning: Reasoning, max_tokens: int) -> Plan:
    budget = reasoning.budget
    if budget is None:
        wanted = _BUDGETS.get(reasoning.effort or "medium", _BUDGETS["medium"])
        budget = min(wanted, max_tokens * _THOUGHT_OF_FOUR // 4)
    budget = min(max(budget, _SMALLEST_BUDGET), max_tokens - 1)
    if budget < _SMALLEST_BUDGET or _forces_a_tool(request) or _thought_is_missing(request):
        return Plan(dropped=("reasoning",))
    both = reasoning.effort is not None and reasoning.budget is not None
    dropped = ("reasoning.effort",) if both else ()
    return Plan(wire.ThinkingEnabled(budget, _display(reasoning)), dropped=dropped)


def _effort(reasoning: Reasoning) -> wire.Effort | None:
    """Return the effort in the API's words, for a budget the smallest that reaches it."""
    if reasoning.effort is not None:
        return _EFFORTS.get(reasoning.effort)
    budget = reasoning.budget
    if budget is None:
        return None
    reaching = [name for name, tokens in _BUDGETS.items() if tokens >= budget]
    return _EFFORTS[reaching[0]] if reaching else "max"


def _display(reasoning: Reasoning) -> wire.Display | None:
    return "summarized" if reasoning.summary is not None else None


def _second_wish(reasoning: Reasoning) -> tuple[str, ...]:
    """Name a budget beside an effort, where only the effort can be said."""
    both = reasoning.effort is not None and reasoning.budget is not None
    return ("reasoning.budget",) if both else ()


def _forces_a_tool(request: Request) -> bool:
    """Say whether a tool has to be called: the API refuses that beside thinking."""
    choice = request.tool_choice
    return choice is not None and (not isinstance(choice, Choice) or choice.mode == "required")


def _thought_is_missing(request: Request) -> bool:
    """Say whether the last turn that called tools came without its thought.

    The API then refuses a budget: such a turn has to begin with the thought that led to it,
    and callers of other dialects seldom give it back. One turn may be several messages: a caller
    of `openai-responses` sends a thought and the calls after it one by one.
    """
    turn: list[Part] = []
    for message in reversed(request.messages):
        if message.role == "assistant":
            turn += message.parts
        elif turn:
            break
    called = any(isinstance(part, ToolCall) for part in turn)
    signed = any(isinstance(part, Thinking) and part.signature for part in turn)
    return called and not signed
