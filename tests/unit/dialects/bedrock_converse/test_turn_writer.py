"""Turns: who speaks first, what is merged, and where instructions go."""

import json
from typing import Any

import msgspec
import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.bedrock_converse.document_name import DocumentNames
from ai_gateway.dialects.bedrock_converse.part_writer import Conversation
from ai_gateway.dialects.bedrock_converse.turn_writer import write_turns
from ai_gateway.dialects.neutral.content import CacheMark, Image, Text, ToolResult
from ai_gateway.dialects.neutral.request import Message, Role
from ai_gateway.dialects.neutral.source import Inline


def say(role: Role, *texts: str) -> Message:
    return Message(role, tuple(map(Text, texts)), at="messages.7")


def write(*messages: Message) -> tuple[Any, list[tuple[str, Any]], list[str]]:
    shared = Conversation("anthropic", DocumentNames(), [])
    turns = write_turns(messages, shared)
    system, said = json.loads(msgspec.json.encode((turns.system, turns.messages)))
    return system, [(turn["role"], turn["content"]) for turn in said], shared.dropped


def test_neighbours_of_one_role_are_one_turn() -> None:
    _, turns, _ = write(say("user", "a"), say("user", "b"), say("assistant", "c"))
    assert turns == [("user", [{"text": "a"}, {"text": "b"}]), ("assistant", [{"text": "c"}])]


def test_leading_instructions_are_system_and_later_ones_stay_in_their_place() -> None:
    marked = Message("developer", (Text("y", cache=CacheMark()),))
    system, turns, _ = write(say("system", "x"), marked, say("user", "a"), say("system", "late"))
    assert system == [{"text": "x"}, {"text": "y"}, {"cachePoint": {"type": "default"}}]
    assert turns == [("user", [{"text": "a"}, {"text": "<system>\nlate\n</system>"}])]


def test_instructions_alone_have_somebody_to_answer_to() -> None:
    system, turns, _ = write(say("system", "x"), say("system", "y"))
    assert (system, turns) == ([{"text": "x"}], [("user", [{"text": "y"}])])


def test_results_of_tools_come_first_with_their_marks() -> None:
    result = ToolResult("t", (), cache=CacheMark())
    _, turns, _ = write(Message("user", (Text("a"), result, Text("b"))))
    kinds = [next(iter(block)) for block in turns[0][1]]
    assert kinds == ["toolResult", "cachePoint", "text", "text"]


def test_a_message_of_nothing_is_no_turn() -> None:
    assert write(say("user", "a"), say("assistant", " "))[1] == [("user", [{"text": "a"}])]


def test_a_name_is_dropped_and_named() -> None:
    assert write(Message("user", (Text("a"),), name="ann"))[2] == ["messages.name"]


@pytest.mark.parametrize(
    "message",
    [
        say("assistant", "a"),
        Message("system", (Image(Inline("AA==", "image/png")),), at="messages.7"),
    ],
)
def test_what_bedrock_does_not_take_is_refused_where_it_stands(message: Message) -> None:
    with pytest.raises(InvalidRequest) as refused:
        write(message, say("user", "b"))
    assert refused.value.field == "messages.7"
