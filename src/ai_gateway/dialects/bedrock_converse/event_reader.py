"""A binary stream of ConverseStream into events."""

from collections.abc import Sequence

import msgspec

from ai_gateway.core.errors import ProviderDied, ProviderMisbehaved
from ai_gateway.dialects.bedrock_converse import stream_shapes as wire
from ai_gateway.dialects.bedrock_converse.citations import read_citation
from ai_gateway.dialects.bedrock_converse.error_reader import read_failure
from ai_gateway.dialects.bedrock_converse.event_stream import (
    Message,
    MessageFramer,
    MessageReader,
)
from ai_gateway.dialects.bedrock_converse.open_block import KeptBlock, OpenBlock
from ai_gateway.dialects.bedrock_converse.part_reader import SERVER_TOOL
from ai_gateway.dialects.bedrock_converse.reply_reader import read_sequence
from ai_gateway.dialects.bedrock_converse.stop import read_stop
from ai_gateway.dialects.neutral import event as neutral
from ai_gateway.dialects.neutral.content import Part, ServerToolCall, Text, Thinking, ToolCall
from ai_gateway.dialects.wire import T, decode_strictly


class ConverseEventReader:
    """See `ai_gateway.dialects.translation.EventReader`.

    Bedrock names neither the answer nor the model, so that both are "". Its texts and thoughts
    begin unannounced, with their first piece.
    """

    def __init__(self) -> None:
        self._framer = MessageFramer()
        self._messages = MessageReader()
        self._open: dict[int, OpenBlock | KeptBlock] = {}
        self._names: dict[str, str] = {}
        self._parts = 0
        self._started = False
        self._stopped = False
        self._over = False

    def feed(self, piece: bytes) -> Sequence[neutral.Event]:
        """Return the events that `piece` completes. Raises `ProviderMisbehaved`."""
        events: list[neutral.Event] = []
        for message in self._messages.read(self._framer.feed(piece)):
            if self._over:
                break
            if message.headers.name == "contentBlockDelta":
                self._grow(_read(wire.DELTA, message.payload), events)
            else:
                self._turn(message, events)
        return events

    def finish(self) -> Sequence[neutral.Event]:
        """Return what is left at the clean end. Raises `ProviderDied` where that was too early."""
        if self._over:
            return ()
        if not self._stopped or self._framer.finish():
            raise ProviderDied(
                "The provider ended its stream before it was complete: expected messageStop, and"
                " none came. What arrived was passed on; ask again for a whole answer."
            )
        self._over = True
        return (neutral.Ended(),)

    def _grow(self, event: wire.DeltaEvent, events: list[neutral.Event]) -> None:
        delta, number = event.delta, event.content_block_index
        block = self._open.get(number)
        if block is None:
            block = self._begin(number, delta, events)
        if isinstance(block, KeptBlock):
            _keep(block, delta)
        elif delta.text is not None:
            events.append(neutral.TextGrew(0, block.index, delta.text))
        elif delta.tool_use is not None:
            if delta.tool_use.input:
                block.empty_call = False
                events.append(neutral.ArgumentsGrew(0, block.index, delta.tool_use.input))
        elif delta.reasoning_content is not None:
            thought = delta.reasoning_content
            if thought.text:
                events.append(neutral.TextGrew(0, block.index, thought.text))
            if thought.signature:
                events.append(neutral.Signed(0, block.index, thought.signature))
        elif delta.citation is not None:
            events.append(neutral.Cited(0, block.index, read_citation(delta.citation)))

    def _begin(
        self, number: int, delta: wire.Delta, events: list[neutral.Event]
    ) -> OpenBlock | KeptBlock:
        """Return the block that begins with `delta`, of which nothing was announced."""
        thought = delta.reasoning_content
        if delta.tool_use is not None:
            raise _misbehaved(f"input of block {number}, which is not open")
        if thought is not None and thought.redacted_content is not None:
            return self._keep_open(number, KeptBlock())
        self._require_start("a block")
        return self._announce(number, Text("") if thought is None else Thinking(""), events)

    def _announce(self, number: int, part: Part, events: list[neutral.Event]) -> OpenBlock:
        block = OpenBlock(self._parts, isinstance(part, ToolCall | ServerToolCall))
        self._open[number] = block
        self._parts += 1
        events.append(neutral.PartStarted(0, block.index, part))
        return block

    def _keep_open(self, number: int, block: KeptBlock) -> KeptBlock:
        self._open[number] = block
        return block

    def _turn(self, message: Message, events: list[neutral.Event]) -> None:
        """Take a message that is not the growth of a block."""
        headers, payload = message.headers, message.payload
        if headers.kind != "event":
            events.append(read_failure(headers.name, headers.text, payload))
            self._over = True
            return
        match headers.name:
            case "messageStart":
                self._started = True
                events.append(neutral.Started("", ""))
            case "contentBlockStart":
                self._start(_read(wire.START, payload), events)
            case "contentBlockStop":
                self._end(_read(wire.STOP, payload).content_block_index, events)
            case "messageStop":
                self._stop(_read(wire.MESSAGE_STOP, payload), events)
            case "metadata":
                self._meter(_read(wire.METADATA, payload), events)
            case _:
                pass  # an event that came later than this gateway

    def _start(self, event: wire.StartEvent, events: list[neutral.Event]) -> None:
        self._require_start("a block")
        start, number = event.start, event.content_block_index
        if start.tool_use is not None:
            call = start.tool_use
            if call.type == SERVER_TOOL:
                self._names[call.tool_use_id] = call.name
                self._announce(number, ServerToolCall(call.tool_use_id, call.name, ""), events)
            else:
                self._announce(number, ToolCall(call.tool_use_id, call.name, ""), events)
        elif start.tool_result is not None:
            name = self._names.get(start.tool_result.tool_use_id, "")
            self._keep_open(number, KeptBlock(start.tool_result, name))
        elif start.image is not None:
            self._keep_open(number, KeptBlock(start.image))

    def _end(self, number: int, events: list[neutral.Event]) -> None:
        block = self._open.pop(number, None)
        if block is None:
            return  # one that never said anything
        if isinstance(block, KeptBlock):
            part = block.whole()
            if part is None:
                return
            events.append(neutral.PartStarted(0, self._parts, part))
            block = OpenBlock(self._parts)
            self._parts += 1
        elif block.empty_call:
            # No piece of the input came: it takes no arguments.
            events.append(neutral.ArgumentsGrew(0, block.index, "{}"))
        events.append(neutral.PartEnded(0, block.index))

    def _stop(self, event: wire.MessageStopEvent, events: list[neutral.Event]) -> None:
        self._require_start("the end")
        for number in tuple(self._open):
            self._end(number, events)
        self._stopped = True
        met = read_sequence(event.additional_model_response_fields)
        events.append(neutral.Stopped(0, read_stop(event.stop_reason), met))

    def _meter(self, event: wire.MetadataEvent, events: list[neutral.Event]) -> None:
        if event.usage is not None:
            events.append(neutral.Metered(event.usage.tokens()))
        if self._stopped:
            events.append(neutral.Ended())
            self._over = True

    def _require_start(self, what: str) -> None:
        if not self._started:
            raise _misbehaved(f"{what} before the start of the message")


def _keep(block: KeptBlock, delta: wire.Delta) -> None:
    if delta.reasoning_content is not None and delta.reasoning_content.redacted_content:
        block.data.append(delta.reasoning_content.redacted_content)
    elif delta.tool_result is not None:
        block.content.extend(delta.tool_result)
    elif delta.image is not None and delta.image.source is not None:
        block.data.append(delta.image.source.bytes or "")


def _read(decoder: msgspec.json.Decoder[T], payload: bytes) -> T:
    try:
        return decode_strictly(decoder, payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _misbehaved(f"an event that cannot be read: {error}") from error


def _misbehaved(what: str) -> ProviderMisbehaved:
    return ProviderMisbehaved(
        f"The provider's stream holds {what}. Ask again, and report it to the provider if it"
        " happens again."
    )
