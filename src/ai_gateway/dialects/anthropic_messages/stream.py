"""Streams of messages: usage from their first and last events, and whether they were complete."""

from typing import ClassVar

import msgspec

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
    words: ClassVar[tuple[bytes, ...]] = (
        b'"text":',
        b'"thinking":',
        b'"partial_json":',
    )

    def __init__(self) -> None:
        super().__init__()
        self._told = Message()
        self._last_word = False

    @property
    def final(self) -> bool:
        """Whether the usage is the provider's last word, which stands before the last event."""
        return self._last_word and self.usage is not None

    def _meter(self, data: bytes) -> None:
        if b'"usage"' not in data:
            return
        event = wire.decode(_MESSAGE_EVENT, data)
        if event is None:
            return
        told = self._told
        if event.message is not None:
            told.model = event.message.model or told.model
        report = event.usage or (event.message and event.message.usage)
        if report is not None:
            told.usage = report if told.usage is None else report.after(told.usage)
            self.usage = told.counts()
        self._last_word = self._last_word or event.usage is not None
