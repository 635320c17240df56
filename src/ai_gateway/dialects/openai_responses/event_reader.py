"""One stream of `response.*` events, as events in no vendor's terms.

Source: `openai.types.responses.ResponseStreamEvent`.
"""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from ai_gateway.core.errors import ProviderDied, ProviderMisbehaved
from ai_gateway.dialects import sse
from ai_gateway.dialects.neutral.content import (
    Part,
    RedactedThinking,
    Refusal,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.event import (
    ArgumentsGrew,
    Cited,
    Ended,
    Event,
    Failed,
    Metered,
    PartEnded,
    PartStarted,
    Signed,
    Started,
    Stopped,
    TextGrew,
)
from ai_gateway.dialects.openai_responses import shapes
from ai_gateway.dialects.openai_responses.annotations import read_citation
from ai_gateway.dialects.openai_responses.failure import failure_message, failure_status
from ai_gateway.dialects.openai_responses.output_reader import (
    read_item,
    read_logprobs,
    read_stop,
)
from ai_gateway.dialects.openai_responses.reply_reader import read_created
from ai_gateway.dialects.openai_responses.tokens import read_tokens
from ai_gateway.dialects.wire import decode_strictly


class _StreamEvent(msgspec.Struct):
    """The members of every event; `type` says which count."""

    type: str = ""
    delta: str = ""
    item_id: str | None = None
    output_index: int = 0
    content_index: int = 0
    summary_index: int = 0
    logprobs: list[shapes.Logprob] | None = None
    part: shapes.Part | None = None
    annotation: shapes.Annotation | None = None
    item: msgspec.Raw = shapes.ABSENT
    response: shapes.Response | None = None
    error: shapes.Failure | None = None
    code: str | int | None = None
    message: str | None = None


_EVENT = msgspec.json.Decoder(_StreamEvent)
_ITEM = msgspec.json.Decoder(shapes.Item)

_Place = tuple[int, int]
# A call and a thought are items with one part; a thought's number is not that of its texts.
_WHOLE_ITEM = -1


class ResponseReader:
    """Reads one answer; see `ai_gateway.dialects.translation.EventReader`."""

    def __init__(self) -> None:
        self._framer = sse.Framer()
        self._events: list[Event] = []
        self._started = False
        self._ended = False
        self._parts: list[Part] = []
        self._open: dict[_Place, int] = {}
        self._grown: set[int] = set()
        self._texts: set[_Place] = set()
        # What is not named says nothing that another event does not say.
        self._handlers: Mapping[str, Callable[[_StreamEvent], None]] = {
            "response.created": self._begun,
            "response.in_progress": self._begun,
            "response.output_item.added": self._item_added,
            "response.content_part.added": self._part_added,
            "response.output_text.annotation.added": self._annotated,
            "response.refusal.delta": self._refusal_delta,
            "response.content_part.done": self._part_done,
            "response.reasoning_summary_text.delta": self._summary_delta,
            "response.reasoning_text.delta": self._thought_delta,
            "response.function_call_arguments.delta": self._arguments_delta,
            "response.output_item.done": self._item_done,
            "response.completed": self._completed,
            "response.incomplete": self._completed,
            "response.failed": self._failed,
            "error": self._error,
        }

    def feed(self, piece: bytes) -> Sequence[Event]:
        """Return the events that `piece` completes. Raises `ProviderMisbehaved`."""
        return self._read(self._framer.feed(piece))

    def finish(self) -> Sequence[Event]:
        """Return what is left. Raises `ProviderDied` where the response has not ended."""
        events = self._read(self._framer.finish())
        if not self._ended:
            raise ProviderDied(
                "The provider ended its stream before the response was complete: expected"
                " response.completed, response.incomplete or response.failed, and none came."
                " Ask again for a whole answer."
            )
        return events

    def _read(self, block: bytes) -> Sequence[Event]:
        self._events = []
        for event in sse.read_events(block):
            if not self._ended:
                self._read_event(event.data)
        return self._events

    def _read_event(self, data: bytes) -> None:
        if data == b"[DONE]":  # some compatible servers end like chat's
            return
        try:
            event = decode_strictly(_EVENT, data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise ProviderMisbehaved(
                "The provider's stream holds an event that is not as OpenAI's responses define"
                f" it: {error}. Ask again, and report it to the provider if it happens again."
            ) from None
        if event.type == "response.output_text.delta":
            self._text_delta(event)
            return
        handle = self._handlers.get(event.type)
        if handle:
            handle(event)

    def _text_delta(self, event: _StreamEvent) -> None:
        index = self._open.get((event.output_index, event.content_index))
        if index is None:
            index = self._begin((event.output_index, event.content_index), Text(""))
        logprobs = tuple(read_logprobs(event.logprobs)) if event.logprobs else None
        self._events.append(TextGrew(0, index, event.delta, logprobs))

    def _refusal_delta(self, event: _StreamEvent) -> None:
        place = (event.output_index, event.content_index)
        self._events.append(TextGrew(0, self._at(place, Refusal("")), event.delta))

    def _begun(self, event: _StreamEvent) -> None:
        response = event.response
        if response is None or self._started:
            return
        self._started = True
        created = read_created(response)
        tier = response.service_tier
        self._events.append(
            Started(response.id, response.model, created=created, service_tier=tier)
        )

    def _item_added(self, event: _StreamEvent) -> None:
        item = _read_item(event.item)
        if item.type == "function_call":
            call = ToolCall(item.call_id or item.id or "", item.name or "", "")
            self._begin((event.output_index, _WHOLE_ITEM), call)

    def _part_added(self, event: _StreamEvent) -> None:
        place = (event.output_index, event.content_index)
        kind = event.part.type if event.part else ""
        if kind == "output_text":
            self._at(place, Text(""))
        elif kind == "refusal":
            self._at(place, Refusal(""))

    def _part_done(self, event: _StreamEvent) -> None:
        self._end((event.output_index, event.content_index))

    def _annotated(self, event: _StreamEvent) -> None:
        place = (event.output_index, event.content_index)
        if event.annotation:
            citation = read_citation(event.annotation)
            self._events.append(Cited(0, self._at(place, Text("")), citation))

    def _summary_delta(self, event: _StreamEvent) -> None:
        self._thought(event, event.summary_index, summary=True)

    def _thought_delta(self, event: _StreamEvent) -> None:
        self._thought(event, event.content_index, summary=False)

    def _thought(self, event: _StreamEvent, number: int, *, summary: bool) -> None:
        """Tell more of a thought: one part for each item, whose texts are joined as when whole."""
        place = (event.output_index, _WHOLE_ITEM)
        index = self._at(place, Thinking("", id=event.item_id, summary=summary))
        part = self._parts[index]
        if not isinstance(part, Thinking) or part.summary is not summary:
            return  # told both ways at once; the way that came first is told on
        begun = (event.output_index, number) in self._texts
        self._texts.add((event.output_index, number))
        apart = "" if begun or not number else "\n\n"
        self._events.append(TextGrew(0, index, apart + event.delta))

    def _arguments_delta(self, event: _StreamEvent) -> None:
        index = self._open.get((event.output_index, _WHOLE_ITEM))
        if index is not None:
            self._grown.add(index)
            self._events.append(ArgumentsGrew(0, index, event.delta))

    def _item_done(self, event: _StreamEvent) -> None:
        item = _read_item(event.item)
        place = (event.output_index, _WHOLE_ITEM)
        if item.type == "message":
            for open_place in [at for at in self._open if at[0] == event.output_index]:
                self._end(open_place)
            return
        part = read_item(item, event.item)
        index = self._open.get(place)
        if index is not None and isinstance(part, ToolCall):
            if index not in self._grown and part.arguments:
                self._events.append(ArgumentsGrew(0, index, part.arguments))
        elif index is not None:
            proof = part.signature if isinstance(part, Thinking) else None
            if isinstance(part, RedactedThinking):
                proof = part.data
            if proof:
                self._events.append(Signed(0, index, proof))
        elif part is not None:
            self._begin(place, part)
        self._end(place)

    def _completed(self, event: _StreamEvent) -> None:
        response = event.response or shapes.Response()
        self._begun(event)
        for place in list(self._open):
            self._end(place)
        usage = read_tokens(response.usage)
        if usage:
            self._events.append(Metered(usage))
        self._events += (Stopped(0, read_stop(response, self._parts)), Ended())
        self._ended = True

    def _failed(self, event: _StreamEvent) -> None:
        response = event.response
        failure = response.error if response else event.error
        self._fail(failure or shapes.Failure())

    def _error(self, event: _StreamEvent) -> None:
        self._fail(event.error or shapes.Failure(code=event.code, message=event.message))

    def _fail(self, failure: shapes.Failure) -> None:
        self._events.append(Failed(failure_status(failure), failure_message(failure)))
        self._ended = True

    def _at(self, place: _Place, part: Part) -> int:
        """Return the number of the part that is open at `place`; begin `part` if none is."""
        index = self._open.get(place)
        return self._begin(place, part) if index is None else index

    def _begin(self, place: _Place, part: Part) -> int:
        index = len(self._parts)
        self._parts.append(part)
        self._open[place] = index
        self._events.append(PartStarted(0, index, part))
        return index

    def _end(self, place: _Place) -> None:
        index = self._open.pop(place, None)
        if index is not None:
            self._events.append(PartEnded(0, index))


def _read_item(raw: msgspec.Raw) -> shapes.Item:
    try:
        return decode_strictly(_ITEM, bytes(raw))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProviderMisbehaved(
            "The provider's stream holds an item that is not as OpenAI's responses define it:"
            f" {error}. Ask again, and report it to the provider if it happens again."
        ) from None
