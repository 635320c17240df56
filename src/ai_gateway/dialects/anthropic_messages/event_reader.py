"""The provider's streams into events."""

from collections.abc import Sequence

import msgspec

from ai_gateway.core.errors import ProviderDied, ProviderMisbehaved
from ai_gateway.dialects import sse
from ai_gateway.dialects.anthropic_messages import stream_shapes as wire
from ai_gateway.dialects.anthropic_messages.answer import read_stop, read_tier
from ai_gateway.dialects.anthropic_messages.citations import read_citation
from ai_gateway.dialects.anthropic_messages.error_reader import read_failure
from ai_gateway.dialects.anthropic_messages.reply_reader import read_block
from ai_gateway.dialects.anthropic_messages.token_usage import WireUsage, read_tokens
from ai_gateway.dialects.neutral import event as neutral
from ai_gateway.dialects.neutral.content import Part, Refusal, ServerToolCall, Text, Thinking
from ai_gateway.dialects.neutral.content import ToolCall as Call
from ai_gateway.dialects.neutral.usage import Tokens
from ai_gateway.dialects.wire import decode, decode_strictly

_MALFORMED = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class _OpenPart:
    """A part that may still grow; `given` is the input of a tool that came with its beginning."""

    __slots__ = ("given", "index")

    def __init__(self, index: int, given: str) -> None:
        self.index = index
        self.given = given


class MessageEventReader:
    """Reads one stream of a message. See `ai_gateway.dialects.translation.EventReader`.

    Events, blocks and deltas of kinds that are not known yet are passed over or kept whole, as
    the vendor asks of its clients.
    """

    def __init__(self) -> None:
        self._framer = sse.Framer()
        self._open: dict[int, _OpenPart] = {}
        self._parts = 0
        self._tokens = Tokens()
        self._started = False
        self._stopped = False
        self._over = False

    def feed(self, piece: bytes) -> Sequence[neutral.Event]:
        """Return the events that `piece` completes. Raises `ProviderMisbehaved`."""
        block = self._framer.feed(piece)
        events: list[neutral.Event] = []
        if block:
            self._read(block, events)
        return events

    def finish(self) -> Sequence[neutral.Event]:
        """Return what is left at the clean end. Raises `ProviderDied` where that was too early."""
        events: list[neutral.Event] = []
        self._read(self._framer.finish(), events)
        if not self._over:
            raise ProviderDied(
                "The provider ended its stream before it was complete: expected message_stop, and"
                " none came. What arrived was passed on; ask again for a whole answer."
            )
        return events

    def _read(self, block: bytes, events: list[neutral.Event]) -> None:
        for sent in sse.read_events(block):
            if self._over:
                return
            try:
                event = wire.STREAM_EVENT.decode(sent.data)
            except _MALFORMED:
                event = _second_reading(sent.data)
            if type(event) is wire.BlockDelta:
                self._grow(event, events)
            elif event is not None:
                self._turn(event, events)

    def _grow(self, event: wire.BlockDelta, events: list[neutral.Event]) -> None:
        part = self._open.get(event.index)
        if part is None:
            raise _misbehaved(f"a delta of block {event.index}, which is not open")
        index, delta = part.index, event.delta
        if type(delta) is wire.TextDelta:
            events.append(neutral.TextGrew(0, index, delta.text))
        elif type(delta) is wire.InputJsonDelta:
            if delta.partial_json:
                part.given = ""
                events.append(neutral.ArgumentsGrew(0, index, delta.partial_json))
        elif type(delta) is wire.ThinkingDelta:
            events.append(neutral.TextGrew(0, index, delta.thinking))
        elif type(delta) is wire.SignatureDelta:
            events.append(neutral.Signed(0, index, delta.signature))
        elif type(delta) is wire.CitationsDelta:
            events.append(neutral.Cited(0, index, read_citation(delta.citation)))

    def _turn(self, event: wire.StreamEvent, events: list[neutral.Event]) -> None:
        """Take an event that is not the growth of a block."""
        match event:
            case wire.ErrorEvent():
                events.append(read_failure(event.error))
                self._over = True
            case wire.MessageStart():
                self._start(event.message, events)
            case _ if not self._started:
                if not isinstance(event, wire.Ping):
                    raise _misbehaved(f"{type(event).__name__} before the start of the message")
            case wire.BlockStart():
                self._open_block(event, events)
            case wire.BlockStop():
                self._close_block(event.index, events)
            case wire.MessageDelta():
                self._meter(event.usage, events)
                if event.delta.stop_reason is not None:
                    self._stop(event.delta, events)
            case wire.MessageStop():
                self._stop(wire.Ending(), events)
                events.append(neutral.Ended())
                self._over = True
            case _:
                pass

    def _start(self, message: wire.OpenedMessage, events: list[neutral.Event]) -> None:
        self._started = True
        usage = message.usage
        if usage is not None:
            self._tokens = read_tokens(usage)
        events.append(
            neutral.Started(
                message.id,
                message.model,
                usage=None if usage is None else self._tokens,
                service_tier=None if usage is None else read_tier(usage.service_tier),
            )
        )

    def _open_block(self, event: wire.BlockStart, events: list[neutral.Event]) -> None:
        try:
            part = read_block(event.content_block)
        except _MALFORMED as error:
            raise _misbehaved(f"a block that is none: {error}") from error
        index = self._parts
        self._parts += 1
        given = ""
        # What the wire's first event holds already is said as growth.
        growth: list[neutral.Event] = []
        match part:
            case Text(text, citations):
                opened: Part = Text("")
                growth += [neutral.TextGrew(0, index, text)] if text else []
                growth += [neutral.Cited(0, index, citation) for citation in citations]
            case Thinking(text, signature):
                opened = Thinking("")
                growth += [neutral.TextGrew(0, index, text)] if text else []
                growth += [neutral.Signed(0, index, signature)] if signature else []
            case Call():
                opened, given = Call(part.id, part.name, ""), part.arguments
            case ServerToolCall():
                opened, given = ServerToolCall(part.id, part.name, ""), part.input
            case _:
                opened = part
        self._open[event.index] = _OpenPart(index, given)
        events += [neutral.PartStarted(0, index, opened), *growth]

    def _close_block(self, wire_index: int, events: list[neutral.Event]) -> None:
        part = self._open.pop(wire_index, None)
        if part is None:
            raise _misbehaved(f"the end of block {wire_index}, which is not open")
        if part.given:
            # No piece of the input came, so it was whole at the beginning: mostly `{}`.
            events.append(neutral.ArgumentsGrew(0, part.index, part.given))
        events.append(neutral.PartEnded(0, part.index))

    def _meter(self, usage: WireUsage | None, events: list[neutral.Event]) -> None:
        if usage is not None:
            self._tokens = read_tokens(usage, self._tokens)
            events.append(neutral.Metered(self._tokens))

    def _stop(self, ending: wire.Ending, events: list[neutral.Event]) -> None:
        if self._stopped:
            return
        self._stopped = True
        for wire_index in tuple(self._open):
            self._close_block(wire_index, events)
        details = ending.stop_details
        if details is not None and details.explanation:
            events += [
                neutral.PartStarted(0, self._parts, Refusal("")),
                neutral.TextGrew(0, self._parts, details.explanation),
                neutral.PartEnded(0, self._parts),
            ]
        events.append(neutral.Stopped(0, read_stop(ending.stop_reason), ending.stop_sequence))


def _second_reading(data: bytes) -> wire.StreamEvent | None:
    """Return an event that could not be read at first, None where it may be passed over."""
    try:
        return decode_strictly(wire.STREAM_EVENT, data)
    except _MALFORMED as error:
        unknown = decode(wire.UNKNOWN_EVENT, data)
        if unknown is None or unknown.type in wire.KNOWN_EVENTS:
            raise _misbehaved(f"an event that cannot be read: {error}") from error
        # Compatible servers leave the type of an error to the name of the event.
        return wire.ErrorEvent(unknown.error) if unknown.error is not None else None


def _misbehaved(what: str) -> ProviderMisbehaved:
    return ProviderMisbehaved(
        f"The provider's stream holds {what}. Ask again, and report it to the provider if it"
        " happens again."
    )
