"""A provider's stream of chunks, read."""

from collections.abc import Sequence

import msgspec

from ai_gateway.core.errors import ProviderDied, ProviderMisbehaved
from ai_gateway.dialects import wire
from ai_gateway.dialects.neutral.event import Ended, Event, Failed, Metered, Started
from ai_gateway.dialects.openai_chat.answer_reader import AnswerReader
from ai_gateway.dialects.openai_chat.error_reader import read_failure
from ai_gateway.dialects.openai_chat.reply_shapes import Chunk
from ai_gateway.dialects.openai_chat.tokens import read_tokens
from ai_gateway.dialects.sse import Framer, read_events

_CHUNK = msgspec.json.Decoder(Chunk)


class ChatEventReader:
    """Reads `chat.completion.chunk` events; see `EventReader`.

    A stream ends with `[DONE]`. Some servers leave it out, so that every answer has stopped
    will do.
    """

    def __init__(self) -> None:
        self._framer = Framer()
        self._started = False
        self._ended = False
        self._answers: dict[int, AnswerReader] = {}

    def feed(self, piece: bytes) -> Sequence[Event]:
        """Return the events that `piece` completes; see `EventReader.feed`."""
        events: list[Event] = []
        if block := self._framer.feed(piece):
            self._read(block, events)
        return events

    def finish(self) -> Sequence[Event]:
        """Return what is left; see `EventReader.finish`."""
        events: list[Event] = []
        self._read(self._framer.finish(), events)
        if self._ended:
            return events
        if not self._answers or not all(answer.stopped for answer in self._answers.values()):
            raise ProviderDied(
                "The provider ended its stream before it was complete: expected [DONE] or a"
                " finish_reason for each answer. What arrived was passed on; ask again for a"
                " whole answer."
            )
        events.append(Ended())
        return events

    def _read(self, block: bytes, events: list[Event]) -> None:
        for event in read_events(block):
            if self._ended:
                return
            data = event.data
            if data.startswith(b"[DONE]"):
                self._end(events)
            elif event.name == b"error":
                self._fail(data, events)
            else:
                self._read_chunk(_decode(data), data, events)

    def _read_chunk(self, chunk: Chunk, data: bytes, events: list[Event]) -> None:
        if chunk.error:
            self._fail(data, events)
            return
        choices = chunk.choices
        # Azure's first chunk holds its content filter's verdict on the question, and no id.
        if not self._started and (choices or chunk.id):
            self._start(chunk, events)
        for choice in choices or ():
            answer = self._answers.get(choice.index)
            if answer is None:
                answer = self._answers[choice.index] = AnswerReader(choice.index)
            answer.read(choice, events)
        if chunk.usage is not None or chunk.x_groq is not None:
            self._meter(chunk, events)

    def _start(self, chunk: Chunk, events: list[Event]) -> None:
        self._started = True
        created = None if chunk.created is None else int(chunk.created)
        events.append(
            Started(chunk.id or "", chunk.model or "", created, service_tier=chunk.service_tier)
        )

    def _meter(self, chunk: Chunk, events: list[Event]) -> None:
        tokens = read_tokens(chunk.usage or (chunk.x_groq and chunk.x_groq.usage))
        if tokens is not None and self._started:
            events.append(Metered(tokens))

    def _end(self, events: list[Event]) -> None:
        """Take `[DONE]` at its word, even where a server forgot to say why an answer stopped."""
        if not self._started:
            raise ProviderMisbehaved(
                "The provider ended its stream without a single chunk of an answer. Ask again,"
                " and report it to the provider if it happens again."
            )
        for answer in self._answers.values():
            answer.stop(None, None, events)
        self._ended = True
        events.append(Ended())

    def _fail(self, data: bytes, events: list[Event]) -> None:
        self._ended = True
        events.append(Failed(*read_failure(data)))


def _decode(data: bytes) -> Chunk:
    try:
        return wire.decode_strictly(_CHUNK, data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProviderMisbehaved(
            f"The provider sent an event that is no chunk of a chat completion: {error}. What"
            " arrived before was passed on; ask again for a whole answer."
        ) from None
