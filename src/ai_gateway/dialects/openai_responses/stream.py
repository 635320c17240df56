"""Streams of responses: the usage in their last event, and whether that came."""

from typing import ClassVar

import msgspec

from ai_gateway.dialects import wire
from ai_gateway.dialects.openai_responses.reply import Response
from ai_gateway.dialects.stream import MeteredStream


class _ResponseEvent(msgspec.Struct):
    response: Response | None = None


_RESPONSE_EVENT = msgspec.json.Decoder(_ResponseEvent)


class ResponseStream(MeteredStream):
    """Reads `response.*` events."""

    # The few events that carry the whole response; the many that carry a delta have no such
    # member. `"response"` with its closing quote is in no event's type.
    signs: ClassVar[tuple[bytes, ...]] = (b'"response"', b"error")
    # Deltas alone: what ends a part tells all of it once more.
    words: ClassVar[tuple[bytes, ...]] = (b'"delta":',)
    ends: ClassVar[tuple[str, ...]] = (
        "response.completed",
        "response.incomplete",
        "response.failed",
    )

    def _meter(self, data: bytes) -> None:
        event = wire.decode(_RESPONSE_EVENT, data)
        if event and event.response:
            self.usage = event.response.counts() or self.usage
