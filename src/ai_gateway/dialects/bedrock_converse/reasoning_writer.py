"""How much a model is to think, in the words of its maker.

Source: the makers' pages in the Bedrock user guide; `outputConfig.effort` in the service model.
"""

import msgspec

from ai_gateway.dialects.anthropic_messages.thinking_writer import plan_thinking
from ai_gateway.dialects.bedrock_converse.maker import Maker
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Reasoning, Request

# The smallest budget that each effort stands for, where a maker knows efforts alone.
_EFFORT_FROM_BUDGET = ((16384, "high"), (8192, "medium"), (0, "low"))

# What each of the callers' efforts is to makers who know three.
_OF_THREE = {
    "minimal": "low",
    "low": "low",
    "medium": "medium",
    "high": "high",
    "xhigh": "high",
    "max": "high",
}


class ReasoningPlan(msgspec.Struct, frozen=True):
    """What to ask for, and which of the caller's wishes that leaves out.

    `fields` are members of `additionalModelRequestFields`, `effort` is Converse's own. `thinks`
    says that the model is one of Anthropic's, which takes hardly any sampling while it thinks.
    """

    fields: dict[str, object] = {}
    effort: str | None = None
    dropped: tuple[str, ...] = ()
    thinks: bool = False


def plan_reasoning(request: Request, profile: Profile, maker: Maker) -> ReasoningPlan:
    """Return how `request` asks this model to think. It only tunes, and never fails a request."""
    reasoning = request.reasoning
    if reasoning is None:
        return ReasoningPlan()
    if maker == "anthropic":
        return _claude(request, profile)
    effort = _effort(reasoning)
    unsaid = ("reasoning.summary",) if reasoning.summary is not None else ()
    if profile.reasoning == "none":
        return ReasoningPlan(dropped=() if effort == "none" else ("reasoning",))
    fields = _fields(effort, maker)
    return ReasoningPlan(fields, dropped=unsaid if fields else ("reasoning",))


def _claude(request: Request, profile: Profile) -> ReasoningPlan:
    """Return what Claude is told, which is what it is told by its own maker's API."""
    bound = profile.max_output if request.max_tokens is None else request.max_tokens
    plan = plan_thinking(request, profile, bound)
    fields: dict[str, object] = {} if plan.thinking is None else {"thinking": plan.thinking}
    return ReasoningPlan(fields, plan.effort, plan.dropped, plan.thinks)


def _fields(effort: str, maker: Maker) -> dict[str, object]:
    match maker:
        case "amazon":
            return _nova(effort)
        case "openai":
            return {"reasoning": {"effort": effort}}
        case "gpt-oss" | "moonshot" if effort in _OF_THREE:
            return {"reasoning_effort": _OF_THREE[effort]}
        case _:
            return {}


def _nova(effort: str) -> dict[str, object]:
    if effort == "none":
        return {"reasoningConfig": {"type": "disabled"}}
    known = _OF_THREE.get(effort, "medium")
    return {"reasoningConfig": {"type": "enabled", "maxReasoningEffort": known}}


def _effort(reasoning: Reasoning) -> str:
    """Return the effort asked for; a budget is the greatest that it pays for."""
    if reasoning.effort is not None:
        return reasoning.effort
    if reasoning.budget is None:
        return "medium"
    return next(effort for least, effort in _EFFORT_FROM_BUDGET if reasoning.budget >= least)
