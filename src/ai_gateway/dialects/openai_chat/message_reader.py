"""A caller's conversation, read."""

from collections.abc import Sequence
from typing import cast

import msgspec

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.content import (
    Audio,
    CacheMark,
    Document,
    Image,
    Part,
    Refusal,
    Text,
    ToolCall,
    ToolResult,
    Video,
)
from ai_gateway.dialects.neutral.request import Message
from ai_gateway.dialects.openai_chat.cache_mark import read_mark
from ai_gateway.dialects.openai_chat.content_reader import read_content
from ai_gateway.dialects.openai_chat.content_shapes import CustomCall, ToolCallShape
from ai_gateway.dialects.openai_chat.reasoning import read_thoughts
from ai_gateway.dialects.openai_chat.request_shapes import (
    AssistantMessage,
    ChatMessage,
    Content,
    DeveloperMessage,
    FunctionMessage,
    SystemMessage,
    ToolMessage,
    UserMessage,
)


def read_messages(wire: Sequence[ChatMessage]) -> tuple[Message, ...]:
    """Return the conversation. Raises `InvalidRequest` naming the message and its member."""
    # Functions had no ids before there were tools, so the latest call of a name is answered.
    calls: dict[str, str] = {}
    return tuple(
        _read_message(message, f"messages.{position}", calls)
        for position, message in enumerate(wire)
    )


def _read_message(message: ChatMessage, at: str, calls: dict[str, str]) -> Message:
    match message:
        case UserMessage():
            parts = _marked(_spoken(message.content, at), message, at)
            return Message("user", parts, message.name, at)
        case AssistantMessage():
            return Message("assistant", _read_answer(message, at, calls), message.name, at)
        case ToolMessage():
            return Message("user", (_read_result(message, at),), None, at)
        case SystemMessage():
            parts = _marked(_words(message.content, at), message, at)
            return Message("system", parts, message.name, at)
        case DeveloperMessage():
            parts = _marked(_words(message.content, at), message, at)
            return Message("developer", parts, message.name, at)
        case FunctionMessage():
            return Message("user", (_read_function_result(message, at, calls),), None, at)


def _read_answer(message: AssistantMessage, at: str, calls: dict[str, str]) -> tuple[Part, ...]:
    if message.audio is not None:
        raise InvalidRequest(
            f"`{at}.audio` refers to a spoken answer that only the provider which gave it keeps."
            " Send what it said as `content`.",
            field=f"{at}.audio",
        )
    parts: list[Part] = []
    parts += read_thoughts(message.reasoning_details, message.reasoning_content, message.reasoning)
    parts += _allowed(read_content(message.content, at), (Text, Refusal), at, "text and refusals")
    if message.refusal:
        parts.append(Refusal(message.refusal))
    parts += [_read_call(call, at) for call in message.tool_calls or ()]
    if call := message.function_call:
        calls[call.name] = f"call_{at.removeprefix('messages.')}"
        parts.append(ToolCall(calls[call.name], call.name, call.arguments))
    return _marked(tuple(parts), message, at)


def _read_call(call: ToolCallShape, at: str) -> ToolCall:
    if isinstance(call, CustomCall):
        raise InvalidRequest(
            f"`{at}.tool_calls` holds a call of a custom tool, which only OpenAI's own models make."
            " Leave it out, or choose a provider of chat completions.",
            field=f"{at}.tool_calls",
        )
    google = call.extra_content and call.extra_content.google
    return ToolCall(
        call.id,
        call.function.name,
        call.function.arguments,
        google.thought_signature if google else None,
        read_mark(f"{at}.tool_calls", call.cache_control),
    )


def _read_result(message: ToolMessage, at: str) -> ToolResult:
    kinds = (Text, Image, Document)
    parts = _allowed(read_content(message.content, at), kinds, at, "text, images and files")
    content = cast("tuple[Text | Image | Document, ...]", parts)
    return ToolResult(message.tool_call_id, content, cache=read_mark(at, message.cache_control))


def _read_function_result(message: FunctionMessage, at: str, calls: dict[str, str]) -> ToolResult:
    if message.name not in calls:
        raise InvalidRequest(
            f"`{at}.name` is {message.name!r}, and no message before it has a `function_call` of"
            " that name. Send the call that this is the result of.",
            field=f"{at}.name",
        )
    content = (Text(message.content),) if message.content else ()
    return ToolResult(calls[message.name], content)


def _words(content: Content, at: str) -> tuple[Part, ...]:
    return _allowed(read_content(content, at), (Text,), at, "text")


def _spoken(content: Content, at: str) -> tuple[Part, ...]:
    kinds = (Text, Image, Document, Audio, Video)
    expected = "text, images, files, sound and video"
    return _allowed(read_content(content, at), kinds, at, expected)


def _allowed(
    parts: tuple[Part, ...], kinds: tuple[type[Part], ...], at: str, expected: str
) -> tuple[Part, ...]:
    for position, part in enumerate(parts):
        if not isinstance(part, kinds):
            field = f"{at}.content.{position}"
            raise InvalidRequest(
                f"`{field}` is a part that its message cannot hold: expected {expected}. Send it"
                " in a message of another role.",
                field=field,
            )
    return parts


def _marked(
    parts: tuple[Part, ...],
    message: SystemMessage | DeveloperMessage | UserMessage | AssistantMessage,
    at: str,
) -> tuple[Part, ...]:
    """Put the marker of a whole message, as LiteLLM takes it, on the last part that can bear it."""
    mark = read_mark(at, message.cache_control)
    if mark is None:
        return parts
    for position in range(len(parts) - 1, -1, -1):
        part = _with_mark(parts[position], mark)
        if part is not None:
            return (*parts[:position], part, *parts[position + 1 :])
    return parts


def _with_mark(part: Part, mark: CacheMark) -> Part | None:
    if isinstance(part, Text | Image | Document | ToolCall):
        return msgspec.structs.replace(part, cache=part.cache or mark)
    return None
