"""Replies as the events of a stream, and back: what a reader and a writer are compared by."""

from collections.abc import Iterable, Iterator

import msgspec

from ai_gateway.dialects.neutral.content import (
    Citation,
    Part,
    Refusal,
    ServerToolCall,
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
from ai_gateway.dialects.neutral.reply import Answer, Reply, TokenLogprob
from ai_gateway.dialects.neutral.usage import Tokens


def events_of(reply: Reply) -> Iterator[Event]:
    """Yield the events of a stream that says what `reply` says, each text in two pieces."""
    yield Started(reply.id, reply.model, reply.created, service_tier=reply.service_tier)
    for number, answer in enumerate(reply.answers):
        logprobs = answer.logprobs
        for index, part in enumerate(answer.parts):
            yield from _of_part(number, index, part, logprobs)
            logprobs = None if isinstance(part, Text) else logprobs
        yield Stopped(number, answer.stop, answer.stop_sequence)
    if reply.usage:
        yield Metered(reply.usage)
    yield Ended()


def _of_part(
    number: int, index: int, part: Part, logprobs: tuple[TokenLogprob, ...] | None
) -> Iterator[Event]:
    match part:
        case Text() | Refusal() | Thinking():
            yield PartStarted(number, index, _empty(part))
            middle = (len(part.text) + 1) // 2
            scored = logprobs if isinstance(part, Text) else None
            yield TextGrew(number, index, part.text[:middle], scored)
            if part.text[middle:]:
                yield TextGrew(number, index, part.text[middle:])
        case ToolCall():
            yield PartStarted(
                number, index, msgspec.structs.replace(part, arguments="", signature=None)
            )
            yield ArgumentsGrew(number, index, part.arguments)
        case ServerToolCall():
            yield PartStarted(number, index, msgspec.structs.replace(part, input=""))
            yield ArgumentsGrew(number, index, part.input)
        case _:
            yield PartStarted(number, index, part)
    for citation in part.citations if isinstance(part, Text) else ():
        yield Cited(number, index, citation)
    if isinstance(part, Thinking | ToolCall) and part.signature:
        yield Signed(number, index, part.signature)
    yield PartEnded(number, index)


def _empty(part: Text | Refusal | Thinking) -> Part:
    if isinstance(part, Text):
        return Text("")
    if isinstance(part, Refusal):
        return Refusal("")
    return msgspec.structs.replace(part, text="", signature=None)


class _Growing:
    def __init__(self, part: Part) -> None:
        self.part = part
        self.text = ""
        self.signature = ""
        self.citations: tuple[Citation, ...] = ()

    def whole(self) -> Part:
        part = self.part
        match part:
            case Text():
                return Text(part.text + self.text, (*part.citations, *self.citations))
            case Refusal():
                return Refusal(part.text + self.text)
            case Thinking():
                return msgspec.structs.replace(
                    part, text=part.text + self.text, signature=self.signature or part.signature
                )
            case ToolCall():
                return msgspec.structs.replace(
                    part,
                    arguments=part.arguments + self.text,
                    signature=self.signature or part.signature,
                )
            case ServerToolCall():
                return msgspec.structs.replace(part, input=part.input + self.text)
            case _:
                return part


class _Joining:
    """What a stream said so far."""

    def __init__(self) -> None:
        self.started: Started | None = None
        self.stopped: Stopped | None = None
        self.usage: Tokens | None = None
        self.parts: list[_Growing] = []
        self.open_parts: set[int] = set()
        self.logprobs: tuple[TokenLogprob, ...] = ()

    def take(self, event: Event) -> None:
        match event:
            case Started():
                assert self.started is None
                self.started = event
            case Stopped():
                assert not self.open_parts
                self.stopped = event
            case Metered():
                self.usage = event.usage
            case Failed() | Ended():
                assert isinstance(event, Ended)
            case PartStarted():
                assert event.index == len(self.parts)
                self.parts.append(_Growing(event.part))
                self.open_parts.add(event.index)
            case PartEnded():
                self.open_parts.remove(event.index)
            case _:
                assert event.index in self.open_parts
                self._grow(self.parts[event.index], event)

    def _grow(self, part: _Growing, event: TextGrew | ArgumentsGrew | Signed | Cited) -> None:
        match event:
            case TextGrew():
                part.text += event.text
                self.logprobs += event.logprobs or ()
            case ArgumentsGrew():
                part.text += event.json
            case Signed():
                part.signature += event.signature
            case Cited():
                part.citations += (event.citation,)


def joined(events: Iterable[Event]) -> Reply:
    """Return what a stream of one answer said, having seen that its events stand in order."""
    joining = _Joining()
    for event in events:
        joining.take(event)
    started, stopped = joining.started, joining.stopped
    assert started is not None
    assert stopped is not None
    whole = tuple(part.whole() for part in joining.parts)
    logprobs = joining.logprobs or None
    answer = Answer(whole, stopped.stop, stopped.stop_sequence, logprobs)
    return Reply(
        started.id,
        started.model,
        (answer,),
        joining.usage,
        started.created,
        started.service_tier,
    )


def chunked(stream: bytes, sizes: list[int]) -> Iterator[bytes]:
    """Yield `stream` in pieces of `sizes`, over and over."""
    start = turn = 0
    while start < len(stream):
        end = start + sizes[turn % len(sizes)]
        yield stream[start:end]
        start, turn = end, turn + 1
