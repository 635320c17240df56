"""The way of a provider's answer back into the caller's words."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

import msgspec

from ai_gateway.core.body import ByteStream
from ai_gateway.dialects.anthropic_messages.caller import AnthropicCaller
from ai_gateway.dialects.neutral.event import Event, Started
from ai_gateway.dialects.neutral.reply import Reply
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.translation import (
    CallerDialect,
    EventReader,
    EventWriter,
    ProviderDialect,
)
from ai_gateway.providers.foreign import Counter

Told = TypeVar("Told", Reply, Started)


class WayBack(Protocol):
    """How a provider's answer is said in the caller's words."""

    def whole(self, body: bytes) -> bytes:
        """Return the body of a whole answer. Raises `ProviderMisbehaved` where it is none."""
        ...

    def stream(self, source: ByteStream) -> ByteStream | None:
        """Return a streamed answer as it passes, None where no stream can answer."""
        ...


class Birth(msgspec.Struct, frozen=True):
    """What an answer says of itself where its provider leaves it out, as Bedrock does all of it.

    `created` is in seconds since 1970.
    """

    id: str
    model: str
    created: int

    def of(self, told: Told) -> Told:
        """Return `told` with nothing left out."""
        return msgspec.structs.replace(
            told,
            id=told.id or self.id,
            model=told.model or self.model,
            created=self.created if told.created is None else told.created,
        )


class AnsweredBack:
    """The way of an answer; `birth` is what it says of itself where the provider does not."""

    def __init__(
        self, birth: Birth, request: Request, caller: CallerDialect, speaker: ProviderDialect
    ) -> None:
        self._birth = birth
        self._request = request
        self._caller = caller
        self._speaker = speaker

    def whole(self, body: bytes) -> bytes:
        """Return the answer; see `WayBack.whole`."""
        reply = self._birth.of(self._speaker.read_reply(body))
        return self._caller.write_reply(reply, self._request)

    def stream(self, source: ByteStream) -> "TranslatedRelay":
        """Return the stream; see `WayBack.stream`."""
        reader = _NamedEvents(self._speaker.event_reader(), self._birth)
        return TranslatedRelay(source, reader, self._caller.event_writer(self._request))


class CountedBack:
    """The way of a count of tokens."""

    def __init__(self, caller: AnthropicCaller, counter: Counter) -> None:
        self._caller = caller
        self._counter = counter

    def whole(self, body: bytes) -> bytes:
        """Return the count; see `WayBack.whole`."""
        return self._caller.write_count(self._counter.speaker.read_count(body))

    def stream(self, source: ByteStream) -> None:
        """Return None: a count is never streamed."""
        del source


class _NamedEvents:
    """Reads events, of which the first says what the provider left out."""

    def __init__(self, reader: EventReader, birth: Birth) -> None:
        self._reader = reader
        self._birth = birth
        self._begun = False

    def feed(self, piece: bytes) -> Sequence[Event]:
        events = self._reader.feed(piece)
        return events if self._begun or not events else self._first(events)

    def finish(self) -> Sequence[Event]:
        events = self._reader.finish()
        return events if self._begun or not events else self._first(events)

    def _first(self, events: Sequence[Event]) -> Sequence[Event]:
        self._begun = True
        first = events[0]
        return [self._birth.of(first), *events[1:]] if isinstance(first, Started) else events


class TranslatedRelay:
    """A provider's stream, passed on in the caller's dialect.

    Each piece is a whole number of the caller's events. What breaks the provider's stream is
    raised after everything that came before it was passed on.
    """

    def __init__(self, source: ByteStream, reader: EventReader, writer: EventWriter) -> None:
        self._source = source
        self._reader = reader
        self._writer = writer
        self._finished = False

    def __aiter__(self) -> "TranslatedRelay":
        return self

    async def __anext__(self) -> bytes:
        while not self._finished:
            try:
                piece = await self._source.__anext__()
            except StopAsyncIteration:
                self._finished = True
                if rest := self._writer.write(self._reader.finish()):
                    return rest
                break
            if written := self._writer.write(self._reader.feed(piece)):
                return written
        raise StopAsyncIteration

    async def aclose(self) -> None:
        """Close the provider's connection unless the stream is complete."""
        await self._source.aclose()
