"""The pieces of a message as Converse has them, in requests and in answers.

Source: botocore's service model of `bedrock-runtime`. A union there is an object with one
member; here it is a struct of which one member is set. Bytes are base64 on the wire, and stay so.
"""

from typing import Literal

import msgspec

EMPTY = msgspec.Raw(b"{}")
"""An object without members, which is how a union names a variant that holds nothing."""


class Shape(msgspec.Struct, omit_defaults=True, rename="camel"):
    """A structure of the service model: absent members are None."""


class S3Location(Shape):
    """An object in S3 that the service reads by itself."""

    uri: str


class Bytes(Shape):
    """Where bytes are: `bytes` in base64, or an object in S3; a document may be `content`."""

    bytes: str | None = None
    s3_location: S3Location | None = msgspec.field(default=None, name="s3Location")
    content: "list[Passage] | None" = None


class Passage(Shape):
    """A text inside of something else; None where it is of a kind that came later."""

    text: str | None = None


class Media(Shape):
    """An image, a video or a sound."""

    format: str
    source: Bytes


class Citing(Shape):
    """Whether a document is to be cited. The default is None so that `enabled` is written."""

    enabled: bool | None = None


class DocumentBlock(Shape):
    """A document; its name is unique in a request."""

    format: str
    name: str
    source: Bytes
    context: str | None = None
    citations: Citing | None = None


class SearchResultBlock(Shape):
    """A result of a search that the caller made. All but the last are required."""

    source: str
    title: str
    content: list[Passage]
    citations: Citing | None = None


class ToolUseBlock(Shape):
    """A call: `input` is any JSON. `type` is `server_tool_use` where the service ran the tool."""

    tool_use_id: str
    name: str
    input: msgspec.Raw
    type: str | None = None


class ToolResultBlock(Shape):
    """What came of a call; `status` is `success` or `error`."""

    tool_use_id: str
    content: "list[Block]"
    status: str | None = None
    type: str | None = None


class ReasoningText(Shape):
    """A thought and the proof that it is the model's own."""

    text: str
    signature: str | None = None


class ReasoningBlock(Shape):
    """A thought, in words or encrypted (base64)."""

    reasoning_text: ReasoningText | None = None
    redacted_content: str | None = None


class CachePoint(Shape):
    """A mark: everything up to here may be cached. The default of `type` is never meant."""

    type: Literal["", "default"] = ""
    ttl: str | None = None


class WebPlace(Shape):
    """A page."""

    url: str | None = None
    domain: str | None = None


class DocumentPlace(Shape):
    """A range in one of the request's documents: characters, pages or passages."""

    document_index: int | None = None
    start: int | None = None
    end: int | None = None


class SearchResultPlace(Shape):
    """A range in one of the request's search results."""

    search_result_index: int | None = None
    start: int | None = None
    end: int | None = None


class Location(Shape):
    """Where in a source the cited passage stands."""

    web: WebPlace | None = None
    document_char: DocumentPlace | None = None
    document_page: DocumentPlace | None = None
    document_chunk: DocumentPlace | None = None
    search_result_location: SearchResultPlace | None = None


class CitationShape(Shape):
    """One citation."""

    title: str | None = None
    source: str | None = None
    source_content: list[Passage] | None = None
    location: Location | None = None


class CitationsBlock(Shape):
    """A text with its citations."""

    content: list[Passage] | None = None
    citations: list[CitationShape] | None = None


class Block(Shape):
    """One piece of a message, of a tool's result or of the system prompt."""

    text: str | None = None
    tool_use: ToolUseBlock | None = None
    tool_result: ToolResultBlock | None = None
    reasoning_content: ReasoningBlock | None = None
    image: Media | None = None
    document: DocumentBlock | None = None
    video: Media | None = None
    audio: Media | None = None
    citations_content: CitationsBlock | None = None
    search_result: SearchResultBlock | None = None
    cache_point: CachePoint | None = None


class Turn(Shape):
    """A message: everything one side says before the other does."""

    role: str
    content: list[Block | msgspec.Raw]
