"""Events as a caller's stream.

The order is the vendor's: `message_start`, the blocks one by one, `message_delta` with the
reason and the usage, `message_stop`.
"""

from collections.abc import Callable, Iterable

import msgspec

from ai_gateway.dialects.anthropic_messages.answer import StopDetails, write_stop, write_tier
from ai_gateway.dialects.anthropic_messages.answer_blocks import (
    Written,
    answer_block,
    call_seal,
    thought_signature,
)
from ai_gateway.dialects.anthropic_messages.citations import write_citation
from ai_gateway.dialects.anthropic_messages.errors import error_type
from ai_gateway.dialects.anthropic_messages.reply_writer import WrittenMessage
from ai_gateway.dialects.anthropic_messages.token_usage import write_later_usage, write_usage
from ai_gateway.dialects.neutral import event as neutral
from ai_gateway.dialects.neutral.content import (
    Part,
    Refusal,
    ServerToolCall,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.usage import Tokens

_DELTA = (
    'event: content_block_delta\ndata: {"type":"content_block_delta","index":%d,'
    '"delta":{"type":"%s","%s":'
)
_DELTA_END = b"}}\n\n"
_STOP = b'event: content_block_stop\ndata: {"type":"content_block_stop","index":%d}\n\n'
_MESSAGE_STOP = b'event: message_stop\ndata: {"type":"message_stop"}\n\n'

# Line ends for clients that split a stream as text; JSON lets them stand as they are.
_LINE_ENDS = (
    (b"\xe2\x80\xa8", rb"\u2028"),
    (b"\xe2\x80\xa9", rb"\u2029"),
    (b"\xc2\x85", rb"\u0085"),
)

_encode = msgspec.json.Encoder().encode


class _OpenBlock:
    """A block that is being written, and the beginning of its every delta."""

    __slots__ = ("index", "part", "prefix")

    def __init__(self, index: int, part: Part) -> None:
        self.index = index
        self.part = part
        match part:
            case Thinking():
                kind = ("thinking_delta", "thinking")
            case ToolCall() | ServerToolCall():
                kind = ("input_json_delta", "partial_json")
            case _:
                kind = ("text_delta", "text")
        self.prefix = (_DELTA % (index, *kind)).encode()


class MessageEventWriter:
    """Writes one stream of a message. See `ai_gateway.dialects.translation.EventWriter`.

    The reason to stop is kept back until the end, because the same event has to tell the usage,
    which some providers report last.
    """

    def __init__(self) -> None:
        self._blocks: dict[int, _OpenBlock] = {}
        self._next = 0
        self._refused = ""
        self._refusals: set[int] = set()
        self._stopped = neutral.Stopped(0, "end")
        self._tokens = Tokens()

    def write(self, events: Iterable[neutral.Event]) -> bytes:
        """Return whole server-sent events, b"" where nothing is to be said yet."""
        written: list[bytes] = []
        for event in events:
            if type(event) is neutral.TextGrew:
                block = self._blocks.get(event.index)
                if block is not None:
                    written.append(block.prefix + _json(event.text) + _DELTA_END)
                elif event.index in self._refusals:
                    self._refused += event.text
            else:
                self._say(event, written.append)
        return b"".join(written)

    def _say(self, event: neutral.Event, say: Callable[[bytes], None]) -> None:
        match event:
            case neutral.ArgumentsGrew():
                block = self._blocks.get(event.index)
                if block is not None:
                    say(block.prefix + _json(event.json) + _DELTA_END)
            case neutral.PartStarted():
                self._open(event, say)
            case neutral.PartEnded():
                self._close(event.index, say)
            case neutral.Signed() | neutral.Cited():
                self._annotate(event, say)
            case neutral.Metered():
                self._tokens = event.usage
            case neutral.Stopped():
                self._stopped = event
            case _:
                self._frame(event, say)

    def _frame(
        self,
        event: neutral.Started | neutral.Ended | neutral.Failed | neutral.TextGrew,
        say: Callable[[bytes], None],
    ) -> None:
        """Write what stands before and after the blocks."""
        match event:
            case neutral.Started():
                self._tokens = event.usage or Tokens()
                usage = write_usage(event.usage)
                usage.service_tier = write_tier(event.service_tier)
                message = WrittenMessage(id=event.id, model=event.model, content=[], usage=usage)
                say(_event("message_start", message=message))
            case neutral.Ended():
                say(self._ending())
                say(_MESSAGE_STOP)
            case neutral.Failed():
                detail = {"type": error_type(event.status), "message": event.message}
                say(_event("error", error=detail))
            case neutral.TextGrew():
                pass  # `write` has said it, on the shortest way

    def _ending(self) -> bytes:
        refused = StopDetails(self._refused) if self._refused else None
        delta = {
            "stop_reason": "refusal" if refused else write_stop(self._stopped.stop),
            "stop_sequence": self._stopped.stop_sequence,
            "stop_details": refused,
        }
        return _event("message_delta", delta=delta, usage=write_later_usage(self._tokens))

    def _open(self, event: neutral.PartStarted, say: Callable[[bytes], None]) -> None:
        part = event.part
        if isinstance(part, Refusal):
            self._refusals.add(event.index)
            self._refused += part.text
            return
        given = ""
        match part:
            case Text(text) | Thinking(text):
                # A signature comes when the thought is complete, as the vendor has it.
                bare: Part = Text("") if isinstance(part, Text) else Thinking("")
                given = text
            case ToolCall():
                bare, given = ToolCall(part.id, part.name, ""), part.arguments
            case ServerToolCall():
                bare, given = ServerToolCall(part.id, part.name, ""), part.input
            case _:
                bare = part
        block = answer_block(bare)
        if block is None:
            return
        opened = _OpenBlock(self._begin(block, say), part)
        self._blocks[event.index] = opened
        if given:
            say(opened.prefix + _json(given) + _DELTA_END)

    def _close(self, index: int, say: Callable[[bytes], None]) -> None:
        block = self._blocks.pop(index, None)
        if block is None:
            return
        part = block.part
        if isinstance(part, Thinking) and (signature := thought_signature(part)):
            say(_delta(block.index, {"type": "signature_delta", "signature": signature}))
        say(_STOP % block.index)
        if isinstance(part, ToolCall) and part.signature is not None:
            beside = self._begin(call_seal(part.id, part.signature), say)
            say(_STOP % beside)

    def _annotate(
        self, event: neutral.Signed | neutral.Cited, say: Callable[[bytes], None]
    ) -> None:
        block = self._blocks.get(event.index)
        if block is None:
            return
        if isinstance(event, neutral.Cited):
            citation = write_citation(event.citation)
            if citation is not None:
                say(_delta(block.index, {"type": "citations_delta", "citation": citation}))
        elif isinstance(block.part, Thinking | ToolCall):
            block.part = msgspec.structs.replace(block.part, signature=event.signature)

    def _begin(self, block: Written, say: Callable[[bytes], None]) -> int:
        index = self._next
        self._next += 1
        say(_event("content_block_start", index=index, content_block=block))
        return index


def _delta(index: int, delta: dict[str, object]) -> bytes:
    return _event("content_block_delta", index=index, delta=delta)


def _event(kind: str, **members: object) -> bytes:
    # Only what is passed on as another wrote it may hold line ends, and none of them in a string.
    data = _json({"type": kind, **members}).replace(b"\n", b" ").replace(b"\r", b" ")
    return b"event: %b\ndata: %b\n\n" % (kind.encode(), data)


def _json(value: object) -> bytes:
    """Return JSON without any character that somebody could take for the end of a line."""
    text = _encode(value)
    if not text.isascii():
        for end, escape in _LINE_ENDS:
            text = text.replace(end, escape)
    return text
