"""What Gemini can be asked for, and its own way back: the body in the SDK's shapes, read again.

Nothing of the package's own wire shapes is used here, so that both sides cannot share a mistake.
"""

import base64
import json

import msgspec
from google.genai import types
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from ai_gateway.dialects.neutral.content import (
    Image,
    Part,
    RedactedThinking,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from ai_gateway.dialects.neutral.request import (
    JsonObject,
    JsonSchema,
    Message,
    OutputFormat,
    Reasoning,
    Request,
    Sampling,
)
from ai_gateway.dialects.neutral.source import Inline, Link
from ai_gateway.dialects.neutral.tool import Choice, Function, Named, Tool, ToolChoice, WebSearch
from tests.conformance.dialects.translation.neutral_strategies import (
    IMAGES,
    NAMES,
    TEXTS,
    TOOL_CALLS,
    WORDS,
    messages,
)

_SCHEMAS = st.sampled_from(
    (
        '{"type":"object","properties":{}}',
        '{"type":"object","properties":{"n":{"type":["integer","null"]}},"required":["n"]}',
        '{"type":"object","properties":{"x":{"anyOf":[{"type":"string"},{"enum":[1,2]}]}}}',
    )
)
_FUNCTIONS = st.builds(Function, name=NAMES, schema=_SCHEMAS, description=st.none() | WORDS)
_SIGNATURES = st.binary(min_size=3, max_size=12).map(lambda data: base64.b64encode(data).decode())
_SEALED = _SIGNATURES.map(lambda signature: f"gemini:{signature}")
THOUGHTS = st.builds(Thinking, text=WORDS, signature=_SEALED, summary=st.just(True))
PROOFS = st.builds(RedactedThinking, data=_SEALED)
CALLS = TOOL_CALLS | st.builds(
    ToolCall, id=NAMES, name=NAMES, arguments=st.just('{"a":1}'), signature=_SIGNATURES
)

_SAMPLINGS = st.builds(
    Sampling,
    temperature=st.none() | st.floats(0, 2),
    top_p=st.none() | st.floats(0, 1),
    top_k=st.none() | st.integers(1, 40),
    frequency_penalty=st.none() | st.floats(-2, 2),
    presence_penalty=st.none() | st.floats(-2, 2),
    seed=st.none() | st.integers(0, 2**31 - 1),
)
_OUTPUTS = st.none() | st.just(JsonObject()) | st.builds(JsonSchema, schema=_SCHEMAS)
_WORDS_THEN_FILES = st.tuples(st.lists(TEXTS, max_size=1), st.lists(IMAGES, max_size=2)).map(
    lambda both: (*both[0], *both[1])
)


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """Requests of a few turns, whose results answer calls that were made."""
    system = draw(st.none() | messages("system", TEXTS))
    said = [system] if system else []
    for _ in range(draw(st.integers(1, 3))):
        said.append(draw(messages("user", TEXTS | IMAGES)))
        answer = draw(messages("assistant", TEXTS | CALLS | THOUGHTS | PROOFS))
        said.append(answer)
        results = tuple(
            ToolResult(part.id, draw(_WORDS_THEN_FILES), draw(st.booleans()))
            for part in answer.parts
            if isinstance(part, ToolCall)
        )
        if results:
            said.append(Message("user", results))
    functions = draw(st.lists(_FUNCTIONS, max_size=3, unique_by=lambda function: function.name))
    names = tuple(function.name for function in functions)
    choices: list[ToolChoice | None] = [None]
    if names:
        choices += [Choice("auto"), Choice("none"), Choice("required"), Named(names[0])]
        choices += [Choice("auto", names[:1])]
    if len(names) > 2:
        choices += [Choice("required", names[:2])]
    return Request(
        model=draw(NAMES),
        messages=tuple(said),
        tools=(*functions, *draw(st.sampled_from([(), (WebSearch(),)]))),
        tool_choice=draw(st.sampled_from(choices)),
        output=draw(_OUTPUTS),
        max_tokens=draw(st.none() | st.integers(1, 1000)),
        sampling=draw(_SAMPLINGS),
        stop=tuple(draw(st.lists(WORDS, max_size=2))),
        n=draw(st.none() | st.integers(1, 8)),
        top_logprobs=draw(st.none() | st.integers(0, 20)),
        reasoning=draw(st.sampled_from([None, Reasoning(budget=2048)])),
        metadata=draw(st.none() | st.dictionaries(NAMES, NAMES, min_size=1, max_size=2)),
    )


class GenerateContent(BaseModel):
    """The whole body: the SDK has types for its members alone."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)

    contents: list[types.Content]
    system_instruction: types.Content | None = None
    tools: list[types.Tool] | None = None
    tool_config: types.ToolConfig | None = None
    generation_config: types.GenerationConfig | None = None
    labels: dict[str, str] | None = None
    service_tier: types.ServiceTier | None = None


def as_the_sdk_reads(body: bytes) -> GenerateContent:
    """Return `body` in the SDK's shapes. Raises `pydantic.ValidationError` for what has none."""
    return GenerateContent.model_validate(json.loads(body))


def read_back(body: bytes, model: str) -> Request:
    """Return the request that `body` makes of `model`."""
    sent = as_the_sdk_reads(body)
    config = sent.generation_config or types.GenerationConfig()
    system = sent.system_instruction
    instructions = [Message("system", tuple(map(_part, system.parts or ())))] if system else []
    thinking = config.thinking_config
    logprobs = (config.logprobs or 0) if config.response_logprobs else None
    return Request(
        model=model,
        messages=(*instructions, *map(_message, sent.contents)),
        tools=tuple(tool for held in sent.tools or () for tool in _tools(held)),
        tool_choice=_choice(sent.tool_config),
        output=_output(config),
        max_tokens=config.max_output_tokens,
        sampling=Sampling(
            config.temperature,
            config.top_p,
            None if config.top_k is None else int(config.top_k),
            config.frequency_penalty,
            config.presence_penalty,
            config.seed,
        ),
        stop=tuple(config.stop_sequences or ()),
        n=config.candidate_count,
        top_logprobs=logprobs,
        reasoning=Reasoning(budget=thinking.thinking_budget) if thinking else None,
        metadata=sent.labels,
    )


def _message(turn: types.Content) -> Message:
    role = {"user": "user", "model": "assistant"}[turn.role or ""]
    parts = tuple(map(_part, turn.parts or ()))
    return Message("user" if role == "user" else "assistant", parts)


def _part(part: types.Part) -> Part:
    signature = _base64(part.thought_signature)
    if part.function_call:
        call = part.function_call
        arguments = msgspec.json.encode(call.args).decode()
        return ToolCall(call.id or "", call.name or "", arguments, signature)
    if part.function_response:
        return _result(part.function_response)
    if part.inline_data or part.file_data:
        return _image(part)
    if part.thought:
        return Thinking(part.text or "", f"gemini:{signature}", summary=True)
    if signature:
        assert part.text == ""
        return RedactedThinking(f"gemini:{signature}")
    return Text(part.text or "")


def _base64(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode()


def _image(part: types.Part | types.FunctionResponsePart) -> Image:
    if part.inline_data:
        media_type = part.inline_data.mime_type or ""
        return Image(Inline(_base64(part.inline_data.data) or "", media_type))
    assert part.file_data
    return Image(Link(part.file_data.file_uri or ""))


def _result(result: types.FunctionResponse) -> ToolResult:
    [(key, words)] = (result.response or {}).items()
    said = (Text(words),) if words else ()
    files = tuple(map(_image, result.parts or ()))
    return ToolResult(result.id or "", (*said, *files), is_error=key == "error")


def _tools(tool: types.Tool) -> list[Tool]:
    if tool.google_search:
        return [WebSearch()]
    return [
        Function(
            declared.name or "",
            msgspec.json.encode(declared.parameters_json_schema).decode(),
            declared.description,
        )
        for declared in tool.function_declarations or ()
    ]


def _choice(config: types.ToolConfig | None) -> ToolChoice | None:
    if config is None or config.function_calling_config is None:
        return None
    names = tuple(config.function_calling_config.allowed_function_names or ())
    mode = config.function_calling_config.mode
    if mode == types.FunctionCallingConfigMode.ANY:
        return Named(names[0]) if len(names) == 1 else Choice("required", names)
    return Choice("none" if mode == types.FunctionCallingConfigMode.NONE else "auto", names)


def _output(config: types.GenerationConfig) -> OutputFormat | None:
    if config.response_json_schema is not None:
        return JsonSchema(msgspec.json.encode(config.response_json_schema).decode())
    return JsonObject() if config.response_mime_type == "application/json" else None
