"""Messages into turns."""

from typing import Any

import msgspec
import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.gemini.content_writer import ContentWriter
from ai_gateway.dialects.gemini.signature import UNSIGNED
from ai_gateway.dialects.gemini.turn_writer import TurnWriter
from ai_gateway.dialects.neutral.content import (
    Document,
    Image,
    Part,
    RedactedThinking,
    Text,
    ToolCall,
    ToolResult,
)
from ai_gateway.dialects.neutral.request import Message, Role
from ai_gateway.dialects.neutral.source import Inline, PlainText

PICTURE = Image(Inline("aGk=", "image/png"))
BLOB = {"inlineData": {"mimeType": "image/png", "data": "aGk="}}


def said(role: Role, *parts: Part, name: str | None = None, at: str = "") -> Message:
    return Message(role, parts, name, at)


def write(*messages: Message, signed: bool = False) -> tuple[Any, Any, dict[str, None]]:
    """Return the instructions, the turns, and what is left out."""
    dropped: dict[str, None] = {}
    turns = TurnWriter(ContentWriter(True, dropped), dropped, signed=signed).write(messages)
    written = msgspec.json.decode(msgspec.json.encode((turns.instructions, turns.contents)))
    return written[0], written[1], dropped


def words(*texts: str) -> list[dict[str, str]]:
    return [{"text": text} for text in texts]


def test_turns_alternate_and_instructions_stand_beside_them():
    assert write(
        said("system", Text("s")),
        said("developer", Text("d")),
        said("user", Text("a")),
        said("user", Text("b")),
        said("assistant", Text("c")),
    ) == (
        {"parts": words("s", "d")},
        [
            {"parts": words("a", "b"), "role": "user"},
            {"parts": words("c"), "role": "model"},
        ],
        {},
    )


def test_a_later_instruction_keeps_its_place_and_is_marked():
    _, contents, _ = write(
        said("user", Text("a")), said("assistant", Text("b")), said("system", Text("c"), Text(""))
    )
    assert contents[2] == {"parts": words("<system>\nc\n</system>"), "role": "user"}


def test_instructions_alone_are_asked_as_a_question():
    assert write(said("system", Text("a")), said("system", Text("b")))[:2] == (
        {"parts": words("a")},
        [{"parts": words("b"), "role": "user"}],
    )


def test_a_result_is_named_by_its_function_and_stands_first():
    _, contents, _ = write(
        said("user", Text("a")),
        said("assistant", ToolCall("1", "f", "{}"), ToolCall("2", "g", "{}")),
        said("user", Text("and"), ToolResult("2", (Text("x"), Text("y"))), ToolResult("1", ())),
    )
    assert contents[2]["parts"] == [
        {"functionResponse": {"name": "g", "response": {"output": "x\ny"}, "id": "2"}},
        {"functionResponse": {"name": "f", "response": {"output": ""}, "id": "1"}},
        {"text": "and"},
    ]


def test_a_result_may_be_an_error_and_hold_files():
    content = (Text("bad"), PICTURE, Document(PlainText("body"), title="T"))
    _, contents, _ = write(
        said("assistant", ToolCall("1", "f", "{}")),
        said("user", ToolResult("1", content, is_error=True)),
    )
    assert contents[1]["parts"][0]["functionResponse"] == {
        "name": "f",
        "response": {"error": "bad\nT\n\nbody"},
        "id": "1",
        "parts": [BLOB],
    }


def test_a_result_without_its_call_is_refused():
    with pytest.raises(InvalidRequest, match="'9'") as refused:
        write(said("user", ToolResult("9", ()), at="messages.0"))
    assert refused.value.field == "messages.0"


def test_the_first_call_of_a_step_is_signed_where_the_model_demands_it():
    unsigned = said("assistant", ToolCall("1", "f", "{}"), ToolCall("2", "f", "{}"))
    signed = said("assistant", ToolCall("3", "f", "{}", "own"), ToolCall("4", "f", "{}"))
    _, contents, _ = write(unsigned, said("user", ToolResult("1", ())), signed, signed=True)
    given = [
        part.get("thoughtSignature")
        for turn in contents
        for part in turn["parts"]
        if "functionCall" in part
    ]
    assert given == [UNSIGNED, None, "own", None]


def test_a_message_of_which_nothing_is_left_is_no_turn():
    _, contents, dropped = write(said("user", Text("a")), said("assistant", RedactedThinking("x")))
    assert len(contents) == 1
    assert dropped == {"thinking": None}


def test_a_name_is_left_out_and_named():
    assert write(said("user", Text("a"), name="Ann"))[2] == {"messages.name": None}


@pytest.mark.parametrize("place", [0, 1])
def test_instructions_are_text(place: int):
    messages = [said("user", Text("a")), said("user", Text("b"))]
    messages.insert(place, said("system", PICTURE, at=f"messages.{place}"))
    with pytest.raises(InvalidRequest) as refused:
        write(*messages)
    assert refused.value.field == f"messages.{place}"
