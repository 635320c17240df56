"""A request, written for a provider as `POST /v1/chat/completions`."""

import msgspec

from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import JsonObject, JsonSchema, Reasoning, Request
from ai_gateway.dialects.openai_chat.content_writer import ContentWriter, inexpressible
from ai_gateway.dialects.openai_chat.message_writer import MessageWriter
from ai_gateway.dialects.openai_chat.quirks import Quirks
from ai_gateway.dialects.openai_chat.request_shapes import (
    ChatRequest,
    JsonObjectFormat,
    JsonSchemaFormat,
    SchemaDefinition,
    StreamOptions,
)
from ai_gateway.dialects.openai_chat.service_tier import write_service_tier
from ai_gateway.dialects.openai_chat.tool_writer import ToolWriter
from ai_gateway.dialects.translation import Written

_ENCODER = msgspec.json.Encoder()

# The most tokens of thought that an effort stands for, as Google's own translation between the
# two has it (ai.google.dev/gemini-api/docs/openai, thinking).
_BUDGETS = ((0, "none"), (1_024, "low"), (8_192, "medium"))


def write_request(request: Request, profile: Profile, quirks: Quirks) -> Written:
    """Return the body for a server with `quirks`; see `ProviderDialect.write_request`."""
    if request.previous is not None:
        raise inexpressible(
            "previous",
            "the id of an earlier answer",
            "it keeps no conversations",
            "Send the whole conversation.",
        )
    dropped: dict[str, None] = dict.fromkeys(request.extras)
    parts = ContentWriter(quirks, profile.image_links, dropped)
    tools = ToolWriter(quirks, parts, request, dropped)
    offered, search = tools.tools(), tools.search()
    wire = ChatRequest(
        model=request.model,
        messages=MessageWriter(quirks, parts, dropped).write(request.messages),
        tools=offered,
        tool_choice=tools.choice() if offered else None,
        parallel_tool_calls=request.parallel_tool_calls if offered else None,
        web_search_options=search,
        response_format=_output(request),
        stop=list(request.stop) or None,
        n=request.n,
        logprobs=None if request.top_logprobs is None else True,
        top_logprobs=request.top_logprobs or None,
        stream=request.stream or None,
        # Asked for whatever the caller wants, because the call has to be paid.
        stream_options=StreamOptions(include_usage=True) if request.stream else None,
        cache_control=parts.control(request.cache),
    )
    _bound(wire, request, quirks)
    _tune(wire, request, profile, dropped)
    _label(wire, request, quirks, dropped)
    return Written(_ENCODER.encode(wire), tuple(dropped))


def _output(request: Request) -> JsonObjectFormat | JsonSchemaFormat | None:
    match request.output:
        case None:
            return None
        case JsonObject():
            return JsonObjectFormat()
        case JsonSchema(schema, name, description, strict):
            raw = msgspec.Raw(schema.encode())
            return JsonSchemaFormat(SchemaDefinition(name, description, raw, strict))


def _bound(wire: ChatRequest, request: Request, quirks: Quirks) -> None:
    """Bound the answer by the only name that reasoning models or older servers know."""
    if quirks.current:
        wire.max_completion_tokens = request.max_tokens
    else:
        wire.max_tokens = request.max_tokens


def _tune(wire: ChatRequest, request: Request, profile: Profile, dropped: dict[str, None]) -> None:
    sampling = request.sampling
    if profile.sampling:
        wire.temperature, wire.top_p = sampling.temperature, sampling.top_p
    else:
        _drop(dropped, "sampling.temperature", sampling.temperature)
        _drop(dropped, "sampling.top_p", sampling.top_p)
    wire.frequency_penalty = sampling.frequency_penalty
    wire.presence_penalty = sampling.presence_penalty
    wire.seed = sampling.seed
    if sampling.logit_bias is not None:
        biases = sampling.logit_bias.items()
        # OpenAI's own biases are integers.
        wire.logit_bias = {key: int(bias) if bias == int(bias) else bias for key, bias in biases}
    _drop(dropped, "sampling.top_k", sampling.top_k)
    if request.reasoning is not None:
        wire.reasoning_effort = _effort(request.reasoning, profile, dropped)


def _effort(reasoning: Reasoning, profile: Profile, dropped: dict[str, None]) -> str | None:
    _drop(dropped, "reasoning.summary", reasoning.summary)
    effort = reasoning.effort
    if effort is None and reasoning.budget is not None:
        budget = reasoning.budget
        effort = next((name for most, name in _BUDGETS if budget <= most), "high")
    if profile.reasoning == "none":
        # A model that does not think does what `none` asks.
        _drop(dropped, "reasoning", None if effort == "none" else reasoning)
        return None
    return effort


def _label(wire: ChatRequest, request: Request, quirks: Quirks, dropped: dict[str, None]) -> None:
    wire.user, wire.metadata = request.user, request.metadata
    wire.service_tier = write_service_tier(request.service_tier)
    if wire.service_tier is None:
        _drop(dropped, "service_tier", request.service_tier)
    if quirks.current:
        wire.verbosity, wire.store = request.verbosity, request.store
        wire.prompt_cache_key = request.cache_key
        return
    _drop(dropped, "verbosity", request.verbosity)
    _drop(dropped, "store", request.store)
    _drop(dropped, "cache_key", request.cache_key)


def _drop(dropped: dict[str, None], field: str, value: object) -> None:
    if value is not None:
        dropped[field] = None
