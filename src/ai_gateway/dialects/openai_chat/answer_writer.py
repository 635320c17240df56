"""One answer of a caller's stream, from parts to deltas."""

from collections.abc import Callable

import msgspec

from ai_gateway.dialects.neutral.content import (
    Citation,
    Image,
    RedactedThinking,
    Refusal,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.event import (
    ArgumentsGrew,
    Cited,
    PartEnded,
    PartStarted,
    Signed,
    Stopped,
    TextGrew,
)
from ai_gateway.dialects.openai_chat.content_shapes import ExtraContent, GoogleContent
from ai_gateway.dialects.openai_chat.reasoning import SUMMARY, TEXT, write_thought
from ai_gateway.dialects.openai_chat.reply_shapes import CallDelta, FunctionDelta
from ai_gateway.dialects.openai_chat.reply_writer import (
    write_call,
    write_citations,
    write_image,
    write_logprobs,
)
from ai_gateway.dialects.openai_chat.stop import write_stop

_encode: Callable[[object], bytes] = msgspec.json.Encoder().encode

AnswerEvent = TextGrew | ArgumentsGrew | PartStarted | PartEnded | Cited | Signed | Stopped


class _Part:
    """A part that is open: the constant bytes around each piece of its growth.

    `again` stands before a piece that is said twice, `opening` before the members that come
    once; `number` is which call or which thought of the answer it is.
    """

    __slots__ = ("after", "again", "before", "citations", "kind", "length", "number", "opening")

    def __init__(self, kind: type, before: bytes, after: bytes = b"", number: int = 0) -> None:
        self.kind = kind
        self.before = before
        self.after = after
        self.number = number
        self.again = b""
        self.opening = b""
        self.citations: list[Citation] = []
        self.length = 0


class AnswerWriter:
    """Writes the chunks of one answer.

    A thought is told twice: in `reasoning_content` to people, and in `reasoning_details` to
    whoever gives it back. `head` and `tail` are what every chunk of the stream has around its
    one choice.
    """

    def __init__(self, head: bytes, number: int, tail: bytes, *, legacy: bool) -> None:
        self._choice = b'%b{"index":%d,"delta":{' % (head, number)
        self._tail = b"}" + tail
        self._close = b'},"logprobs":null,"finish_reason":null' + self._tail
        self._legacy = legacy
        self._parts: dict[int, _Part] = {}
        self._calls = 0
        self._thoughts = 0
        self._text_length = 0
        self._refused = False

    def role(self) -> bytes:
        """Return the chunk with which OpenAI begins an answer."""
        return self._chunk(b'"role":"assistant","content":"","refusal":null')

    def write(self, event: AnswerEvent) -> bytes:
        """Return what `event` adds, b"" for what has no shape here."""
        match event:
            case TextGrew():
                written = self._grow(event)
            case ArgumentsGrew():
                written = self._grow_arguments(event)
            case PartStarted():
                written = self._begin(event)
            case PartEnded():
                written = self._end(event)
            case Signed():
                written = self._sign(event)
            case Cited():
                written = self._cite(event)
            case Stopped():
                written = self._stop(event)
        return written

    def _chunk(self, delta: bytes) -> bytes:
        return self._choice + delta + self._close

    def _grow(self, event: TextGrew) -> bytes:
        part = self._parts.get(event.index)
        if part is None:
            return b""
        text = _encode(event.text)
        part.length += len(event.text)
        said = part.before + text + part.after
        if part.again:
            said = part.again + text + b"," + said
        if event.logprobs is None:
            return self._choice + said + self._close
        logprobs = _encode(write_logprobs(event.logprobs, refused=self._refused))
        return b'%b%b},"logprobs":%b,"finish_reason":null%b' % (
            self._choice,
            said,
            logprobs,
            self._tail,
        )

    def _grow_arguments(self, event: ArgumentsGrew) -> bytes:
        part = self._parts.get(event.index)
        if part is None or not event.json:
            return b""
        part.length += len(event.json)
        return self._chunk(part.before + _encode(event.json) + part.after)

    def _begin(self, event: PartStarted) -> bytes:
        written = b""
        match event.part:
            case Text(text):
                self._parts[event.index] = _Part(Text, b'"content":')
                written = self._first(event, text)
            case Refusal(text):
                self._refused = True
                self._parts[event.index] = _Part(Refusal, b'"refusal":')
                written = self._first(event, text)
            case Thinking() as thought:
                written = self._begin_thought(event, thought)
            case RedactedThinking() as thought:
                detail = write_thought(thought, self._thoughts)
                self._thoughts += 1
                written = self._chunk(b'"reasoning_details":[%b]' % _encode(detail))
            case ToolCall() as call:
                written = self._begin_call(event, call)
            case Image() as image:
                if picture := write_image(image):
                    written = self._chunk(b'"images":%b' % _encode([picture]))
            case _:
                # What the provider's own tools do has no shape here; what the model makes of
                # it comes as text.
                pass
        return written

    def _first(self, event: PartStarted, text: str) -> bytes:
        """Return the text that came with the beginning of its part, where any did."""
        return self._grow(TextGrew(event.answer, event.index, text)) if text else b""

    def _begin_thought(self, event: PartStarted, thought: Thinking) -> bytes:
        kind, member = (SUMMARY, b"summary") if thought.summary else (TEXT, b"text")
        # SDKs add up the strings of one index, all but those of `type`: whatever does not grow
        # is said once, in the chunk that begins it.
        opening = b'"reasoning_details":[{"type":%b,"index":%d,' % (_encode(kind), self._thoughts)
        part = _Part(Thinking, b'%b"%b":' % (opening, member), b"}]", self._thoughts)
        part.again = b'"reasoning_content":'
        part.opening = opening
        self._parts[event.index] = part
        empty = Thinking("", thought.signature, thought.id, thought.summary)
        detail = write_thought(empty, self._thoughts)
        self._thoughts += 1
        begun = self._chunk(b'"reasoning_details":[%b]' % _encode(detail))
        return begun + self._first(event, thought.text)

    def _begin_call(self, event: PartStarted, call: ToolCall) -> bytes:
        number = self._calls
        self._calls += 1
        function = FunctionDelta(call.name, call.arguments)
        if self._legacy and number == 0:
            part = _Part(ToolCall, b'"function_call":{"arguments":', b"}", number)
            begun = self._chunk(b'"function_call":%b' % _encode(function))
        else:
            before = b'"tool_calls":[{"index":%d,"function":{"arguments":' % number
            part = _Part(ToolCall, before, b"}}]", number)
            delta = write_call(call)
            delta.index, delta.function = number, function
            begun = self._chunk(b'"tool_calls":%b' % _encode([delta]))
        part.length = len(call.arguments)
        self._parts[event.index] = part
        return begun

    def _cite(self, event: Cited) -> bytes:
        """Keep a citation for the end of its part: only then is known what it may support."""
        if part := self._parts.get(event.index):
            part.citations.append(event.citation)
        return b""

    def _sign(self, event: Signed) -> bytes:
        part = self._parts.get(event.index)
        if part is None:
            return b""
        if part.kind is Thinking:
            signature = _encode(event.signature)
            return self._chunk(b'%b"signature":%b}]' % (part.opening, signature))
        extra = ExtraContent(GoogleContent(event.signature))
        # OpenAI's own SDK takes no piece of a call without its function.
        delta = CallDelta(
            index=part.number, function=FunctionDelta(arguments=""), extra_content=extra
        )
        return self._chunk(b'"tool_calls":%b' % _encode([delta]))

    def _end(self, event: PartEnded) -> bytes:
        part = self._parts.pop(event.index, None)
        if part is None:
            return b""
        if part.kind is ToolCall and part.length == 0:
            # Callers parse the arguments, and "" is no JSON.
            return self._chunk(b'%b"{}"%b' % (part.before, part.after))
        if part.kind is Text:
            annotations = write_citations(part.citations, self._text_length, part.length)
            self._text_length += part.length
            if annotations:
                return self._chunk(b'"annotations":%b' % _encode(annotations))
        return b""

    def _stop(self, event: Stopped) -> bytes:
        reason = write_stop(event.stop, refused=self._refused, legacy=self._legacy)
        matched = b""
        if event.stop_sequence is not None:
            matched = b',"stop_reason":%b' % _encode(event.stop_sequence)
        return b'%b},"logprobs":null,"finish_reason":%b%b%b' % (
            self._choice,
            _encode(reason),
            matched,
            self._tail,
        )
