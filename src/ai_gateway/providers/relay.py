"""Answers on their way from a provider to the caller."""

import re

from ai_gateway.core.usage import Usage
from ai_gateway.dialects.contract import AnswerReader, StreamReader
from ai_gateway.dialects.sse import Framer
from ai_gateway.providers.failures import failure
from ai_gateway.transport.errors import TransportError
from ai_gateway.transport.response import ResponseBody

_LARGEST_READ = 1024 * 1024
"""Bytes of an answer passed through that are looked at for usage, pictures left out."""

_PICTURE = re.compile(rb"[A-Za-z0-9+/_=-]{512,}")
"""A picture, a recording or a vector in base64; no usage is that long."""


class EventRelay:
    """A provider's event stream, passed on in whole events while its usage is read.

    The unfinished end of an event is kept back until the rest of it has come. So a stream that
    dies can be ended with an error event that no SDK glues to half a line of something else.
    """

    def __init__(self, body: ResponseBody, reader: StreamReader, provider: str) -> None:
        self._body = body
        self._reader = reader
        self._provider = provider

    @property
    def usage(self) -> Usage | None:
        """What the provider has reported so far."""
        return self._reader.usage

    @property
    def final(self) -> bool:
        """Whether it has reported everything."""
        return self._reader.final

    @property
    def written(self) -> int:
        """Bytes of text that have passed."""
        return self._reader.written

    def __aiter__(self) -> "EventRelay":
        return self

    async def __anext__(self) -> bytes:
        while True:
            try:
                piece = await self._body.__anext__()
            except StopAsyncIteration:
                if rest := self._reader.finish():
                    return rest
                raise
            except TransportError as error:
                raise failure(error, self._provider) from error
            if events := self._reader.feed(piece):
                return events

    async def aclose(self) -> None:
        """Close the provider's connection unless the stream is complete."""
        await self._body.aclose()


class UnreadEvents(Framer):
    """A reader of event streams of endpoints whose events the gateway does not know."""

    usage: Usage | None = None
    final = True
    written = 0


class ByteRelay:
    """Any other answer, passed on piece by piece as it came.

    With a dialect to read it in, a JSON answer's usage is read once it is complete; of one that
    is large, what is base64 is not kept.
    """

    final = True
    written = 0

    def __init__(self, body: ResponseBody, dialect: AnswerReader | None, provider: str) -> None:
        self._body = body
        self._dialect = dialect
        self._provider = provider
        self._seen = bytearray()

    @property
    def usage(self) -> Usage | None:
        """What the provider reported, once the answer is complete."""
        if self._dialect is None or not self._seen:
            return None
        return self._dialect.read_usage(bytes(self._seen))

    def __aiter__(self) -> "ByteRelay":
        return self

    async def __anext__(self) -> bytes:
        try:
            piece = await self._body.__anext__()
        except TransportError as error:
            raise failure(error, self._provider) from error
        if self._dialect is not None:
            self._seen += piece
            if len(self._seen) > _LARGEST_READ:
                self._seen = bytearray(_PICTURE.sub(b"", self._seen))
            if len(self._seen) > _LARGEST_READ:
                self._dialect = None
                self._seen.clear()
        return piece

    async def aclose(self) -> None:
        """Close the provider's connection unless the answer is complete."""
        await self._body.aclose()


class ReportedUsage:
    """The usage of an answer that was whole when it was read."""

    __slots__ = ("usage",)
    final = True
    written = 0

    def __init__(self, usage: Usage | None) -> None:
        self.usage = usage
