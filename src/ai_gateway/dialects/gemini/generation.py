"""How an answer is to be generated: its bounds, its form, its sampling, its thinking."""

import msgspec

from ai_gateway.dialects.gemini.question import GenerationConfig, ThinkingConfig
from ai_gateway.dialects.gemini.schema import rewrite
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import JsonSchema, Reasoning, Request

# Google's own translation between the two (https://ai.google.dev/gemini-api/docs/openai,
# thinking). What other vendors have above `high` is `high`: the wire's XHIGH is new, and most
# models refuse it.
_BUDGETS = {"none": 0, "minimal": 1_024, "low": 1_024, "medium": 8_192}
_MOST = 24_576
_LEVELS = {"none": "MINIMAL", "minimal": "MINIMAL", "low": "LOW", "medium": "MEDIUM"}

_DYNAMIC = -1
"""The budget that leaves it to the model."""


def write_generation(
    request: Request, profile: Profile, dropped: dict[str, None]
) -> GenerationConfig | None:
    """Return the wire's `generationConfig`, None where it says nothing.

    Names in `dropped` what it leaves out. Raises `InvalidRequest` for a schema that has no like.
    """
    config = GenerationConfig(
        candidate_count=request.n,
        max_output_tokens=request.max_tokens,
        stop_sequences=list(request.stop) or None,
        response_logprobs=None if request.top_logprobs is None else True,
        logprobs=request.top_logprobs or None,
        thinking_config=_thinking(request.reasoning, profile, dropped),
    )
    _sample(config, request, profile, dropped)
    if request.output is not None:
        config.response_mime_type = "application/json"
        if isinstance(request.output, JsonSchema):
            config.response_json_schema = msgspec.Raw(_schema(request.output))
    return None if config == GenerationConfig() else config


def _sample(
    config: GenerationConfig, request: Request, profile: Profile, dropped: dict[str, None]
) -> None:
    sampling = request.sampling
    if profile.sampling:
        config.temperature, config.top_p = sampling.temperature, sampling.top_p
        config.top_k = sampling.top_k
    else:
        _drop(dropped, "sampling.temperature", sampling.temperature)
        _drop(dropped, "sampling.top_p", sampling.top_p)
        _drop(dropped, "sampling.top_k", sampling.top_k)
    config.frequency_penalty = sampling.frequency_penalty
    config.presence_penalty = sampling.presence_penalty
    config.seed = sampling.seed
    _drop(dropped, "sampling.logit_bias", sampling.logit_bias)


def _schema(output: JsonSchema) -> bytes:
    schema = rewrite(output.schema, "output")
    if output.description is None:
        return schema
    # The description of the whole has no member of its own; the schema's own goes before it.
    members = msgspec.json.decode(schema, type=dict[str, msgspec.Raw])
    described = msgspec.Raw(msgspec.json.encode(output.description))
    return msgspec.json.encode({"description": described} | members)


def _thinking(
    reasoning: Reasoning | None, profile: Profile, dropped: dict[str, None]
) -> ThinkingConfig | None:
    if reasoning is None:
        return None
    if profile.reasoning == "none":
        # A model that does not think does what `none` asks.
        _drop(dropped, "reasoning", None if reasoning.effort == "none" else reasoning)
        return None
    # Whoever hands out a budget expects the thoughts: Anthropic's callers do not say it twice.
    told = reasoning.summary is not None or reasoning.budget is not None or reasoning.adaptive
    config = ThinkingConfig(include_thoughts=told or None)
    if profile.reasoning == "budget":
        config.thinking_budget = _budget(reasoning)
    else:
        config.thinking_level = _level(reasoning)
        if reasoning.effort == "none":
            # The least that these models can be told is still to think a little.
            dropped["reasoning.effort"] = None
    return config


def _budget(reasoning: Reasoning) -> int | None:
    if reasoning.budget is not None:
        return reasoning.budget
    if reasoning.effort is not None:
        return _BUDGETS.get(reasoning.effort, _MOST)
    return _DYNAMIC if reasoning.adaptive else None


def _level(reasoning: Reasoning) -> str | None:
    if reasoning.effort is not None:
        return _LEVELS.get(reasoning.effort, "HIGH")
    if reasoning.budget is None:
        return None
    if reasoning.budget <= _BUDGETS["low"]:
        return "LOW"
    return "MEDIUM" if reasoning.budget <= _BUDGETS["medium"] else "HIGH"


def _drop(dropped: dict[str, None], field: str, value: object) -> None:
    if value is not None:
        dropped[field] = None
