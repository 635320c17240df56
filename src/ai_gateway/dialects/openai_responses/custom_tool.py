"""Custom tools, whose input is free text, as functions of one string.

No other vendor has them, and coding agents patch files with them. Every model knows how to call
a function of one string; which functions stand for custom tools is seen by their schema.
"""

from collections.abc import Iterable

import msgspec

from ai_gateway.dialects import wire
from ai_gateway.dialects.neutral.content import ToolCall
from ai_gateway.dialects.neutral.tool import Function, Tool
from ai_gateway.dialects.openai_responses import shapes
from ai_gateway.dialects.openai_responses.numbered import Numbered

# The description tells a custom tool from a function of the caller's own that takes an `input`.
_SCHEMA = (
    '{"type":"object","properties":{"input":{"type":"string",'
    '"description":"The whole input of this free-form tool, as plain text."}},'
    '"required":["input"],"additionalProperties":false}'
)


class _Arguments(msgspec.Struct):
    input: str


_ARGUMENTS = msgspec.json.Decoder(_Arguments)

Item = dict[str, object]


def read_custom(tool: shapes.Tool, name: str) -> Function:
    """Return the function that stands for `tool`; a grammar becomes part of its description."""
    grammar = tool.format
    described = [tool.description] if tool.description else []
    if grammar and grammar.definition:
        described.append(
            f"The input must follow this {grammar.syntax or ''} grammar:\n{grammar.definition}"
        )
    return Function(name, _SCHEMA, "\n\n".join(described) or None)


def custom_names(tools: Iterable[Tool]) -> frozenset[str]:
    """Return the names of the functions that stand for custom tools."""
    return frozenset(tool.name for tool in tools if isinstance(tool, Function) and is_custom(tool))


def is_custom(function: Function) -> bool:
    """Say whether `function` stands for a custom tool."""
    return function.schema == _SCHEMA


def write_arguments(text: str) -> str:
    """Return the arguments of a call whose input is `text`."""
    return msgspec.json.encode(_Arguments(text)).decode()


def write_custom_call(call: ToolCall, item_id: str) -> Item:
    """Return `call` as an item (`openai.types.responses.ResponseCustomToolCall`).

    Arguments that are not what the schema says are the input as they are: better than nothing.
    """
    arguments = wire.decode(_ARGUMENTS, call.arguments.encode())
    return {
        "id": item_id,
        "type": "custom_tool_call",
        "call_id": call.id,
        "name": call.name,
        "input": call.arguments if arguments is None else arguments.input,
    }


class OpenCustomCall:
    """A call in a stream. Its text is inside of JSON, so it is told when it is whole."""

    def __init__(self, part: ToolCall, item_id: str, output_index: int) -> None:
        self.output_index = output_index
        self.signature = part.signature or ""
        self._part = part
        self._pieces = [part.arguments]
        self._item_id = item_id

    def begin(self, numbered: Numbered) -> bytes:
        """Return the event with which the item begins."""
        added: Item = {"output_index": self.output_index, "item": self.item() | {"input": ""}}
        return numbered.event("response.output_item.added", added)

    def grow(self, _: Numbered, text: str) -> bytes:
        """Take more of the arguments' JSON `text`."""
        self._pieces.append(text)
        return b""

    def end(self, numbered: Numbered) -> bytes:
        """Return the events that tell the input."""
        place: Item = {"item_id": self._item_id, "output_index": self.output_index}
        text = self.item()["input"]
        kind = "response.custom_tool_call_input"
        told = numbered.event(f"{kind}.delta", place | {"delta": text})
        return told + numbered.event(f"{kind}.done", place | {"input": text})

    def call(self) -> ToolCall:
        """Return the whole call."""
        return msgspec.structs.replace(
            self._part, arguments="".join(self._pieces), signature=self.signature or None
        )

    def item(self) -> Item:
        """Return the whole item."""
        return write_custom_call(self.call(), self._item_id)
