"""Streams of answers while they pass: their usage, and whether they were complete."""

from ai_gateway.core.errors import ProviderDied
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.gemini.shapes import ANSWER, Answer
from ai_gateway.dialects.gemini.tokens import read_usage, searches_of
from ai_gateway.dialects.sse import Framer, read_events
from ai_gateway.dialects.stream import text_bytes
from ai_gateway.dialects.wire import decode

# Each event that ends an answer or tells what was searched has one of these, and hardly any other.
_SIGNS = (b"finishReason", b"blockReason", b'"error"', b"webSearchQueries")
_WORDS = (b'"text":',)
_USAGE = b"usageMetadata"


class GeminiStream:
    """Reads the events of one stream; see `ai_gateway.dialects.contract.StreamReader`.

    Every event reports usage, each counting all that came before it. So the last one is kept
    and read when it is asked for, and a chunk of text costs a few searches.
    """

    def __init__(self) -> None:
        self.written = 0
        self._framer = Framer()
        self._metered = b""
        self._searches = 0
        self._complete = False

    @property
    def usage(self) -> Usage | None:
        """What was reported last."""
        answers = (decode(ANSWER, event.data) for event in read_events(self._metered))
        reports = [read_usage(answer, self._searches) for answer in answers if answer is not None]
        return next((report for report in reversed(reports) if report is not None), None)

    @property
    def final(self) -> bool:
        """Whether the usage is the provider's last word: nothing is billed after the end."""
        return self._complete and self.usage is not None

    def feed(self, piece: bytes) -> bytes:
        """Return the events that `piece` completes; see `StreamReader.feed`."""
        events = self._framer.feed(piece)
        if events:
            self.written += text_bytes(events, _WORDS)
            self._read(events)
        return events

    def finish(self) -> bytes:
        """Return what was kept back; see `StreamReader.finish`."""
        tail = self._framer.finish()
        self._read(tail)
        if not self._complete:
            raise ProviderDied(
                "The provider ended its stream before it was complete: expected a"
                " `finishReason`, and none came. What arrived was passed on; ask again for a"
                " whole answer."
            )
        return tail

    def _read(self, events: bytes) -> None:
        if events.find(_USAGE) >= 0:
            self._metered = events
        if any(events.find(sign) >= 0 for sign in _SIGNS):
            for event in read_events(events):
                answer = decode(ANSWER, event.data)
                self._complete = self._complete or _is_end(answer)
                if answer is not None:
                    # Where several events tell the queries, each tells all that there were.
                    self._searches = max(self._searches, searches_of(answer))


def _is_end(answer: Answer | None) -> bool:
    if answer is None:
        return False
    blocked = answer.prompt_feedback is not None and answer.prompt_feedback.block_reason
    stopped = any(candidate.finish_reason for candidate in answer.candidates or ())
    return bool(answer.error or blocked or stopped)
