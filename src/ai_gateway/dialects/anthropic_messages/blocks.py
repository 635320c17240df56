"""The wire's content blocks, in requests and in answers alike.

Source: `anthropic.types.ContentBlockParam`, `ContentBlock` and what they are made of. A member
of the wire that is left out here is one that the neutral form has no place for.
"""

from typing import Literal

import msgspec


class CacheControl(msgspec.Struct, tag="ephemeral", omit_defaults=True):
    """The provider may keep everything up to here (`CacheControlEphemeralParam`)."""

    ttl: Literal["5m", "1h"] | None = None


class Base64Source(msgspec.Struct, tag="base64"):
    """Bytes in the request."""

    data: str
    media_type: str


class TextSource(msgspec.Struct, tag="text"):
    """Text in the request."""

    data: str
    media_type: str


class UrlSource(msgspec.Struct, tag="url"):
    """Bytes that the provider fetches."""

    url: str


class FileSource(msgspec.Struct, tag="file"):
    """Bytes that the provider has."""

    file_id: str


class CharLocation(msgspec.Struct, tag="char_location", omit_defaults=True):
    """A range of characters of a plain text."""

    cited_text: str
    document_index: int
    document_title: str | None
    start_char_index: int
    end_char_index: int
    file_id: str | None = None


class PageLocation(msgspec.Struct, tag="page_location", omit_defaults=True):
    """A range of pages of a PDF."""

    cited_text: str
    document_index: int
    document_title: str | None
    start_page_number: int
    end_page_number: int
    file_id: str | None = None


class BlockLocation(msgspec.Struct, tag="content_block_location", omit_defaults=True):
    """A range of passages of a document that is cut into them."""

    cited_text: str
    document_index: int
    document_title: str | None
    start_block_index: int
    end_block_index: int
    file_id: str | None = None


class SearchResultLocation(msgspec.Struct, tag="search_result_location"):
    """A range of passages of a search result of the caller's."""

    cited_text: str
    search_result_index: int
    source: str
    title: str | None
    start_block_index: int
    end_block_index: int


class WebLocation(msgspec.Struct, tag="web_search_result_location"):
    """A page that the provider found."""

    cited_text: str
    url: str
    title: str | None
    encrypted_index: str


Location = CharLocation | PageLocation | BlockLocation | SearchResultLocation | WebLocation
"""Where a text comes from."""


class TextBlock(msgspec.Struct, tag="text", omit_defaults=True):
    """Words."""

    text: str
    citations: list[Location] | None = None
    cache_control: CacheControl | None = None


class ImageBlock(msgspec.Struct, tag="image", omit_defaults=True):
    """A picture."""

    source: Base64Source | UrlSource | FileSource
    cache_control: CacheControl | None = None


class ContentSource(msgspec.Struct, tag="content"):
    """Text in the request, cut into passages.

    The wire also allows pictures between them, which no other dialect knows.
    """

    content: str | list[TextBlock]


class CitationsConfig(msgspec.Struct, omit_defaults=True):
    """Whether citations of it are wanted."""

    enabled: bool | None = None


class DocumentBlock(msgspec.Struct, tag="document", omit_defaults=True):
    """A PDF or a text."""

    source: Base64Source | TextSource | UrlSource | FileSource | ContentSource
    title: str | None = None
    context: str | None = None
    citations: CitationsConfig | None = None
    cache_control: CacheControl | None = None


class SearchResultBlock(msgspec.Struct, tag="search_result", omit_defaults=True):
    """What a search of the caller's found; `source` is where."""

    source: str
    title: str
    content: list[TextBlock]
    citations: CitationsConfig | None = None
    cache_control: CacheControl | None = None


class ThinkingBlock(msgspec.Struct, tag="thinking"):
    """Thought, with the proof that it is the model's own."""

    thinking: str
    signature: str


class RedactedThinkingBlock(msgspec.Struct, tag="redacted_thinking"):
    """Thought that only the provider can read."""

    data: str


class ToolUseBlock(msgspec.Struct, tag="tool_use", omit_defaults=True):
    """A call of a tool of the caller's; `input` is a JSON object."""

    id: str
    name: str
    input: msgspec.Raw
    cache_control: CacheControl | None = None


class ServerToolUseBlock(msgspec.Struct, tag="server_tool_use", omit_defaults=True):
    """A call of a tool that the provider runs."""

    id: str
    name: str
    input: msgspec.Raw
    cache_control: CacheControl | None = None


ResultContent = TextBlock | ImageBlock | DocumentBlock | SearchResultBlock
"""What the result of a tool is made of."""


class ToolResultBlock(msgspec.Struct, tag="tool_result", omit_defaults=True):
    """What came of a call."""

    tool_use_id: str
    content: str | list[ResultContent] | None = None
    is_error: bool | None = None
    cache_control: CacheControl | None = None


Block = (
    TextBlock
    | ToolUseBlock
    | ToolResultBlock
    | ThinkingBlock
    | RedactedThinkingBlock
    | ImageBlock
    | DocumentBlock
    | SearchResultBlock
    | ServerToolUseBlock
)
"""Every block whose members are looked into; any other is kept as it came."""


class AnyBlock(msgspec.Struct):
    """What is read of a block of another kind, such as `web_search_tool_result`."""

    type: str
    tool_use_id: str = ""


BLOCK = msgspec.json.Decoder(Block)
ANY_BLOCK = msgspec.json.Decoder(AnyBlock)
