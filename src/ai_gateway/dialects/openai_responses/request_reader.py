"""A request to `/v1/responses`, as it is asked in no vendor's terms.

Source: `openai.types.responses.ResponseCreateParams`.
"""

import re

import msgspec

from ai_gateway.core.errors import InvalidJson, InvalidRequest
from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.request import (
    JsonObject,
    JsonSchema,
    Message,
    OutputFormat,
    Reasoning,
    Request,
    Sampling,
)
from ai_gateway.dialects.neutral.tool import Tool, WebSearch
from ai_gateway.dialects.openai_responses import shapes
from ai_gateway.dialects.openai_responses.input_reader import foreign_item, read_input
from ai_gateway.dialects.openai_responses.tools import read_tool, read_tool_choice
from ai_gateway.dialects.wire import decode_strictly

_PARAMS = msgspec.json.Decoder(shapes.CreateParams)
_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_KNOWN = frozenset(shapes.CreateParams.__struct_fields__)

_ENCRYPTED = "reasoning.encrypted_content"
_LOGPROBS = "message.output_text.logprobs"

_STORED = {
    "conversation": "a conversation that OpenAI keeps",
    "prompt": "a prompt template that OpenAI keeps",
    "background": "an answer that is made later and kept until it is fetched",
}

# msgspec ends its messages with the place: "Expected `str`, got `int` - at `$.input[0].role`".
_PLACE = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")
_MISSING = re.compile(r"^Object missing required field `(?P<name>[^`]+)`")
_INDEX = re.compile(r"\[(\d+|\.\.\.)\]")


def read_request(body: bytes) -> Request:
    """Return what `body` asks for.

    Raises `InvalidJson`, and `InvalidRequest` naming the field for what is malformed and for
    what only a provider that keeps responses could do. Encrypted reasoning is always given, so
    that asking for it changes nothing.
    """
    try:
        body.decode()  # msgspec does not look into the strings that it skips
        params, unknown = _decode(body)
    except msgspec.ValidationError as error:
        raise foreign_item(body) or _malformed(error) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidJson(
            f"The request body must be one JSON object, and it cannot be read: {error}."
        ) from None
    _refuse_stored(params)
    tools = _read_tools(params)
    return Request(
        model=params.model,
        messages=_read_messages(params),
        tools=tools,
        tool_choice=read_tool_choice(params.tool_choice),
        parallel_tool_calls=params.parallel_tool_calls,
        output=_read_format(params.text),
        max_tokens=params.max_output_tokens,
        sampling=Sampling(temperature=params.temperature, top_p=params.top_p),
        top_logprobs=_read_top_logprobs(params),
        reasoning=_read_reasoning(params.reasoning),
        stream=params.stream is True,
        service_tier=params.service_tier,
        user=params.safety_identifier or params.user,
        metadata=params.metadata,
        cache_key=params.prompt_cache_key,
        verbosity=params.text.verbosity if params.text else None,
        previous=params.previous_response_id,
        store=params.store,
        extras=(*unknown, *_extras(params, tools)),
    )


def _decode(body: bytes) -> tuple[shapes.CreateParams, tuple[str, ...]]:
    """Return the parameters, and the names of those that OpenAI does not know, or not yet."""
    try:
        return decode_strictly(_PARAMS, body), ()
    except msgspec.ValidationError:
        # Read again only here, so that the usual request is read once.
        members = decode_strictly(_MEMBERS, body)
        unknown = tuple(name for name in members if name not in _KNOWN)
        if not unknown:
            raise
        known = {name: value for name, value in members.items() if name in _KNOWN}
        named = tuple(name for name in unknown if bytes(members[name]) != b"null")
        return _PARAMS.decode(msgspec.json.encode(known)), named


def _malformed(error: msgspec.ValidationError, within: str = "") -> InvalidRequest:
    text = str(error)
    place = _PLACE.search(text)
    inner = _INDEX.sub(r".\1", place["path"]) if place else ""
    missing = _MISSING.match(text)
    path = f"{within}.{inner}.{missing['name'] if missing else ''}".strip(".").replace("..", ".")
    reason = text[: place.start()] if place else text
    named = f"`{path}`" if path else "The request body"
    return InvalidRequest(
        f"{named} is not as OpenAI's responses define it: {reason}. Send it in that form.",
        field=path or None,
    )


def _refuse_stored(params: shapes.CreateParams) -> None:
    asked = {
        "conversation": shapes.given(params.conversation),
        "prompt": shapes.given(params.prompt),
        "background": params.background,
    }
    for field, value in asked.items():
        if value:
            raise InvalidRequest(
                f"`{field}` asks for {_STORED[field]}, and the provider that this request goes to"
                f" keeps none. Leave `{field}` out and send what it stands for in `input`, or"
                " choose the provider openai.",
                field=field,
            )


def _read_messages(params: shapes.CreateParams) -> tuple[Message, ...]:
    messages = read_input(params.input)
    if params.instructions:
        first = Message("system", (Text(params.instructions),), at="instructions")
        return (first, *messages)
    return tuple(messages)


def _read_tools(params: shapes.CreateParams) -> tuple[Tool, ...]:
    tools: list[Tool] = []
    for index, raw in enumerate(params.tools or ()):
        at = f"tools.{index}"
        try:
            tools.append(read_tool(raw, at, params.max_tool_calls))
        except msgspec.ValidationError as error:
            raise _malformed(error, at) from None
    return tuple(tools)


def _read_format(text: shapes.TextConfig | None) -> OutputFormat | None:
    wanted = text.format if text else None
    if wanted is None or wanted.type == "text":
        return None
    if wanted.type == "json_object":
        return JsonObject()
    schema = shapes.given(wanted.schema)
    if wanted.type != "json_schema" or schema is None:
        raise InvalidRequest(
            f"`text.format` is of type `{wanted.type}`"
            f"{' without `schema`' if wanted.type == 'json_schema' else ''}. Expected `text`,"
            " `json_object`, or `json_schema` with its `schema`.",
            field="text.format",
        )
    return JsonSchema(schema, wanted.name or "answer", wanted.description, wanted.strict)


def _read_top_logprobs(params: shapes.CreateParams) -> int | None:
    if _LOGPROBS in (params.include or ()):
        return params.top_logprobs or 0
    # 0 is what responses themselves say where nothing was asked for.
    return params.top_logprobs or None


def _read_reasoning(config: shapes.ReasoningConfig | None) -> Reasoning | None:
    if config is None:
        return None
    summary = config.summary or config.generate_summary
    if config.effort is None and summary is None:
        return None
    return Reasoning(effort=config.effort, summary=summary)


def _extras(params: shapes.CreateParams, tools: tuple[Tool, ...]) -> tuple[str, ...]:
    """Return the names of known parameters that have no place, where they ask for something."""
    reasoning = params.reasoning or shapes.ReasoningConfig()
    searches = any(isinstance(tool, WebSearch) for tool in tools)
    asked = {
        "max_tool_calls": params.max_tool_calls is not None and not searches,
        "user": bool(params.user and params.safety_identifier),
        "reasoning.context": shapes.given(reasoning.context) is not None,
        "reasoning.mode": shapes.given(reasoning.mode) is not None,
    }
    included = tuple(
        f"include.{name}" for name in params.include or () if name not in (_ENCRYPTED, _LOGPROBS)
    )
    return (*(name for name, is_asked in asked.items() if is_asked), *included)
