"""A streamed answer, read into events.

Each event of the wire is a small answer. Nothing in it begins or ends a part: text goes on as
long as text comes, and everything else comes whole. The stream has no last event either; it is
complete where each answer has said why it stopped.
"""

from collections.abc import Sequence

from ai_gateway.core.errors import ProviderDied, ProviderMisbehaved
from ai_gateway.dialects.gemini.grounding import read_citations
from ai_gateway.dialects.gemini.logprobs import read_logprobs
from ai_gateway.dialects.gemini.outcome import failure, read_stop
from ai_gateway.dialects.gemini.part_reader import PartReader, Whole, proof
from ai_gateway.dialects.gemini.shapes import ANSWER, Candidate, Grounding, Part, Usage
from ai_gateway.dialects.gemini.signature import seal
from ai_gateway.dialects.gemini.tokens import read_tokens
from ai_gateway.dialects.neutral import event
from ai_gateway.dialects.neutral.content import (
    RedactedThinking,
    ServerToolCall,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.reply import TokenLogprob
from ai_gateway.dialects.sse import Framer, read_events
from ai_gateway.dialects.wire import decode

Events = list[event.Event]


class GeminiEvents:
    """Reads one stream; see `ai_gateway.dialects.translation.EventReader`."""

    def __init__(self) -> None:
        self._framer = Framer()
        self._answers: dict[int, _GrowingAnswer] = {}
        self._started = False
        self._blocked = False
        self._failed = False
        self._usage: Usage | None = None

    def feed(self, piece: bytes) -> Sequence[event.Event]:
        """Return the events that `piece` completes. Raises `ProviderMisbehaved`."""
        return self._read(self._framer.feed(piece))

    def finish(self) -> Sequence[event.Event]:
        """Return what is left at the clean end. Raises `ProviderDied`."""
        events = self._read(self._framer.finish())
        if self._failed:
            return events
        answers = self._answers.values()
        if not (answers or self._blocked) or any(answer.reason is None for answer in answers):
            raise ProviderDied(
                "The provider ended its stream before it was complete: expected a"
                " `finishReason` for each answer. What arrived was passed on; ask again for a"
                " whole answer."
            )
        for answer in answers:
            answer.end(events)
        if not answers:
            events.append(event.Stopped(0, "content_filter"))
        if tokens := read_tokens(self._usage):
            events.append(event.Metered(tokens))
        events.append(event.Ended())
        return events

    def _read(self, block: bytes) -> Events:
        events: Events = []
        for told in read_events(block):
            if self._failed:
                break
            self._take(told.data, events)
        return events

    def _take(self, data: bytes, events: Events) -> None:
        answer = decode(ANSWER, data)
        if answer is None:
            raise ProviderMisbehaved(
                "Google sent an event that is no part of an answer: expected the JSON of"
                " `GenerateContentResponse`. Ask again."
            )
        if answer.error is not None:
            self._fail(answer.error.code or 500, answer.error.message, events)
            return
        if not self._started:
            self._started = True
            events.append(event.Started(answer.response_id, answer.model_version))
        if answer.usage_metadata is not None:
            self._usage = answer.usage_metadata
        if answer.prompt_feedback is not None and answer.prompt_feedback.block_reason:
            self._blocked = True
        for candidate in answer.candidates or ():
            growing = self._answers.get(candidate.index)
            if growing is None:
                growing = self._answers[candidate.index] = _GrowingAnswer(candidate.index)
            growing.grow(candidate, answer.response_id, events)
            if candidate.finish_reason and (failed := failure(candidate)):
                self._fail(failed.status, failed.message, events)
                return

    def _fail(self, status: int, message: str, events: Events) -> None:
        self._failed = True
        events.append(event.Failed(status, message))


class _GrowingAnswer:
    """One answer: which of its parts is open, and what has to wait for that part's end."""

    def __init__(self, number: int) -> None:
        self.reason: str | None = None
        self._number = number
        self._reader = PartReader(number)
        self._index = -1
        self._open: type[Text | Thinking] | None = None
        self._proof: RedactedThinking | None = None
        self._text: list[str] = []

    def grow(self, candidate: Candidate, response_id: str, events: Events) -> None:
        """Take the next piece of the answer."""
        logprobs = read_logprobs(candidate.logprobs_result)
        if candidate.content is not None:
            for part in candidate.content.parts or ():
                self._take(part, logprobs, response_id, events)
                # Told once for all the text of an event.
                logprobs = None if part.text and not part.thought else logprobs
        if candidate.grounding_metadata is not None:
            self._cite(candidate.grounding_metadata, events)
        self.reason = candidate.finish_reason or self.reason

    def end(self, events: Events) -> None:
        """Close what is open and say why the answer stopped."""
        self._close(events)
        stop = read_stop(self.reason or "STOP", calls=self._reader.calls)
        events.append(event.Stopped(self._number, stop))

    def _take(
        self,
        part: Part,
        logprobs: tuple[TokenLogprob, ...] | None,
        response_id: str,
        events: Events,
    ) -> None:
        if part.text and not part.thought:
            if self._open is not Text or self._proof:
                self._begin(Text(""), events)
                self._text.clear()
            self._text.append(part.text)
            events.append(event.TextGrew(self._number, self._index, part.text, logprobs))
        elif part.thought:
            self._think(part, events)
            return
        elif (whole := self._reader.whole(part, response_id)) is not None:
            self._place(whole, events)
        if part.thought_signature is not None and (signed := proof(part)) is not None:
            self._sign(signed, events)

    def _sign(self, signed: RedactedThinking, events: Events) -> None:
        if self._open is Text and self._proof is None:
            # Citations of the open text may come after its signature.
            self._proof = signed
        else:
            self._whole(signed, events)

    def _think(self, part: Part, events: Events) -> None:
        if self._open is not Thinking:
            self._begin(Thinking("", summary=True), events)
        if part.text:
            events.append(event.TextGrew(self._number, self._index, part.text))
        if part.thought_signature:
            events.append(event.Signed(self._number, self._index, seal(part.thought_signature)))
            # A signature is the thought's last word: what follows is another thought.
            self._close(events)

    def _place(self, part: Whole, events: Events) -> None:
        match part:
            case ToolCall(id, name, arguments, signature):
                self._close(events)
                self._start(ToolCall(id, name, ""), events)
            case ServerToolCall(id, name, arguments):
                signature = None
                self._close(events)
                self._start(ServerToolCall(id, name, ""), events)
            case _:
                self._whole(part, events)
                return
        if arguments:
            events.append(event.ArgumentsGrew(self._number, self._index, arguments))
        if signature:
            events.append(event.Signed(self._number, self._index, signature))
        events.append(event.PartEnded(self._number, self._index))

    def _whole(self, part: Whole | RedactedThinking, events: Events) -> None:
        self._close(events)
        self._start(part, events)
        events.append(event.PartEnded(self._number, self._index))

    def _begin(self, part: Text | Thinking, events: Events) -> None:
        self._close(events)
        self._start(part, events)
        self._open = type(part)

    def _start(self, part: Text | Thinking | Whole | RedactedThinking, events: Events) -> None:
        self._index += 1
        events.append(event.PartStarted(self._number, self._index, part))

    def _close(self, events: Events) -> None:
        if self._open is None:
            return
        self._open = None
        events.append(event.PartEnded(self._number, self._index))
        if self._proof is not None:
            signed, self._proof = self._proof, None
            self._whole(signed, events)

    def _cite(self, grounding: Grounding, events: Events) -> None:
        if self._open is not Text:
            return
        # The wire counts the parts of its own last event, the text of all of them is meant.
        supports = grounding.grounding_supports or ()
        text = "".join(self._text)
        texts = {s.segment.part_index: text for s in supports if s.segment is not None}
        for _, citation in read_citations(grounding, texts):
            events.append(event.Cited(self._number, self._index, citation))
