"""What a message is made of."""

import msgspec

from ai_gateway.dialects.neutral.source import Source


class CacheMark(msgspec.Struct, frozen=True):
    """Everything up to here may be kept by the provider, for `seconds` where the caller says so.

    Anthropic's `cache_control` (300 or 3,600 s), Bedrock's `cachePoint`. None is the provider's
    own default.
    """

    seconds: int | None = None


class Citation(msgspec.Struct, frozen=True):
    """Where a text comes from.

    `kind` is `chars` of a plain text, `pages` of a PDF, `blocks` of a document in passages,
    `search_result` (blocks of a result that the caller searched) or `web` for a page that the
    provider searched; `start` and `end` are the range in that unit, nothing for a web page. Pages
    count from 1, the rest from 0, and `end` is the first that is left out.
    `text` is the passage cited; `text_start` and `text_end` the range in the answer's own text
    that it supports, for dialects that say so (OpenAI's `url_citation`).
    """

    kind: str
    text: str = ""
    url: str | None = None
    title: str | None = None
    document: int | None = None
    start: int | None = None
    end: int | None = None
    text_start: int | None = None
    text_end: int | None = None
    opaque: str | None = None


class Text(msgspec.Struct, frozen=True, tag="text"):
    """Words."""

    text: str
    citations: tuple[Citation, ...] = ()
    cache: CacheMark | None = None


class Image(msgspec.Struct, frozen=True, tag="image"):
    """A picture; `detail` is OpenAI's resolution hint (`low`, `high`, `auto`)."""

    source: Source
    detail: str | None = None
    cache: CacheMark | None = None


class Document(msgspec.Struct, frozen=True, tag="document"):
    """A PDF or a text to be read; `cite` asks for citations of it.

    `origin` is the address of a result that the caller searched, which makes it one: Anthropic's
    `search_result`, Bedrock's `searchResult`.
    """

    source: Source
    title: str | None = None
    context: str | None = None
    cite: bool = False
    cache: CacheMark | None = None
    origin: str | None = None


class Audio(msgspec.Struct, frozen=True, tag="audio"):
    """Sound."""

    source: Source


class Video(msgspec.Struct, frozen=True, tag="video"):
    """Moving pictures."""

    source: Source


class Thinking(msgspec.Struct, frozen=True, tag="thinking"):
    """What a model thought before it answered, to be given back to it as it was.

    `signature` proves to the provider that the text is its own; `id` is the item's name at
    OpenAI Responses. `summary` says that the text is a summary of the thought, not the thought.
    """

    text: str
    signature: str | None = None
    id: str | None = None
    summary: bool = False


class RedactedThinking(msgspec.Struct, frozen=True, tag="redacted_thinking"):
    """Thought that only its provider can read: Anthropic's `data`, OpenAI's encrypted content."""

    data: str
    id: str | None = None


class ToolCall(msgspec.Struct, frozen=True, tag="tool_call"):
    """The model wants a function called.

    `arguments` is the JSON text of an object exactly as the model wrote it, "" where it wrote
    nothing. `signature` is Gemini's thought signature, which stands on the call itself.
    """

    id: str
    name: str
    arguments: str
    signature: str | None = None
    cache: CacheMark | None = None


class ToolResult(msgspec.Struct, frozen=True, tag="tool_result"):
    """What came of a call. Its content is text, images and documents."""

    call_id: str
    content: tuple[Text | Image | Document, ...]
    is_error: bool = False
    cache: CacheMark | None = None


class Refusal(msgspec.Struct, frozen=True, tag="refusal"):
    """The model's own words for declining."""

    text: str


class ServerToolCall(msgspec.Struct, frozen=True, tag="server_tool_call"):
    """A tool that the provider itself ran, such as a web search; `input` is JSON text."""

    id: str
    name: str
    input: str
    cache: CacheMark | None = None


class ServerToolResult(msgspec.Struct, frozen=True, tag="server_tool_result"):
    """What came of it: the whole block as JSON text, in the shape of the dialect named."""

    call_id: str
    name: str
    dialect: str
    content: str


Part = (
    Text
    | Image
    | Document
    | Audio
    | Video
    | Thinking
    | RedactedThinking
    | ToolCall
    | ToolResult
    | Refusal
    | ServerToolCall
    | ServerToolResult
)
"""One piece of a message."""
