"""A request in no vendor's terms, as a request to `/v1/responses`."""

import msgspec

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import JsonObject, OutputFormat, Reasoning, Request
from ai_gateway.dialects.neutral.tool import Function, Tool, WebSearch
from ai_gateway.dialects.openai_responses.input_writer import InputWriter
from ai_gateway.dialects.openai_responses.tools import write_tool, write_tool_choice
from ai_gateway.dialects.translation import Written

_TIERS = frozenset(("auto", "default", "flex", "scale", "priority", "fast", "ultrafast"))

# Where a budget of thinking tokens stands between OpenAI's efforts. The bounds are those that
# Anthropic's and Google's guides use for light, ordinary and deep thinking.
_EFFORTS = ((2048, "low"), (16384, "medium"))

Members = dict[str, object]


def write_request(request: Request, profile: Profile) -> Written:
    """Return the body that asks OpenAI for what `request` asks; see `ProviderDialect`.

    Nothing is stored with OpenAI unless the caller asked for it: a caller of another dialect
    cannot know that responses are stored by default.
    """
    _refuse(request)
    writer = InputWriter(links=profile.image_links)
    body: Members = {
        "model": request.model,
        "input": writer.items(request.messages),
        "store": request.store is True,
    }
    body |= _known(
        max_output_tokens=request.max_tokens,
        parallel_tool_calls=request.parallel_tool_calls,
        previous_response_id=request.previous,
        prompt_cache_key=request.cache_key,
        metadata=request.metadata,
        user=request.user,
        stream=request.stream or None,
        text=write_text(request.output, request.verbosity),
        service_tier=request.service_tier if request.service_tier in _TIERS else None,
    )
    body |= _tools(request) | _sampling(request, profile) | _reasoning(request, profile)
    include = _include(request, profile)
    if include:
        body["include"] = include
    dropped = (*_dropped(request, profile), *writer.dropped, *request.extras)
    return Written(msgspec.json.encode(body), tuple(dict.fromkeys(dropped)))


def write_text(output: OutputFormat | None, verbosity: str | None) -> Members | None:
    """Return `text`: the form of the answer, None where nothing is said of it."""
    written = _known(verbosity=verbosity)
    if isinstance(output, JsonObject):
        written["format"] = {"type": "json_object"}
    elif output is not None:
        written["format"] = {
            "type": "json_schema",
            "name": output.name,
            "schema": msgspec.Raw(output.schema.encode()),
        } | _known(description=output.description, strict=output.strict)
    return written or None


def write_effort(reasoning: Reasoning) -> str | None:
    """Return the effort that `reasoning` asks for, None where it is left to the model."""
    if reasoning.effort is not None or reasoning.budget is None:
        return reasoning.effort
    for bound, effort in _EFFORTS:
        if reasoning.budget < bound:
            return effort
    return "high"


def write_max_tool_calls(tools: tuple[Tool, ...]) -> int | None:
    """Return the bound of all tools that OpenAI runs, where a search is the only one."""
    own = [tool for tool in tools if not isinstance(tool, Function)]
    search = own[0] if len(own) == 1 else None
    return search.max_uses if isinstance(search, WebSearch) else None


def _refuse(request: Request) -> None:
    if request.n is not None and request.n != 1:
        raise InvalidRequest(
            f"`n` is {request.n}, and OpenAI's responses give one answer. Ask as often as you"
            " want answers, or choose another provider.",
            field="n",
        )
    if request.stop:
        raise InvalidRequest(
            f"`stop` holds {len(request.stop)} sequences, and OpenAI's responses cannot be told"
            " where to stop. Leave `stop` out, or choose a provider that takes it.",
            field="stop",
        )


def _tools(request: Request) -> Members:
    if not request.tools:
        return {}
    choice = request.tool_choice
    return {"tools": [write_tool(tool) for tool in request.tools]} | _known(
        tool_choice=write_tool_choice(choice, request.tools) if choice else None,
        max_tool_calls=write_max_tool_calls(request.tools),
    )


def _sampling(request: Request, profile: Profile) -> Members:
    members = _known(top_logprobs=request.top_logprobs)
    if profile.sampling:
        sampling = request.sampling
        members |= _known(temperature=sampling.temperature, top_p=sampling.top_p)
    return members


def _reasoning(request: Request, profile: Profile) -> Members:
    wanted = request.reasoning
    if wanted is None or profile.reasoning == "none":
        return {}
    members = _known(effort=write_effort(wanted), summary=wanted.summary)
    return {"reasoning": members} if members else {}


def _include(request: Request, profile: Profile) -> list[str]:
    include: list[str] = []
    if profile.reasoning != "none":
        # What is not stored has to come back with the caller's next request.
        include.append("reasoning.encrypted_content")
    if request.top_logprobs is not None:
        include.append("message.output_text.logprobs")
    return include


def _dropped(request: Request, profile: Profile) -> list[str]:
    sampling = request.sampling
    missing = {
        "sampling.temperature": sampling.temperature is not None and not profile.sampling,
        "sampling.top_p": sampling.top_p is not None and not profile.sampling,
        "sampling.top_k": sampling.top_k is not None,
        "sampling.frequency_penalty": sampling.frequency_penalty is not None,
        "sampling.presence_penalty": sampling.presence_penalty is not None,
        "sampling.seed": sampling.seed is not None,
        "sampling.logit_bias": sampling.logit_bias is not None,
        "reasoning": request.reasoning is not None and profile.reasoning == "none",
        "service_tier": request.service_tier is not None and request.service_tier not in _TIERS,
        "cache": request.cache is not None
        or any(getattr(tool, "cache", None) is not None for tool in request.tools),
    }
    return [name for name, is_missing in missing.items() if is_missing]


def _known(**members: object) -> Members:
    return {name: value for name, value in members.items() if value is not None}
