"""The neutral form into the body of Converse, ConverseStream and CountTokens."""

import re
from collections.abc import Iterable

import msgspec

from ai_gateway.dialects.anthropic_messages.schema import enforceable
from ai_gateway.dialects.bedrock_converse import question as wire
from ai_gateway.dialects.bedrock_converse.document_name import DocumentNames
from ai_gateway.dialects.bedrock_converse.maker import Maker, maker_of
from ai_gateway.dialects.bedrock_converse.part_writer import DIALECT, Conversation, PartWriter
from ai_gateway.dialects.bedrock_converse.reasoning_writer import ReasoningPlan, plan_reasoning
from ai_gateway.dialects.bedrock_converse.refusal import refusal
from ai_gateway.dialects.bedrock_converse.sampling_writer import write_sampling
from ai_gateway.dialects.bedrock_converse.stop import SEQUENCE_PATHS
from ai_gateway.dialects.bedrock_converse.tool_writer import ToolPlan, plan_tools
from ai_gateway.dialects.bedrock_converse.turn_writer import Turns, write_turns
from ai_gateway.dialects.neutral.content import ServerToolResult
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import JsonObject, JsonSchema, Request
from ai_gateway.dialects.translation import Written

_TIERS = ("priority", "default", "flex", "reserved")

_MOST_LABELS = 16
_LABEL = re.compile(r"[a-zA-Z0-9\s:_@$#=/+,.-]{0,256}")

_UNKNOWN_HERE = ("cache_key", "user", "verbosity")


class _Parts(msgspec.Struct, frozen=True):
    """What requests for an answer and for a count have in common."""

    turns: Turns
    tools: ToolPlan
    reasoning: ReasoningPlan


def write_request(request: Request, profile: Profile) -> Written:
    """Return the body. See `ProviderDialect.write_request` for what is raised."""
    _refuse(request)
    maker = maker_of(profile.model or request.model)
    dropped = [*request.extras, *_unknown(request)]
    parts = _parts(request, profile, maker, dropped)
    sampling = write_sampling(request.sampling, profile, maker, parts.reasoning.thinks)
    dropped += sampling.dropped
    config = wire.InferenceConfig(
        request.max_tokens, sampling.temperature, sampling.top_p, _stop(request.stop, dropped)
    )
    question = wire.Question(
        messages=parts.turns.messages,
        system=parts.turns.system or None,
        inference_config=config if config != wire.InferenceConfig() else None,
        tool_config=parts.tools.config,
        output_config=_output(request, maker, parts.reasoning.effort, dropped),
        additional_model_request_fields=_fields(parts, sampling.fields),
        additional_model_response_field_paths=(
            list(SEQUENCE_PATHS) if config.stop_sequences else None
        ),
        request_metadata=_labels(request.metadata, dropped),
        service_tier=_tier(request.service_tier, dropped),
    )
    return _written(question, dropped)


def write_count_request(request: Request, profile: Profile) -> Written:
    """Return the body that asks how many tokens `request` has."""
    maker = maker_of(profile.model or request.model)
    dropped: list[str] = list(request.extras)
    parts = _parts(request, profile, maker, dropped)
    counted = wire.CountedQuestion(
        messages=parts.turns.messages,
        system=parts.turns.system or None,
        tool_config=parts.tools.config,
        additional_model_request_fields=_fields(parts, {}),
    )
    return _written(wire.CountQuestion(wire.CountInput(counted)), dropped)


def _written(question: wire.Question | wire.CountQuestion, dropped: Iterable[str]) -> Written:
    return Written(msgspec.json.encode(question), tuple(dict.fromkeys(dropped)))


def _parts(request: Request, profile: Profile, maker: Maker, dropped: list[str]) -> _Parts:
    conversation = Conversation(maker, DocumentNames(), dropped, _own_calls(request))
    turns = write_turns(request.messages, conversation)
    mark = PartWriter("cache", conversation).mark(request.cache)
    if mark is not None and turns.messages:
        # The mark of a whole request stands behind its last block.
        turns.messages[-1].content.append(mark)
    tools = plan_tools(request, maker, dropped)
    reasoning = plan_reasoning(request, profile, maker)
    dropped += reasoning.dropped
    return _Parts(turns, tools, reasoning)


def _fields(parts: _Parts, sampling: dict[str, object]) -> dict[str, object] | None:
    fields = {**sampling, **parts.reasoning.fields}
    if parts.tools.choice is not None:
        fields["tool_choice"] = parts.tools.choice
    return fields or None


def _own_calls(request: Request) -> frozenset[str]:
    return frozenset(
        part.call_id
        for message in request.messages
        for part in message.parts
        if isinstance(part, ServerToolResult) and part.dialect == DIALECT
    )


def _refuse(request: Request) -> None:
    """Refuse what changes the answer and has no word here."""
    if request.n is not None and request.n > 1:
        raise refusal(
            "n", str(request.n), "Bedrock gives one answer to a request", "Ask once for each."
        )
    if request.top_logprobs is not None:
        raise refusal(
            "top_logprobs",
            str(request.top_logprobs),
            "Converse tells no log-probabilities, and the answer would lack what was asked for",
            "Leave it out.",
        )
    if request.previous is not None:
        raise refusal(
            "previous",
            "the id of a stored answer",
            "Bedrock stores none to go on from",
            "Send the conversation in full.",
        )
    if isinstance(request.output, JsonObject):
        raise refusal(
            "output",
            "a JSON object of any shape",
            "Bedrock holds an answer to a schema or to nothing",
            "Ask for a JSON schema, or for JSON in words and no format.",
        )


def _unknown(request: Request) -> list[str]:
    names = [name for name in _UNKNOWN_HERE if getattr(request, name) is not None]
    return [*names, "store"] if request.store else names


def _output(
    request: Request, maker: Maker, effort: str | None, dropped: list[str]
) -> wire.OutputConfig | None:
    wanted = request.output
    if not isinstance(wanted, JsonSchema):
        return wire.OutputConfig(effort=effort) if effort is not None else None
    if wanted.strict is False:
        dropped.append("output.strict")  # the service always holds an answer to its schema
    schema = wanted.schema
    if maker == "anthropic":
        schema = bytes(enforceable(schema)).decode()
    definition = wire.SchemaDefinition(schema, wanted.name, wanted.description)
    return wire.OutputConfig(
        wire.TextFormat("json_schema", wire.FormatStructure(definition)), effort
    )


def _stop(stop: tuple[str, ...], dropped: list[str]) -> list[str] | None:
    # Claude refuses a stop sequence of white space, the service an empty one.
    kept = [sequence for sequence in stop if sequence.strip()]
    if len(kept) < len(stop):
        dropped.append("stop")
    return kept or None


def _labels(metadata: dict[str, str] | None, dropped: list[str]) -> dict[str, str] | None:
    """Return the labels that the service takes for its own log of calls."""
    if not metadata:
        return None
    fitting = {
        key: value
        for key, value in metadata.items()
        if key and _LABEL.fullmatch(key) and _LABEL.fullmatch(value)
    }
    kept = dict(list(fitting.items())[:_MOST_LABELS])
    if len(kept) < len(metadata):
        dropped.append("metadata")
    return kept or None


def _tier(tier: str | None, dropped: list[str]) -> wire.Tier | None:
    if tier is None or tier == "auto":
        return None  # the service chooses where nothing is said
    if tier not in _TIERS:
        dropped.append("service_tier")
        return None
    return wire.Tier(tier)
