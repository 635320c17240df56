"""Messages into the turns that Gemini wants: the user's and the model's, by turns."""

from collections.abc import Sequence

import msgspec

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.gemini.content_writer import ContentWriter
from ai_gateway.dialects.gemini.question import (
    Content,
    FunctionResponse,
    Part,
    ResponsePart,
)
from ai_gateway.dialects.gemini.refusal import inexpressible
from ai_gateway.dialects.gemini.signature import UNSIGNED
from ai_gateway.dialects.neutral import content
from ai_gateway.dialects.neutral.content import Text, ToolCall, ToolResult
from ai_gateway.dialects.neutral.request import Message


class Turns(msgspec.Struct, frozen=True):
    """A conversation as the wire has it: the instructions beside the turns."""

    instructions: Content | None
    contents: list[Content]


class TurnWriter:
    """Writes one conversation.

    The wire names a result by its function too, so calls are remembered by their id. `signed`
    says that the model at hand wants every step signed.
    """

    def __init__(self, parts: ContentWriter, dropped: dict[str, None], *, signed: bool) -> None:
        self._parts = parts
        self._dropped = dropped
        self._signed = signed
        self._called: dict[str, str] = {}
        self._turns: list[Content] = []

    def write(self, messages: Sequence[Message]) -> Turns:
        """Return the conversation. Raises `InvalidRequest`.

        System and developer messages before the first other one are instructions. A later one
        becomes text of the user's turn, in its place and marked as what it is: among the
        instructions it would stand before what it came after.
        """
        if any(message.name is not None for message in messages):
            self._dropped["messages.name"] = None
        leading = _leading(messages)
        if leading == len(messages) > 0:
            # A conversation of nothing but instructions: Gemini needs somebody to answer to.
            leading -= 1
            last = msgspec.structs.replace(messages[leading], role="user")
            messages = (*messages[:leading], last)
        instructions = [part for message in messages[:leading] for part in self._words(message)]
        for message in messages[leading:]:
            self._add(message)
        for turn in self._turns:
            self._finish(turn)
        return Turns(Content(instructions) if instructions else None, self._turns)

    def _add(self, message: Message) -> None:
        if message.role == "assistant":
            parts = [part for said in message.parts for part in self._parts.said(said, message.at)]
            self._called |= {
                part.id: part.name for part in message.parts if isinstance(part, ToolCall)
            }
        elif message.role == "user":
            parts = [part for said in message.parts for part in self._user(said, message.at)]
        else:
            parts = [
                Part(text=f"<system>\n{part.text}\n</system>")
                for part in self._words(message)
                if part.text
            ]
        role = "model" if message.role == "assistant" else "user"
        if not parts:
            return
        if self._turns and self._turns[-1].role == role:
            self._turns[-1].parts += parts
        else:
            self._turns.append(Content(parts, role))

    def _words(self, message: Message) -> list[Part]:
        texts = [part for part in message.parts if isinstance(part, Text)]
        if len(texts) < len(message.parts):
            raise inexpressible(
                message.at or "messages",
                f"a {message.role} message with more than text",
                "it takes instructions as text only",
                "Send the rest in a message of the user's.",
            )
        return [self._parts.text(text) for text in texts]

    def _user(self, part: content.Part, at: str) -> list[Part]:
        if isinstance(part, ToolResult):
            return [Part(function_response=self._result(part, at))]
        return self._parts.said(part, at)

    def _result(self, result: ToolResult, at: str) -> FunctionResponse:
        name = self._called.get(result.call_id)
        if name is None:
            raise InvalidRequest(
                f"`{at}` holds the result of the call {result.call_id!r}, and no message before"
                " it makes that call; Gemini has to be told the function's name. Send the call,"
                " or correct its id.",
                field=at,
            )
        self._parts.mark(result.cache)
        words: list[str] = []
        files: list[ResponsePart] = []
        for part in result.content:
            written = (
                [self._parts.text(part)] if isinstance(part, Text) else self._parts.media(part, at)
            )
            for piece in written:
                if piece.text is not None:
                    words.append(piece.text)
                else:
                    files.append(ResponsePart(piece.inline_data, piece.file_data))
        key = "error" if result.is_error else "output"
        return FunctionResponse(name, {key: "\n".join(words)}, result.call_id, files or None)

    def _finish(self, turn: Content) -> None:
        """Put the results first, behind the calls that they answer, and sign what has to be."""
        results = [part for part in turn.parts if part.function_response is not None]
        if results:
            turn.parts = results + [part for part in turn.parts if part.function_response is None]
        calls = [part for part in turn.parts if part.function_call is not None]
        # Of calls made at once only the first is signed.
        if calls and self._signed and calls[0].thought_signature is None:
            calls[0].thought_signature = UNSIGNED


def _leading(messages: Sequence[Message]) -> int:
    for index, message in enumerate(messages):
        if message.role in ("user", "assistant"):
            return index
    return len(messages)
