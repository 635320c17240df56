"""The wire's events, as they are read (`anthropic.types.RawMessageStreamEvent`)."""

import msgspec

from ai_gateway.dialects.anthropic_messages.answer import StopDetails
from ai_gateway.dialects.anthropic_messages.blocks import Location
from ai_gateway.dialects.anthropic_messages.error_reader import ErrorDetail
from ai_gateway.dialects.anthropic_messages.token_usage import WireUsage


class TextDelta(msgspec.Struct, tag="text_delta"):
    """More of a text."""

    text: str


class InputJsonDelta(msgspec.Struct, tag="input_json_delta"):
    """More of the input of a tool."""

    partial_json: str


class ThinkingDelta(msgspec.Struct, tag="thinking_delta"):
    """More of a thought."""

    thinking: str


class SignatureDelta(msgspec.Struct, tag="signature_delta"):
    """The proof of a thought."""

    signature: str


class CitationsDelta(msgspec.Struct, tag="citations_delta"):
    """One more citation of a text."""

    citation: Location


class BlockDelta(msgspec.Struct, tag="content_block_delta"):
    """More of a block."""

    index: int
    delta: TextDelta | InputJsonDelta | ThinkingDelta | SignatureDelta | CitationsDelta


class BlockStart(msgspec.Struct, tag="content_block_start"):
    """A block begins."""

    index: int
    content_block: msgspec.Raw


class BlockStop(msgspec.Struct, tag="content_block_stop"):
    """A block is complete."""

    index: int


class OpenedMessage(msgspec.Struct):
    """What is known of an answer when it begins."""

    id: str
    model: str
    usage: WireUsage | None = None


class MessageStart(msgspec.Struct, tag="message_start"):
    """The answer begins."""

    message: OpenedMessage


class Ending(msgspec.Struct):
    """Why the answer ends."""

    stop_reason: str | None = None
    stop_sequence: str | None = None
    stop_details: StopDetails | None = None


class MessageDelta(msgspec.Struct, tag="message_delta"):
    """The blocks are complete; `usage` is cumulative."""

    delta: Ending
    usage: WireUsage | None = None


class MessageStop(msgspec.Struct, tag="message_stop"):
    """The stream is complete."""


class Ping(msgspec.Struct, tag="ping"):
    """Nothing; it keeps the connection open."""


class ErrorEvent(msgspec.Struct, tag="error"):
    """The provider broke off."""

    error: ErrorDetail


class UnknownEvent(msgspec.Struct):
    """What is read of an event that is none of the others."""

    type: str | None = None
    error: ErrorDetail | None = None


StreamEvent = (
    BlockDelta
    | BlockStart
    | BlockStop
    | MessageStart
    | MessageDelta
    | MessageStop
    | Ping
    | ErrorEvent
)
KNOWN_EVENTS = frozenset(
    (
        "content_block_start",
        "content_block_stop",
        "message_start",
        "message_delta",
        "message_stop",
        "error",
    )
)
"""The events without which an answer is not whole: a malformed one is never passed over."""

STREAM_EVENT = msgspec.json.Decoder(StreamEvent)
UNKNOWN_EVENT = msgspec.json.Decoder(UnknownEvent)
