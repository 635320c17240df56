"""Token counts for callers whose provider has no API that counts."""

from ai_gateway.core.call import Call
from ai_gateway.core.reply import Reply
from ai_gateway.dialects.anthropic_messages.caller import AnthropicCaller
from ai_gateway.dialects.neutral.content import (
    Audio,
    Document,
    Image,
    Part,
    RedactedThinking,
    ServerToolCall,
    ServerToolResult,
    ToolCall,
    ToolResult,
    Video,
)
from ai_gateway.dialects.neutral.request import JsonSchema, Request
from ai_gateway.dialects.neutral.source import PlainText
from ai_gateway.dialects.neutral.tool import ForeignTool, Function, Tool
from ai_gateway.providers.translation import json_body

ESTIMATED = b"x-ai-gateway-estimated"
"""The header field that says that a number was not counted by the provider."""

_BYTES_PER_TOKEN = 4
"""English and code, by OpenAI's own rule of thumb; other scripts have more bytes and more tokens.

https://help.openai.com/en/articles/4936856-what-are-tokens-and-how-to-count-them
"""

_MEDIA_TOKENS = 1600
"""For each picture, recording or file that is no text: the most that a picture costs at Anthropic
without being made smaller first (https://platform.claude.com/docs/en/build-with-claude/vision)."""

# The one dialect whose vendor has an operation that counts.
_CALLER = AnthropicCaller()


def estimated(call: Call) -> Reply:
    """Return an estimate in answer to a call that wants tokens counted; nobody is asked.

    Raises what reading the request raises.
    """
    tokens = estimated_tokens(_CALLER.read_count_request(json_body(call)))
    return Reply(
        status=200,
        headers=[(b"content-type", b"application/json"), (ESTIMATED, b"true")],
        body=_CALLER.write_count(tokens),
    )


def estimated_tokens(request: Request) -> int:
    """Return about how many tokens a model reads in `request`.

    A quarter of the bytes of all its text, rounded up, with the JSON of tools, of their calls and
    of the output's schema; and a fixed number for everything that is no text.
    """
    parts = [part for message in request.messages for part in message.parts]
    size = sum(map(_size, parts)) + sum(map(_tool_size, request.tools))
    if isinstance(request.output, JsonSchema):
        size += _bytes(request.output.schema)
    return -(-size // _BYTES_PER_TOKEN)


def _size(part: Part) -> int:
    """Return the bytes of text in `part`, or those that cost as much as what is none."""
    match part:
        case Document(source=PlainText(text=text)):
            return _bytes(text, part.title, part.context)
        case Image() | Document() | Audio() | Video():
            return _MEDIA_TOKENS * _BYTES_PER_TOKEN
        case ToolResult():
            return sum(map(_size, part.content))
        case ToolCall(name=name, arguments=text) | ServerToolCall(name=name, input=text):
            return _bytes(name, text)
        case RedactedThinking(data=text) | ServerToolResult(content=text):
            return _bytes(text)
        case _:
            return _bytes(part.text)


def _tool_size(tool: Tool) -> int:
    match tool:
        case Function():
            return _bytes(tool.name, tool.description, tool.schema)
        case ForeignTool():
            return _bytes(tool.definition)
        case _:
            return 0  # a search is described to the model by its provider, in words of its own


def _bytes(*texts: str | None) -> int:
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts if text is not None)
