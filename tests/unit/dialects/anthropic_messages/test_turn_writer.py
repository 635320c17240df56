"""Conversations as the API wants them."""

import msgspec
import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.anthropic_messages.turn_writer import write_turns
from ai_gateway.dialects.neutral.content import CacheMark, Image, Text, ToolCall, ToolResult
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Message, Role
from ai_gateway.dialects.neutral.source import Link


def said(role: Role, text: str) -> Message:
    return Message(role, (Text(text),), at="messages.0")


def texts(*messages: Message) -> tuple[list[str], list[tuple[str, list[str]]]]:
    turns = write_turns(messages, Profile(), [])
    found = msgspec.json.decode(msgspec.json.encode(turns))
    return [block["text"] for block in found["system"]], [
        (turn["role"], [block.get("text", block["type"]) for block in turn["content"]])
        for turn in found["messages"]
    ]


def test_neighbours_of_one_role_are_one_turn() -> None:
    conversation = [said("user", "a"), said("user", "b"), said("assistant", "c"), said("user", "d")]
    assert texts(*conversation) == (
        [],
        [("user", ["a", "b"]), ("assistant", ["c"]), ("user", ["d"])],
    )


def test_leading_instructions_stand_beside_the_turns() -> None:
    conversation = [said("system", "a"), said("developer", "b"), said("user", "c")]
    assert texts(*conversation) == (["a", "b"], [("user", ["c"])])


def test_a_later_instruction_keeps_its_place() -> None:
    conversation = [
        said("user", "a"),
        said("assistant", "b"),
        said("system", "c"),
        said("user", "d"),
    ]
    assert texts(*conversation)[1] == [
        ("user", ["a"]),
        ("assistant", ["b"]),
        ("user", ["<system>\nc\n</system>", "d"]),
    ]


def test_the_last_of_nothing_but_instructions_is_the_question() -> None:
    assert texts(said("system", "a"), said("system", "b")) == (["a"], [("user", ["b"])])


def test_no_messages_are_no_turns() -> None:
    assert texts() == ([], [])


def test_results_come_first_in_their_turn() -> None:
    conversation = [
        said("user", "a"),
        Message("assistant", (ToolCall("c1", "f", ""), ToolCall("c2", "f", ""))),
        said("system", "s"),
        Message("user", (ToolResult("c1", ()),)),
        Message("user", (Text("b"), ToolResult("c2", ()))),
    ]
    assert texts(*conversation)[1][-1] == (
        "user",
        ["tool_result", "tool_result", "<system>\ns\n</system>", "b"],
    )


def test_a_turn_of_blanks_is_no_turn() -> None:
    conversation = [
        said("user", "a"),
        said("assistant", " "),
        said("system", ""),
        said("user", "b"),
    ]
    assert texts(*conversation)[1] == [("user", ["a", "b"])]


def test_the_mark_of_an_instruction_stays() -> None:
    marked = Message("system", (Text("s", cache=CacheMark(3600)),))
    turns = write_turns([marked, said("user", "x")], Profile(), [])
    assert turns.system[0].cache_control is not None


def test_a_name_is_left_out_by_name() -> None:
    dropped: list[str] = []
    write_turns([Message("user", (Text("x"),), name="ann")], Profile(), dropped)
    assert dropped == ["messages.name"]


@pytest.mark.parametrize(
    ("message", "found"),
    [
        (said("assistant", "a"), "user speaks first"),
        (Message("system", (Image(Link("u")),), at="messages.0"), "text only"),
    ],
)
def test_what_cannot_be_said_is_refused_where_it_stands(message: Message, found: str) -> None:
    with pytest.raises(InvalidRequest, match=found) as caught:
        write_turns([message, said("user", "x")], Profile(), [])
    assert caught.value.field == "messages.0"


def test_an_assistant_sends_no_pictures() -> None:
    picture = Message("assistant", (Image(Link("u")),), at="messages.1")
    with pytest.raises(InvalidRequest, match="only the user") as caught:
        write_turns([said("user", "x"), picture], Profile(), [])
    assert caught.value.field == "messages.1"
