"""Streams of ConverseStream on their way through: whole messages, and what they cost."""

from ai_gateway.core.errors import ProviderDied
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.bedrock_converse.event_stream import MessageFramer, MessageReader
from ai_gateway.dialects.bedrock_converse.tokens import METADATA
from ai_gateway.dialects.stream import text_bytes
from ai_gateway.dialects.wire import decode

_SIGNS = (b"metadata", b"messageStop", b"exception", b"error")
"""Each message that reports usage or ends a stream holds one of these in its headers."""

_WORDS = (
    b'"text":',
    b'"input":',
)
"""The text, the thoughts and the tools' input of a delta."""


class ConverseStream:
    """Reads usage from the last message; see `ai_gateway.dialects.contract.StreamReader`.

    Only what shows a sign is parsed. A text may hold one too, so the parsed headers decide.
    """

    def __init__(self) -> None:
        self.usage: Usage | None = None
        self.written = 0
        self._framer = MessageFramer()
        self._reader = MessageReader()
        self._complete = False

    @property
    def final(self) -> bool:
        """Whether the usage is the provider's last word: nothing comes after it."""
        return self.usage is not None

    def feed(self, piece: bytes) -> bytes:
        """Return the messages that `piece` completes. Raises `ProviderMisbehaved`."""
        messages = self._framer.feed(piece)
        self.written += text_bytes(messages, _WORDS)
        for sign in _SIGNS:
            if messages.find(sign) >= 0:
                self._read(messages)
                break
        return messages

    def finish(self) -> bytes:
        """Return b"" at the clean end. Raises `ProviderDied` where that came too early."""
        if self._framer.finish() or not self._complete:
            raise ProviderDied(
                "The provider ended its stream before it was complete: expected messageStop and"
                " metadata. What arrived was passed on; ask again for a whole answer."
            )
        return b""

    def _read(self, messages: bytes) -> None:
        for message in self._reader.read(messages):
            headers = message.headers
            if headers.kind != "event" or headers.name == "messageStop":
                self._complete = True
            elif headers.name == "metadata":
                report = decode(METADATA, message.payload)
                if report is not None:
                    self.usage = report.counts()
