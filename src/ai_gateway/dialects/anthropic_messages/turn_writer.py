"""Messages into the turns that the API wants: the user first, then each in turn."""

from collections.abc import Sequence

import msgspec

from ai_gateway.dialects.anthropic_messages.blocks import TextBlock, ToolResultBlock
from ai_gateway.dialects.anthropic_messages.parsing import refusal
from ai_gateway.dialects.anthropic_messages.part_writer import PartWriter, Written
from ai_gateway.dialects.anthropic_messages.question import WrittenTurn
from ai_gateway.dialects.neutral.content import Document, Image, Text, ToolResult
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Message


class Turns(msgspec.Struct, frozen=True):
    """A conversation as the wire has it: `system` beside the turns."""

    system: list[TextBlock]
    messages: list[WrittenTurn]


def write_turns(messages: Sequence[Message], profile: Profile, dropped: list[str]) -> Turns:
    """Return the conversation, and name in `dropped` what it leaves out.

    System and developer messages before the first other one are `system`. A later one becomes
    text of the user's turn, in its place and marked as what it is: `system` would put it before
    what it came after, and the wire's own system turn is taken by few models and in few places.

    Raises `InvalidRequest`.
    """
    if any(message.name is not None for message in messages):
        dropped.append("messages.name")
    leading = _leading(messages)
    if leading == len(messages) > 0:
        # A conversation of nothing but instructions: the API needs somebody to answer to.
        leading -= 1
        last = msgspec.structs.replace(messages[leading], role="user")
        messages = (*messages[:leading], last)
    system = [block for message in messages[:leading] for block in _system(message, profile)]
    turns: list[WrittenTurn] = []
    for message in messages[leading:]:
        _append(turns, message, profile, dropped)
    if turns and turns[0].role == "assistant":
        raise refusal(
            messages[leading].at or "messages",
            "the assistant's turn",
            "with Anthropic the user speaks first",
            "Begin with a message of the user's.",
        )
    return Turns(system, [_results_first(turn) for turn in turns])


def _leading(messages: Sequence[Message]) -> int:
    for index, message in enumerate(messages):
        if message.role in ("user", "assistant"):
            return index
    return len(messages)


def _texts(message: Message) -> list[Text]:
    texts = [part for part in message.parts if isinstance(part, Text)]
    if len(texts) < len(message.parts):
        raise refusal(
            message.at or "messages",
            f"a {message.role} message with more than text",
            "Anthropic takes instructions as text only",
            "Send the rest in a message of the user's.",
        )
    return texts


def _system(message: Message, profile: Profile) -> list[TextBlock]:
    writer = PartWriter(message.at, profile, [])
    written = [writer.write(text) for text in _texts(message)]
    return [block for block in written if isinstance(block, TextBlock)]


def _append(
    turns: list[WrittenTurn], message: Message, profile: Profile, dropped: list[str]
) -> None:
    role = "assistant" if message.role == "assistant" else "user"
    writer = PartWriter(message.at, profile, dropped)
    parts = message.parts
    if message.role in ("system", "developer"):
        parts = tuple(marked(text) for text in _texts(message))
    if role == "assistant" and any(
        isinstance(part, Image | Document | ToolResult) for part in parts
    ):
        raise refusal(
            message.at or "messages",
            "an image, a document or a tool's result of the assistant's",
            "with Anthropic only the user sends them",
            "Send it in a message of the user's.",
        )
    blocks: list[Written] = [block for block in map(writer.write, parts) if block is not None]
    if not blocks:
        return
    if turns and turns[-1].role == role:
        turns[-1].content += blocks
    else:
        turns.append(WrittenTurn(role, blocks))


def marked(text: Text) -> Text:
    """Return an instruction as it stands in a user's turn, nothing where it says nothing."""
    words = f"<system>\n{text.text}\n</system>" if text.text.strip() else ""
    return msgspec.structs.replace(text, text=words)


def _results_first(turn: WrittenTurn) -> WrittenTurn:
    """Put the results of tools before the rest of the turn, where the API looks for them."""
    results: list[Written] = [b for b in turn.content if isinstance(b, ToolResultBlock)]
    if not results or len(results) == len(turn.content):
        return turn
    rest = [block for block in turn.content if not isinstance(block, ToolResultBlock)]
    return WrittenTurn(turn.role, results + rest)
