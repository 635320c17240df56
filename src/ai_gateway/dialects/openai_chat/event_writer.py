"""A stream of chunks, written for a caller."""

from collections.abc import Iterable

import msgspec

from ai_gateway.core.errors import ProviderError
from ai_gateway.dialects.neutral.event import (
    Ended,
    Event,
    Failed,
    Metered,
    Started,
)
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.neutral.usage import Tokens
from ai_gateway.dialects.openai_chat.answer_writer import AnswerWriter
from ai_gateway.dialects.openai_chat.errors import error_object
from ai_gateway.dialects.openai_chat.service_tier import write_service_tier
from ai_gateway.dialects.openai_chat.tokens import write_tokens
from ai_gateway.dialects.wire import render

_encode = msgspec.json.Encoder().encode

_FRAME = (Started, Metered, Failed, Ended)
"""The events that belong to no answer."""


class ChatEventWriter:
    """Writes `chat.completion.chunk` events; see `EventWriter`."""

    def __init__(self, request: Request) -> None:
        self._legacy = request.legacy_functions
        self._include_usage = bool(request.include_usage)
        self._head = b""
        # OpenAI sends a null with every chunk to those who asked for usage.
        self._tail = b',"usage":null}\n\n' if self._include_usage else b"}\n\n"
        self._usage: Tokens | None = None
        self._answers: dict[int, AnswerWriter] = {}

    def write(self, events: Iterable[Event]) -> bytes:
        """Return the chunks of `events`; see `EventWriter.write`."""
        return b"".join([self._write(event) for event in events])

    def _write(self, event: Event) -> bytes:
        if isinstance(event, _FRAME):
            return self._frame(event)
        answer = self._answers.get(event.answer)
        if answer is not None:
            return answer.write(event)
        return self._open(event.answer) + self._answers[event.answer].write(event)

    def _frame(self, event: Started | Metered | Failed | Ended) -> bytes:
        """Return what is said of the stream as a whole."""
        match event:
            case Started():
                return self._start(event)
            case Metered(usage):
                self._usage = _merged(self._usage, usage)
                return b""
            case Failed(status, message):
                error = error_object(ProviderError(message, status=status))
                return b"data: %b\n\n" % render({"error": error})
            case Ended():
                return self._last_usage() + b"data: [DONE]\n\n"

    def _start(self, event: Started) -> bytes:
        self._usage = event.usage
        head = b'data: {"id":%b,"object":"chat.completion.chunk","created":%d,"model":%b' % (
            _encode(event.id),
            event.created or 0,
            _encode(event.model),
        )
        if tier := write_service_tier(event.service_tier):
            head += b',"service_tier":%b' % _encode(tier)
        self._head = head + b',"choices":['
        # At once, so that the caller knows that the answer has begun.
        return self._open(0)

    def _open(self, number: int) -> bytes:
        """Return the chunk in which an answer begins, before its first part."""
        self._answers[number] = answer = AnswerWriter(
            self._head, number, b"]" + self._tail, legacy=self._legacy
        )
        return answer.role()

    def _last_usage(self) -> bytes:
        """Return the chunk without an answer that reports usage to those who asked for it."""
        usage = write_tokens(self._usage) if self._include_usage else None
        return b"" if usage is None else b'%b],"usage":%b}\n\n' % (self._head, _encode(usage))


def _merged(old: Tokens | None, new: Tokens) -> Tokens:
    """Return the later counts, and the earlier ones of what the later report does not count."""
    if old is None:
        return new
    counts = zip(msgspec.structs.astuple(old), msgspec.structs.astuple(new), strict=True)
    return Tokens(*(before if after is None else after for before, after in counts))
