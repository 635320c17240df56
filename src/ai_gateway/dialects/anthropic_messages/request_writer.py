"""The neutral form into a request for the provider."""

from collections.abc import Iterable

import msgspec

from ai_gateway.dialects.anthropic_messages import question as wire
from ai_gateway.dialects.anthropic_messages.cache_marks import write_mark
from ai_gateway.dialects.anthropic_messages.parsing import refusal
from ai_gateway.dialects.anthropic_messages.schema import enforceable
from ai_gateway.dialects.anthropic_messages.thinking_writer import Plan, plan_thinking
from ai_gateway.dialects.anthropic_messages.tool_writer import write_choice, write_tools
from ai_gateway.dialects.anthropic_messages.turn_writer import write_turns
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import JsonObject, JsonSchema, Request, Sampling
from ai_gateway.dialects.translation import Written

_LONGEST_USER_ID = 256
"""Characters; the API refuses more, and a label must not fail a call."""

_LEAST_TOP_P_WITH_THINKING = 0.95

# `auto` is priority capacity where the account has some.
_TIERS: dict[str, wire.ServiceTier] = {
    "auto": "auto",
    "priority": "auto",
    "default": "standard_only",
}

_UNKNOWN_HERE = ("cache_key", "metadata", "verbosity")
_UNKNOWN_SAMPLING = ("frequency_penalty", "presence_penalty", "seed", "logit_bias")


def write_request(request: Request, profile: Profile) -> Written:
    """Return the body. See `ProviderDialect.write_request` for what is raised."""
    _refuse(request)
    dropped = [*request.extras, *_unknown(request)]
    question = _base(request, profile, dropped)
    # A caller who set no bound gets all that the model can write.
    bound = profile.max_output if request.max_tokens is None else request.max_tokens
    plan = plan_thinking(request, profile, bound)
    dropped += plan.dropped
    _sample(question, request.sampling, plan, profile, dropped)
    question.max_tokens = bound
    question.thinking = plan.thinking
    question.output_config = _output(request, plan.effort, dropped)
    question.stop_sequences = _stop(request.stop, dropped)
    question.stream = request.stream or None
    question.metadata = _metadata(request.user, dropped)
    question.service_tier = _tier(request.service_tier, dropped)
    return _written(question, dropped)


def write_count_request(request: Request, profile: Profile) -> Written:
    """Return the body that asks how many tokens `request` has; it takes fewer parameters."""
    dropped: list[str] = list(request.extras)
    question = _base(request, profile, dropped)
    plan = plan_thinking(request, profile, request.max_tokens or profile.max_output)
    question.thinking = plan.thinking
    question.output_config = _output(request, plan.effort, dropped)
    return _written(question, dropped)


def _written(question: wire.WrittenQuestion, dropped: Iterable[str]) -> Written:
    return Written(msgspec.json.encode(question), tuple(dict.fromkeys(dropped)))


def _base(request: Request, profile: Profile, dropped: list[str]) -> wire.WrittenQuestion:
    turns = write_turns(request.messages, profile, dropped)
    return wire.WrittenQuestion(
        model=request.model,
        messages=turns.messages,
        system=turns.system or None,
        tools=write_tools(request, dropped),
        tool_choice=write_choice(request),
        cache_control=write_mark(request.cache),
    )


def _refuse(request: Request) -> None:
    """Refuse what changes the answer and has no word here."""
    if request.n is not None and request.n > 1:
        raise refusal(
            "n", str(request.n), "Anthropic gives one answer to a request", "Ask once for each."
        )
    if request.top_logprobs is not None:
        raise refusal(
            "top_logprobs",
            str(request.top_logprobs),
            "Anthropic tells no log-probabilities, and the answer would lack what was asked for",
            "Leave it out.",
        )
    if request.previous is not None:
        raise refusal(
            "previous",
            "the id of a stored answer",
            "Anthropic stores none to go on from",
            "Send the conversation in full.",
        )


def _unknown(request: Request) -> list[str]:
    names = [name for name in _UNKNOWN_HERE if getattr(request, name) is not None]
    names += [
        f"sampling.{name}"
        for name in _UNKNOWN_SAMPLING
        if getattr(request.sampling, name) is not None
    ]
    return [*names, "store"] if request.store else names


def _sample(
    question: wire.WrittenQuestion,
    sampling: Sampling,
    plan: Plan,
    profile: Profile,
    dropped: list[str],
) -> None:
    """Set what the API takes: with thinking nearly nothing, and never two at once.

    Models from Claude Opus 4.1 on refuse `temperature` beside `top_p`; the temperature is what
    callers set on purpose. Other vendors' temperatures go to 2, and 1 is this one's default.
    """
    temperature, top_p, top_k = sampling.temperature, sampling.top_p, sampling.top_k
    if not profile.sampling or (temperature is not None and temperature > 1):
        temperature = None
    if plan.thinks and temperature != 1:
        temperature = None
    if not profile.sampling or temperature is not None:
        top_p = None
    if plan.thinks and top_p is not None and top_p < _LEAST_TOP_P_WITH_THINKING:
        top_p = None
    if plan.thinks or not profile.sampling:
        top_k = None
    question.temperature, question.top_p, question.top_k = temperature, top_p, top_k
    dropped += [
        f"sampling.{name}"
        for name in ("temperature", "top_p", "top_k")
        if getattr(sampling, name) != getattr(question, name)
    ]


def _output(
    request: Request, effort: wire.Effort | None, dropped: list[str]
) -> wire.OutputConfig | None:
    wanted = request.output
    if isinstance(wanted, JsonObject):
        raise refusal(
            "output",
            "a JSON object of any shape",
            "Anthropic holds an answer to a schema or to nothing",
            "Ask for a JSON schema, or for JSON in words and no format.",
        )
    if isinstance(wanted, JsonSchema):
        if wanted.description is not None:
            dropped.append("output.description")
        return wire.OutputConfig(effort, wire.JsonFormat(enforceable(wanted.schema)))
    return wire.OutputConfig(effort) if effort is not None else None


def _stop(stop: tuple[str, ...], dropped: list[str]) -> list[str] | None:
    # The API refuses a stop sequence of white space.
    kept = [sequence for sequence in stop if sequence.strip()]
    if len(kept) < len(stop):
        dropped.append("stop")
    return kept or None


def _metadata(user: str | None, dropped: list[str]) -> wire.Metadata | None:
    if user is None:
        return None
    if len(user) > _LONGEST_USER_ID:
        dropped.append("user")
        return None
    return wire.Metadata(user)


def _tier(tier: str | None, dropped: list[str]) -> wire.ServiceTier | None:
    if tier is not None and tier not in _TIERS:
        dropped.append("service_tier")
    return _TIERS.get(tier) if tier is not None else None
