"""One answer of a provider's stream, from deltas to parts."""

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.neutral.content import (
    Part,
    RedactedThinking,
    Refusal,
    Text,
    Thinking,
)
from ai_gateway.dialects.neutral.event import (
    ArgumentsGrew,
    Cited,
    Event,
    PartEnded,
    PartStarted,
    Signed,
    Stopped,
    TextGrew,
)
from ai_gateway.dialects.openai_chat.content_shapes import ReasoningDetail
from ai_gateway.dialects.openai_chat.reasoning import TEXT, read_thought
from ai_gateway.dialects.openai_chat.reply_reader import (
    read_call,
    read_citation,
    read_image,
    read_logprobs,
)
from ai_gateway.dialects.openai_chat.reply_shapes import CallDelta, ChunkChoice, Said
from ai_gateway.dialects.openai_chat.stop import read_stop

# The kinds of a part that is open; a thought and a call carry more.
_TEXT = "text"
_REFUSAL = "refusal"

_Open = str | tuple[str, int | None] | None


class AnswerReader:
    """Reads the deltas of one answer, in which at most one part is open at a time."""

    def __init__(self, number: int) -> None:
        self.stopped = False
        self._number = number
        self._part = -1
        self._open: _Open = None
        self._refused = False
        # The place of each call in the wire's own count, and its id where the server gave one.
        self._calls: dict[int, str | None] = {}
        self._call = -1

    def read(self, choice: ChunkChoice, events: list[Event]) -> None:
        """Append what `choice` adds to the answer.

        Raises `ProviderMisbehaved` for more of a call after the next one has begun.
        """
        if self.stopped:
            return
        delta = choice.delta
        if delta is not None:
            logprobs = choice.logprobs and read_logprobs(choice.logprobs)
            if delta.content or (logprobs and not delta.refusal):
                # Text comes after the thought where one chunk holds both.
                self._think(delta, events)
                if self._open != _TEXT:
                    self._begin(_TEXT, Text(""), events)
                events.append(TextGrew(self._number, self._part, delta.content or "", logprobs))
            else:
                self._think(delta, events)
            if delta.refusal:
                self._refused = True
                if self._open != _REFUSAL:
                    self._begin(_REFUSAL, Refusal(""), events)
                events.append(TextGrew(self._number, self._part, delta.refusal, logprobs))
            self._read_rest(delta, events)
        if choice.finish_reason:
            self.stop(choice.finish_reason, choice.stop_reason, events)

    def stop(self, reason: str | None, matched: str | int | None, events: list[Event]) -> None:
        """Append the end of the answer, unless it has come already."""
        if self.stopped:
            return
        self.stopped = True
        self._end(events)
        stop = read_stop(reason, matched, refused=self._refused, called=bool(self._calls))
        events.append(Stopped(self._number, *stop))

    def _read_rest(self, delta: Said, events: list[Event]) -> None:
        """Append what comes seldom or in large pieces."""
        for annotation in delta.annotations or ():
            if self._open != _TEXT:
                self._begin(_TEXT, Text(""), events)
            events.append(Cited(self._number, self._part, read_citation(annotation)))
        for image in delta.images or ():
            self._whole(read_image(image), events)
        for call in delta.tool_calls or ():
            self._read_call(call, events)
        if delta.function_call is not None:
            self._read_call(CallDelta(index=0, function=delta.function_call), events)

    def _think(self, delta: Said, events: list[Event]) -> None:
        if delta.reasoning_details:
            for detail in delta.reasoning_details:
                self._read_detail(detail, events)
        elif text := delta.reasoning_content or delta.reasoning:
            self._read_detail(ReasoningDetail(TEXT, text=text), events)

    def _read_detail(self, detail: ReasoningDetail, events: list[Event]) -> None:
        thought = read_thought(detail)
        if isinstance(thought, RedactedThinking):
            self._whole(thought, events)
        elif thought is not None:
            key = (detail.type, detail.index)
            if self._open != key:
                begun = Thinking("", id=thought.id, summary=thought.summary)
                self._begin(key, begun, events)
            if thought.text:
                events.append(TextGrew(self._number, self._part, thought.text))
            if thought.signature:
                events.append(Signed(self._number, self._part, thought.signature))

    def _read_call(self, delta: CallDelta, events: list[Event]) -> None:
        place = self._place(delta)
        if place not in self._calls:
            self._calls[place] = delta.id
            self._call = place
            call = read_call(delta, place)
            arguments = call.arguments
            begun = type(call)(call.id, call.name, "", call.signature)
            self._begin(("call", place), begun, events)
        else:
            function, extra = delta.function, delta.extra_content
            arguments = (function and function.arguments) or ""
            signature = extra and extra.google and extra.google.thought_signature
            if (arguments or signature) and self._open != ("call", place):
                raise ProviderMisbehaved(
                    f"The provider sent more of its tool call {place} after it had begun another"
                    " part of its answer. Ask again without parallel tool calls."
                )
            if signature:
                events.append(Signed(self._number, self._part, signature))
        if arguments:
            events.append(ArgumentsGrew(self._number, self._part, arguments))

    def _place(self, delta: CallDelta) -> int:
        """Return which call `delta` belongs to, for servers that do not count them too.

        Some send no index, others 0 for all; a new id under an old index is a new call.
        """
        place = max(self._call, 0) if delta.index is None else delta.index
        known = self._calls.get(place)
        if delta.id and known and delta.id != known:
            others = (other for other, given in self._calls.items() if given == delta.id)
            return next(others, len(self._calls))
        return place

    def _begin(self, kind: _Open, part: Part, events: list[Event]) -> None:
        self._end(events)
        self._open = kind
        self._part += 1
        events.append(PartStarted(self._number, self._part, part))

    def _end(self, events: list[Event]) -> None:
        if self._open is not None:
            self._open = None
            events.append(PartEnded(self._number, self._part))

    def _whole(self, part: Part, events: list[Event]) -> None:
        """Append a part that does not grow."""
        self._begin("whole", part, events)
        self._end(events)
