"""Messages into the turns that Converse wants: the user first, then each in turn."""

from collections.abc import Sequence

import msgspec

from ai_gateway.dialects.anthropic_messages.turn_writer import marked
from ai_gateway.dialects.bedrock_converse.part_writer import Conversation, PartWriter, Written
from ai_gateway.dialects.bedrock_converse.refusal import refusal
from ai_gateway.dialects.bedrock_converse.shapes import Block, Turn
from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.request import Message

_INSTRUCTING = ("system", "developer")


class Turns(msgspec.Struct, frozen=True):
    """A conversation as the wire has it: `system` beside the turns."""

    system: list[Block]
    messages: list[Turn]


def write_turns(messages: Sequence[Message], conversation: Conversation) -> Turns:
    """Return the conversation, and name in its `dropped` what it leaves out.

    System and developer messages before the first other one are `system`. A later one becomes
    text of the user's turn, in its place and marked as what it is: `system` would put it before
    what it came after, and the wire's own role for it is known to few models.

    Raises `InvalidRequest`.
    """
    if any(message.name is not None for message in messages):
        conversation.dropped.append("messages.name")
    leading = _leading(messages)
    if leading == len(messages) > 0:
        # A conversation of nothing but instructions: there has to be somebody to answer to.
        leading -= 1
        last = msgspec.structs.replace(messages[leading], role="user")
        messages = (*messages[:leading], last)
    system = [block for message in messages[:leading] for block in _system(message, conversation)]
    turns: list[Turn] = []
    for message in messages[leading:]:
        _append(turns, message, conversation)
    if turns and turns[0].role == "assistant":
        raise refusal(
            messages[leading].at or "messages",
            "the assistant's turn",
            "with Bedrock the user speaks first",
            "Begin with a message of the user's.",
        )
    for turn in turns:
        turn.content = _results_first(turn.content)
    return Turns(system, turns)


def _leading(messages: Sequence[Message]) -> int:
    for index, message in enumerate(messages):
        if message.role not in _INSTRUCTING:
            return index
    return len(messages)


def _system(message: Message, conversation: Conversation) -> list[Block]:
    writer = PartWriter(message.at, conversation)
    written = [block for text in _texts(message) for block in writer.write(text)]
    return [block for block in written if isinstance(block, Block)]


def _texts(message: Message) -> list[Text]:
    texts = [part for part in message.parts if isinstance(part, Text)]
    if len(texts) < len(message.parts):
        raise refusal(
            message.at or "messages",
            f"a {message.role} message with more than text",
            "Bedrock takes instructions as text only",
            "Send the rest in a message of the user's.",
        )
    return [msgspec.structs.replace(text, citations=()) for text in texts]


def _append(turns: list[Turn], message: Message, conversation: Conversation) -> None:
    role = "assistant" if message.role == "assistant" else "user"
    writer = PartWriter(message.at, conversation)
    parts = message.parts
    if message.role in _INSTRUCTING:
        parts = tuple(marked(text) for text in _texts(message))
    blocks = [block for part in parts for block in writer.write(part)]
    if not blocks:
        return
    if turns and turns[-1].role == role:
        turns[-1].content += blocks
    else:
        turns.append(Turn(role, blocks))


def _results_first(content: list[Written]) -> list[Written]:
    """Put the results of tools, each with its mark, where Claude looks for them: first."""
    results: list[Written] = []
    rest: list[Written] = []
    last = rest
    for block in content:
        if isinstance(block, Block) and block.cache_point is None:
            last = rest if block.tool_result is None else results
        elif not isinstance(block, Block):
            last = rest
        last.append(block)
    return results + rest
