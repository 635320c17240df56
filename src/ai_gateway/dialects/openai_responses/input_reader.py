"""The items of a request's input, as messages."""

from collections.abc import Sequence

import msgspec

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects import wire
from ai_gateway.dialects.neutral.content import (
    Part,
    Refusal,
    ServerToolCall,
    Text,
    ToolCall,
    ToolResult,
)
from ai_gateway.dialects.neutral.request import Message, Role
from ai_gateway.dialects.openai_responses import shapes
from ai_gateway.dialects.openai_responses.annotations import read_citations
from ai_gateway.dialects.openai_responses.content import read_input_part
from ai_gateway.dialects.openai_responses.custom_tool import write_arguments
from ai_gateway.dialects.openai_responses.reasoning import carried, is_carrier, read_reasoning
from ai_gateway.dialects.openai_responses.web_search import read_search

_ROLES: dict[str, Role] = {
    "user": "user",
    "system": "system",
    "developer": "developer",
    "assistant": "assistant",
}


_READ = frozenset(
    (
        "message",
        "function_call",
        "function_call_output",
        "custom_tool_call",
        "custom_tool_call_output",
        "reasoning",
        "web_search_call",
    )
)


class _Kind(msgspec.Struct):
    type: str | None = None


class _Kinds(msgspec.Struct):
    input: list[_Kind] = []


_KINDS = msgspec.json.Decoder(_Kinds)


def foreign_item(body: bytes) -> InvalidRequest | None:
    """Return the refusal of the first item in `body` of a kind that is not read, if any.

    For a request that did not decode: items of other kinds have other shapes, and it helps
    more to hear of the kind than of a member.
    """
    kinds = wire.decode(_KINDS, body) or _Kinds()
    for index, kind in enumerate(kinds.input):
        if kind.type is not None and kind.type not in _READ:
            return _foreign_item(kind.type, f"input.{index}")
    return None


def read_input(given: str | list[shapes.Item] | None) -> list[Message]:
    """Return one message for each item, in their order.

    Raises `InvalidRequest` naming the first item that is malformed, or that only a provider
    with stored items or tools of its own could read.
    """
    if given is None:
        return []
    if isinstance(given, str):
        return [Message("user", (Text(given),), at="input")]
    messages = [
        message
        for index, item in enumerate(given)
        if (message := _read_item(item, f"input.{index}")) is not None
    ]
    return _signed(messages)


def _read_item(item: shapes.Item, at: str) -> Message | None:
    match item.type:
        case None | "message" if item.role is not None:
            return _read_message(item, at)
        case "function_call":
            return Message("assistant", (_read_call(item, at),), at=at)
        case "custom_tool_call":
            return Message("assistant", (_read_custom_call(item, at),), at=at)
        case "function_call_output" | "custom_tool_call_output":
            return Message("user", (_read_result(item, at),), at=at)
        case "reasoning":
            return _read_thought(item, at)
        case "web_search_call":
            return Message("assistant", (_read_search(item, at),), at=at)
        case _:
            raise _foreign_item(item.type, at)


def _foreign_item(kind: str | None, at: str) -> InvalidRequest:
    if kind in (None, "item_reference"):
        return InvalidRequest(
            f"`{at}` refers to a stored item, and no item is stored where this request goes."
            " Send the item itself; with `store: false` SDKs do so.",
            field=at,
        )
    return InvalidRequest(
        f"`{at}` is an item of type `{kind}`, which only OpenAI's own service reads."
        " Expected a message, function_call, function_call_output, reasoning or web_search_call;"
        " leave the item out, or choose the provider openai.",
        field=at,
    )


def _read_message(item: shapes.Item, at: str) -> Message:
    role = _ROLES.get(item.role or "")
    if role is None:
        raise InvalidRequest(
            f"`{at}.role` is `{item.role}`. Expected user, assistant, system or developer.",
            field=f"{at}.role",
        )
    content = item.content
    if content is None:
        raise InvalidRequest(
            f"`{at}.content` is missing. Expected a string or a list of parts.",
            field=f"{at}.content",
        )
    if isinstance(content, str):
        return Message(role, (Text(content),), at=at)
    parts = tuple(
        _read_part(part, f"{at}.content.{index}", role) for index, part in enumerate(content)
    )
    return Message(role, parts, at=at)


def _read_part(part: shapes.Part, at: str, role: Role) -> Part:
    if role == "assistant":
        if part.type == "refusal":
            return Refusal(part.refusal or "")
        if part.type == "output_text" and part.text is not None:
            return Text(part.text, citations=read_citations(part.annotations))
    return read_input_part(part, at)


def _read_call(item: shapes.Item, at: str) -> ToolCall:
    call_id = _required(item.call_id, f"{at}.call_id")
    name = _required(item.name, f"{at}.name")
    return ToolCall(call_id, name, item.arguments or "")


def _read_custom_call(item: shapes.Item, at: str) -> ToolCall:
    text = _required(item.input, f"{at}.input")
    return msgspec.structs.replace(_read_call(item, at), arguments=write_arguments(text))


def _read_result(item: shapes.Item, at: str) -> ToolResult:
    call_id = _required(item.call_id, f"{at}.call_id")
    output = item.output
    if output is None or isinstance(output, msgspec.UnsetType):
        raise InvalidRequest(
            f"`{at}.output` is missing. Expected a string or a list of parts.",
            field=f"{at}.output",
        )
    if isinstance(output, str):
        return ToolResult(call_id, (Text(output),) if output else ())
    content = tuple(
        read_input_part(part, f"{at}.output.{index}") for index, part in enumerate(output)
    )
    return ToolResult(call_id, content)


def _read_thought(item: shapes.Item, at: str) -> Message | None:
    if is_carrier(item.encrypted_content):
        part = carried(item.encrypted_content or "")
        if part is None:
            raise InvalidRequest(
                f"`{at}.encrypted_content` was changed since this gateway wrote it. Send it back"
                " as it came, or leave the item out.",
                field=f"{at}.encrypted_content",
            )
    else:
        part = read_reasoning(item)
    return Message("assistant", (part,), at=at) if part else None


def _read_search(item: shapes.Item, at: str) -> ServerToolCall:
    return read_search(_required(item.id, f"{at}.id"), item.action)


def _required(value: str | None, at: str) -> str:
    if value is None:
        raise InvalidRequest(f"`{at}` is missing. Expected a string; add it.", field=at)
    return value


def _signed(messages: Sequence[Message]) -> list[Message]:
    """Return `messages` with the signatures that were carried beside their calls put on them."""
    signatures: dict[str, str | None] = {}
    for message in messages:
        for part in message.parts:
            if isinstance(part, ToolCall) and part.signature:
                signatures[part.id] = part.signature
    if not signatures:
        return list(messages)
    result: list[Message] = []
    for message in messages:
        part = message.parts[0] if message.parts else None
        if not isinstance(part, ToolCall):
            result.append(message)
        elif part.signature is None:
            signed = msgspec.structs.replace(part, signature=signatures.get(part.id))
            result.append(msgspec.structs.replace(message, parts=(signed,)))
    return result
