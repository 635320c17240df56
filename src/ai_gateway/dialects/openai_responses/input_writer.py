"""Messages as the items of a request's input."""

from collections.abc import Iterator

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.content import (
    Part,
    RedactedThinking,
    Refusal,
    ServerToolCall,
    ServerToolResult,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from ai_gateway.dialects.neutral.request import Message
from ai_gateway.dialects.openai_responses import reasoning, web_search
from ai_gateway.dialects.openai_responses.annotations import write_citations
from ai_gateway.dialects.openai_responses.content import write_input_part

Item = dict[str, object]


class InputWriter:
    """Writes the messages of one request, and remembers what it had to leave out.

    `dropped` names it: `thinking` that another provider's model thought, which OpenAI neither
    believes nor needs, `server_tool_result`, `is_error` of a tool's result, `name` of a message,
    and `cache` marks, which only the newest models take while all of them cache unasked.
    """

    def __init__(self, *, links: bool) -> None:
        self.dropped: dict[str, None] = {}
        self._links = links
        self._said = 0

    def items(self, messages: tuple[Message, ...]) -> list[Item]:
        """Return the items, one or more for each message.

        Raises `InvalidRequest` naming `Message.at` for content that OpenAI does not take there.
        """
        return [item for message in messages for item in self._message(message)]

    def _message(self, message: Message) -> Iterator[Item]:
        if message.name is not None:
            self._drop("messages.name")
        if any(getattr(part, "cache", None) is not None for part in message.parts):
            self._drop("cache")
        if message.role == "assistant":
            for part in message.parts:
                yield from self._said_by_model(part, message.at)
            return
        content: list[Item] = []
        for part in message.parts:
            if not isinstance(part, ToolResult):
                content += write_input_part(part, message.at, links=self._links)
                continue
            if content:
                yield _input_message(message, content)
                content = []
            yield self._result(part, message.at)
        if content:
            yield _input_message(message, content)

    def _said_by_model(self, part: Part, at: str) -> Iterator[Item]:
        match part:
            case Text():
                yield self._text(part)
            case Refusal():
                yield self._output_message({"type": "refusal", "refusal": part.text})
            case ToolCall():
                if part.signature:
                    self._drop("thinking")
                yield {
                    "type": "function_call",
                    "call_id": part.id,
                    "name": part.name,
                    # OpenAI refuses arguments that are no JSON, and "" is none.
                    "arguments": part.arguments or "{}",
                }
            case Thinking() | RedactedThinking():
                if reasoning.is_own(part):
                    yield reasoning.write_reasoning(part, "")
                else:
                    self._drop("thinking")
            case ServerToolCall(name=web_search.NAME):
                yield web_search.write_search(part)
            case ServerToolResult(name=web_search.NAME):
                # What was found stands in the search's own item, or nowhere.
                self._drop("server_tool_result")
            case _:
                raise _not_of_a_model(part, at)

    def _text(self, part: Text) -> Item:
        if not part.citations:
            return {"type": "message", "role": "assistant", "content": part.text}
        annotations = write_citations(part.citations, len(part.text))
        return self._output_message(
            {"type": "output_text", "text": part.text, "annotations": annotations}
        )

    def _output_message(self, content: Item) -> Item:
        self._said += 1
        return {
            "type": "message",
            "role": "assistant",
            "id": f"msg_{self._said}",  # demanded, and of no further meaning
            "status": "completed",
            "content": [content],
        }

    def _result(self, part: ToolResult, at: str) -> Item:
        if part.is_error:
            self._drop("is_error")
        if part.cache or any(held.cache for held in part.content):
            self._drop("cache")
        content = [
            written
            for held in part.content
            for written in write_input_part(held, at, links=self._links)
        ]
        return {
            "type": "function_call_output",
            "call_id": part.call_id,
            "output": _shortest(content) if content else "",
        }

    def _drop(self, name: str) -> None:
        self.dropped[name] = None


def _input_message(message: Message, content: list[Item]) -> Item:
    return {"type": "message", "role": message.role, "content": _shortest(content)}


def _shortest(content: list[Item]) -> list[Item] | object:
    """Return a lone text as a string, which every server of this dialect takes."""
    if len(content) == 1 and content[0]["type"] == "input_text":
        return content[0]["text"]
    return content


def _not_of_a_model(part: Part, at: str) -> InvalidRequest:
    kind = type(part).__name__
    name = part.name if isinstance(part, ServerToolCall | ServerToolResult) else ""
    return InvalidRequest(
        f"`{at}` holds {kind}{f' of `{name}`' if name else ''}, which OpenAI's responses cannot"
        " take from an assistant. Expected text, refusals, thinking and tool calls; leave it out,"
        " or choose a provider that takes it.",
        field=at,
    )
