"""A caller's `POST /v1/chat/completions`, read."""

import re
from typing import TypeVar

import msgspec

from ai_gateway.core.errors import InvalidJson, InvalidRequest
from ai_gateway.dialects.neutral.request import (
    JsonObject,
    JsonSchema,
    OutputFormat,
    Reasoning,
    Request,
    Sampling,
)
from ai_gateway.dialects.openai_chat.cache_mark import read_mark
from ai_gateway.dialects.openai_chat.message_reader import read_messages
from ai_gateway.dialects.openai_chat.request_shapes import (
    ChatRequest,
    JsonObjectFormat,
    JsonSchemaFormat,
)
from ai_gateway.dialects.openai_chat.tool_reader import read_schema, read_tool_choice, read_tools
from ai_gateway.dialects.wire import decode_strictly

_REQUEST = msgspec.json.Decoder(ChatRequest)
_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_KNOWN = frozenset(ChatRequest.__struct_fields__)

_EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
_SWITCHES = ("enabled", "adaptive", "disabled")

# Where msgspec says that something is: `Expected `int`, got `str` - at `$.messages[0].content``.
_PLACE = re.compile(r"(?P<what>.*?)(?: - at `\$\.?(?P<path>.*)`)?", re.DOTALL)

T = TypeVar("T")


def read_request(body: bytes) -> Request:
    """Return what `body` asks for; see `CallerDialect.read_request`."""
    wire = _decode(_REQUEST, body)
    _refuse_speech(wire)
    options = wire.stream_options
    return Request(
        model=wire.model,
        messages=read_messages(wire.messages),
        tools=read_tools(wire),
        tool_choice=read_tool_choice(wire),
        # An answer in the old shape has room for one call.
        parallel_tool_calls=False if wire.functions else wire.parallel_tool_calls,
        output=_read_output(wire),
        max_tokens=_first(wire.max_completion_tokens, wire.max_tokens),
        sampling=_read_sampling(wire),
        stop=(wire.stop,) if isinstance(wire.stop, str) else tuple(wire.stop or ()),
        n=wire.n,
        top_logprobs=(wire.top_logprobs or 0) if wire.logprobs else None,
        reasoning=_read_reasoning(wire),
        stream=bool(wire.stream),
        include_usage=options.include_usage if options else None,
        service_tier=wire.service_tier,
        user=_first(wire.safety_identifier, wire.user),
        metadata=wire.metadata,
        cache_key=wire.prompt_cache_key,
        cache=read_mark("", wire.cache_control),
        verbosity=wire.verbosity,
        store=wire.store,
        extras=_extras(body, wire),
        legacy_functions=bool(wire.functions),
    )


def _refuse_speech(wire: ChatRequest) -> None:
    """Refuse what changes the answer and has no place in the neutral form."""
    if wire.modalities and set(wire.modalities) != {"text"}:
        raise InvalidRequest(
            f"`modalities` is {wire.modalities!r}, and between dialects an answer can only be"
            " text. Ask for `text` alone, or choose a provider of chat completions.",
            field="modalities",
        )
    if wire.moderation is not None:
        raise InvalidRequest(
            "`moderation` asks OpenAI to judge the question and the answer, which no other"
            " provider does for it. Leave it out, or choose a provider of chat completions.",
            field="moderation",
        )


def _read_output(wire: ChatRequest) -> OutputFormat | None:
    match wire.response_format:
        case JsonObjectFormat():
            return JsonObject()
        case JsonSchemaFormat(definition):
            schema = read_schema(definition.schema) or "{}"
            return JsonSchema(schema, definition.name, definition.description, definition.strict)
        case _:
            return None


def _read_sampling(wire: ChatRequest) -> Sampling:
    return Sampling(
        temperature=wire.temperature,
        top_p=wire.top_p,
        top_k=wire.top_k,
        frequency_penalty=wire.frequency_penalty,
        presence_penalty=wire.presence_penalty,
        seed=wire.seed,
        logit_bias=wire.logit_bias,
    )


def _read_reasoning(wire: ChatRequest) -> Reasoning | None:
    """Return the one wish that OpenAI, Portkey and OpenRouter have three members for."""
    thinking, options = wire.thinking, wire.reasoning
    if wire.reasoning_effort is None and thinking is None and options is None:
        return None
    _one_of("reasoning_effort", wire.reasoning_effort, _EFFORTS)
    _one_of("reasoning.effort", options.effort if options else None, _EFFORTS)
    _one_of("thinking.type", thinking.type if thinking else None, _SWITCHES)
    effort = _first(wire.reasoning_effort, options.effort if options else None)
    off = (thinking and thinking.type == "disabled") or (options and options.enabled is False)
    if off and effort is None:
        return Reasoning("none")
    on = (thinking and thinking.type == "adaptive") or (options and options.enabled)
    budget = _first(
        thinking.budget_tokens if thinking else None, options.max_tokens if options else None
    )
    return Reasoning(
        effort,
        budget,
        adaptive=bool(on) and budget is None,
        summary=options.summary if options else None,
    )


def _one_of(field: str, value: str | None, known: tuple[str, ...]) -> None:
    if value is not None and value not in known:
        expected = ", ".join(f"`{name}`" for name in known)
        raise InvalidRequest(
            f"`{field}` is {value!r}; expected one of {expected}. Send one of these.", field=field
        )


def _extras(body: bytes, wire: ChatRequest) -> tuple[str, ...]:
    names = [name for name in _decode(_MEMBERS, body) if name not in _KNOWN]
    if wire.audio is not None:
        names.append("audio")
    if wire.stream_options and wire.stream_options.include_obfuscation is not None:
        names.append("stream_options.include_obfuscation")
    return tuple(names)


def _first(one: T | None, other: T | None) -> T | None:
    return other if one is None else one


def _decode(decoder: msgspec.json.Decoder[T], body: bytes) -> T:
    try:
        return decode_strictly(decoder, body)
    except msgspec.ValidationError as error:
        raise _mistake(str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidJson(
            f"The request body must be a JSON object, and it is not: {error}. Send one."
        ) from None


def _mistake(said: str) -> InvalidRequest:
    place = _PLACE.fullmatch(said)
    what, path = (place["what"], place["path"]) if place else (said, None)
    # msgspec writes `[...]` for the values of an object whose keys it does not know.
    field = re.sub(r"\[(\d+)\]", r".\1", path.replace("[...]", "")) if path else None
    where = f"`{field}`" if field else "The request"
    return InvalidRequest(
        f"{where} is not as chat completions have it: {what}. Correct it and ask again.",
        field=field,
    )
