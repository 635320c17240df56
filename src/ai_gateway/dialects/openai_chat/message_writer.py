"""A conversation, written for a provider."""

from collections.abc import Iterator, Sequence

import msgspec

from ai_gateway.dialects.neutral.content import (
    Part,
    RedactedThinking,
    Refusal,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from ai_gateway.dialects.neutral.request import Message
from ai_gateway.dialects.openai_chat.content_shapes import (
    CalledFunction,
    ContentPart,
    ExtraContent,
    FunctionCall,
    GoogleContent,
    ReasoningDetail,
    TextPart,
    ToolCallShape,
)
from ai_gateway.dialects.openai_chat.content_writer import (
    Content,
    ContentWriter,
    inexpressible,
)
from ai_gateway.dialects.openai_chat.quirks import Quirks
from ai_gateway.dialects.openai_chat.reasoning import Thought, write_thoughts
from ai_gateway.dialects.openai_chat.request_shapes import (
    AssistantMessage,
    ChatMessage,
    DeveloperMessage,
    SystemMessage,
    ToolMessage,
    UserMessage,
)

_ATTACHED = "What it returned is attached to the next message."
_FAILED = "Error: "


class MessageWriter:
    """Writes one conversation.

    A tool's result is a message of its own here and holds text alone, so what else it returned
    is told by the user right behind the results; nothing may stand between a call and its
    results. A failed call has no member to say so and says it in words.
    """

    def __init__(self, quirks: Quirks, parts: ContentWriter, dropped: dict[str, None]) -> None:
        self._quirks = quirks
        self._parts = parts
        self._dropped = dropped
        self._written: list[ChatMessage] = []
        self._attached: list[ContentPart] = []

    def write(self, messages: Sequence[Message]) -> list[ChatMessage]:
        """Return the conversation. Raises `InvalidRequest` naming the message that has no shape."""
        for message in _turns(messages):
            if message.role == "user":
                self._user(message)
                continue
            self._flush([], None)
            if message.role == "assistant":
                self._written.append(self._assistant(message))
            elif message.role == "developer" and self._quirks.current:
                self._written.append(DeveloperMessage(self._words(message), message.name))
            else:
                self._written.append(SystemMessage(self._words(message), message.name))
        self._flush([], None)
        return self._written

    def _words(self, message: Message) -> Content:
        for part in message.parts:
            if not isinstance(part, Text):
                raise inexpressible(
                    message.at,
                    "instructions that are not text",
                    "these roles speak in text alone",
                    "Send it in a message of the user.",
                )
        return self._parts.content([self._parts.part(part, message.at) for part in message.parts])

    def _user(self, message: Message) -> None:
        said: list[ContentPart] = []
        for part in message.parts:
            if isinstance(part, ToolResult):
                if said:
                    self._flush(said, message.name)
                    said = []
                self._result(part, message.at)
            elif isinstance(part, Refusal):
                raise inexpressible(
                    message.at, "a refusal", "only the model refuses", "Send it as text."
                )
            else:
                said.append(self._parts.part(part, message.at))
        if said or not message.parts:
            self._flush(said, message.name, silent=not said)

    def _flush(self, said: list[ContentPart], name: str | None, *, silent: bool = False) -> None:
        """Write what the user said, and before it whatever tools returned beside their text."""
        content = [*self._attached, *said]
        self._attached = []
        if content or silent:
            self._written.append(UserMessage(self._parts.content(content), name))

    def _result(self, result: ToolResult, at: str) -> None:
        words: list[ContentPart] = []
        attached: list[ContentPart] = []
        for part in result.content:
            written = self._parts.part(part, at)
            (words if isinstance(written, TextPart) else attached).append(written)
        if attached:
            self._attached += [TextPart(f"Returned by the tool call {result.call_id}:"), *attached]
            words.append(TextPart(_ATTACHED))
        if result.is_error:
            words = [*_as_error(words)]
        control = self._parts.control(result.cache)
        self._written.append(ToolMessage(self._parts.content(words), result.call_id, control))

    def _assistant(self, message: Message) -> AssistantMessage:
        said: list[ContentPart] = []
        thoughts: list[Thought] = []
        calls: list[ToolCallShape] = []
        for part in message.parts:
            match part:
                case Text() | Refusal():
                    said.append(self._parts.part(part, message.at))
                case Thinking() | RedactedThinking():
                    thoughts.append(part)
                case ToolCall():
                    calls.append(self._call(part))
                case _:
                    raise _not_said_by_a_model(part, message.at)
        content = self._parts.content(said)
        return AssistantMessage(
            content=None if calls and not said else content,
            name=message.name,
            tool_calls=calls or None,
            reasoning_details=self._details(thoughts),
            reasoning_content=self._plain_thoughts(thoughts),
        )

    def _details(self, thoughts: list[Thought]) -> list[ReasoningDetail] | None:
        if self._quirks.reasoning == "reasoning_details":
            return write_thoughts(thoughts)
        if thoughts and self._quirks.reasoning == "none":
            self._dropped["thinking"] = None
        return None

    def _plain_thoughts(self, thoughts: list[Thought]) -> str | None:
        if self._quirks.reasoning != "reasoning_content":
            return None
        return "".join(part.text for part in thoughts if isinstance(part, Thinking)) or None

    def _call(self, call: ToolCall) -> FunctionCall:
        extra = None
        if call.signature and self._quirks.reasoning == "none":
            self._dropped["thinking"] = None
        elif call.signature:
            extra = ExtraContent(GoogleContent(call.signature))
        # Servers parse the text, and "" is no JSON.
        function = CalledFunction(call.name, call.arguments or "{}")
        return FunctionCall(call.id, function, extra, self._parts.control(call.cache))


def _turns(messages: Sequence[Message]) -> Iterator[Message]:
    """Join what the model said in one turn, where its pieces cannot stand alone here.

    Other dialects have an item for each thought and call. Here a call is followed by its results
    and by nothing else, so all of them stand in one message, and a thought stands with what it
    led to.
    """
    turn: Message | None = None
    for message in messages:
        if turn is None:
            turn = message
        elif message.role == turn.role == "assistant" and _goes_on(turn):
            turn = msgspec.structs.replace(turn, parts=turn.parts + message.parts)
        else:
            yield turn
            turn = message
    if turn is not None:
        yield turn


def _goes_on(turn: Message) -> bool:
    thought = all(isinstance(part, Thinking | RedactedThinking) for part in turn.parts)
    return thought or any(isinstance(part, ToolCall) for part in turn.parts)


def _as_error(words: list[ContentPart]) -> list[ContentPart]:
    match words:
        case [TextPart(text, control, point), *rest]:
            return [TextPart(_FAILED + text, control, point), *rest]
        case _:
            return [TextPart(_FAILED.rstrip(": "))]


def _not_said_by_a_model(part: Part, at: str) -> Exception:
    return inexpressible(
        at,
        f"a part of the kind `{part.__struct_config__.tag}` among what the model said",
        "an earlier answer is text, refusals and function calls",
        "Leave it out, or say in text what it held.",
    )
