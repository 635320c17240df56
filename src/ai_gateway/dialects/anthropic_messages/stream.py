"""Streams of messages: usage from their first and last events, and whether they were complete."""

from typing import ClassVar

import msgspec

from ai_gateway.core.usage import Usage
from ai_gateway.dialects import wire
from ai_gateway.dialects.anthropic_messages.reply import Message, MessageUsage
from ai_gateway.dialects.stream import MeteredStream


class _MessageEvent(msgspec.Struct):
    message: Message | None = None  # in message_start
    usage: MessageUsage | None = None  # in message_delta


_MESSAGE_EVENT = msgspec.json.Decoder(_MessageEvent)


class MessageStream(MeteredStream):
    """Reads the events from `message_start` to `message_stop`."""

    signs: ClassVar[tuple[bytes, ...]] = (b'"usage"', b"message_stop", b"error")
    ends: ClassVar[tuple[str, ...]] = ("message_stop",)

    def _meter(self, data: bytes) -> None:
        if b'"usage"' not in data:
            return
        event = wire.decode(_MESSAGE_EVENT, data)
        if event is None:
            return
        report = event.usage or (event.message and event.message.usage)
        counts = report and report.counts()
        if counts:
            self.usage = _updated(self.usage or Usage(), counts)


def _updated(before: Usage, now: Usage) -> Usage:
    """Return what is known now: reports are cumulative, and a later one may leave counts out."""
    return Usage(
        input_tokens=_latest(before.input_tokens, now.input_tokens),
        output_tokens=_latest(before.output_tokens, now.output_tokens),
        cache_read_tokens=_latest(before.cache_read_tokens, now.cache_read_tokens),
        cache_write_tokens=_latest(before.cache_write_tokens, now.cache_write_tokens),
        reasoning_tokens=_latest(before.reasoning_tokens, now.reasoning_tokens),
    )


def _latest(before: int | None, now: int | None) -> int | None:
    return before if now is None else now
