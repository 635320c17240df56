"""The events of ConverseStream (`ConverseStreamOutput` in the service model)."""

import msgspec

from ai_gateway.dialects.bedrock_converse.question import Tier
from ai_gateway.dialects.bedrock_converse.shapes import Bytes, CitationShape, Shape
from ai_gateway.dialects.bedrock_converse.tokens import TokenUsage


class ToolStart(Shape):
    """The call that begins; its input comes in pieces."""

    tool_use_id: str
    name: str
    type: str | None = None


class ResultStart(Shape):
    """The result of a server's tool that begins."""

    tool_use_id: str
    type: str | None = None
    status: str | None = None


class ImageStart(Shape):
    """The image that begins."""

    format: str


class BlockStart(Shape):
    """What begins; texts and thoughts begin unannounced, with their first piece."""

    tool_use: ToolStart | None = None
    tool_result: ResultStart | None = None
    image: ImageStart | None = None


class StartEvent(Shape):
    """`contentBlockStart`."""

    start: BlockStart
    content_block_index: int


class ToolDelta(Shape):
    """More of the JSON text of a call's input."""

    input: str


class ReasoningDelta(Shape):
    """More of a thought, or of its proof; an encrypted one in base64."""

    text: str | None = None
    signature: str | None = None
    redacted_content: str | None = None


class ImageDelta(Shape):
    """The bytes of an image."""

    source: Bytes | None = None


class Delta(Shape):
    """How a block grows."""

    text: str | None = None
    tool_use: ToolDelta | None = None
    reasoning_content: ReasoningDelta | None = None
    citation: CitationShape | None = None
    tool_result: list[msgspec.Raw] | None = None
    image: ImageDelta | None = None


class DeltaEvent(Shape):
    """`contentBlockDelta`."""

    delta: Delta
    content_block_index: int


class StopEvent(Shape):
    """`contentBlockStop`."""

    content_block_index: int


class MessageStopEvent(Shape):
    """`messageStop`."""

    stop_reason: str
    additional_model_response_fields: msgspec.Raw = msgspec.Raw(b"null")


class MetadataEvent(Shape):
    """`metadata`, which ends a stream."""

    usage: TokenUsage | None = None
    service_tier: Tier | None = None


DELTA = msgspec.json.Decoder(DeltaEvent)
START = msgspec.json.Decoder(StartEvent)
STOP = msgspec.json.Decoder(StopEvent)
MESSAGE_STOP = msgspec.json.Decoder(MessageStopEvent)
METADATA = msgspec.json.Decoder(MetadataEvent)
