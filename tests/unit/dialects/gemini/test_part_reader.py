"""The pieces of an answer, read into parts."""

import msgspec
import pytest

from ai_gateway.dialects.gemini.part_reader import PartReader, proof, thinking
from ai_gateway.dialects.gemini.shapes import Blob, FunctionCall, Part
from ai_gateway.dialects.neutral.content import (
    Audio,
    Document,
    Image,
    RedactedThinking,
    ServerToolCall,
    ServerToolResult,
    Thinking,
    ToolCall,
    Video,
)
from ai_gateway.dialects.neutral.source import Inline

ARGS = msgspec.Raw(b'{ "a": 1 }')


def test_a_call_keeps_its_id_and_its_signature():
    reader = PartReader(0)
    part = Part(function_call=FunctionCall("f", ARGS, "id-1"), thought_signature="sig")
    assert reader.whole(part, "r") == ToolCall("id-1", "f", '{"a":1}', "sig")
    assert reader.calls


def test_calls_without_an_id_get_different_ones():
    reader = PartReader(0)
    part = Part(function_call=FunctionCall("f"))
    one, other = reader.whole(part, "r"), reader.whole(part, "r")
    assert isinstance(one, ToolCall)
    assert isinstance(other, ToolCall)
    assert one.id != other.id
    assert one.arguments == ""
    assert one == PartReader(0).whole(part, "r")


def test_code_and_what_came_of_it_belong_together():
    reader = PartReader(0)
    call = reader.whole(Part(executable_code=msgspec.Raw(b'{"code":"1"}')), "r")
    result = reader.whole(Part(code_execution_result=msgspec.Raw(b'{"output":"1"}')), "r")
    assert isinstance(call, ServerToolCall)
    assert result == ServerToolResult(call.id, "code_execution", "gemini", '{"output":"1"}')
    assert not reader.calls


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("image/png", Image),
        ("audio/wav", Audio),
        ("video/mp4", Video),
        ("application/pdf", Document),
    ],
)
def test_bytes_are_what_their_media_type_says(media_type: str, kind: type):
    part = PartReader(0).whole(Part(inline_data=Blob(media_type, "aGk=")), "r")
    assert part == kind(Inline("aGk=", media_type))


def test_text_is_left_to_the_readers():
    assert PartReader(0).whole(Part(text="x"), "r") is None
    assert PartReader(0).whole(Part(), "r") is None


def test_a_thought_is_a_summary_with_its_signature_marked():
    assert thinking(Part(text="t", thought=True)) == Thinking("t", summary=True)
    signed = Part(text="t", thought=True, thought_signature="s")
    assert thinking(signed) == Thinking("t", "gemini:s", summary=True)


def test_only_a_part_without_a_place_for_its_signature_needs_a_proof():
    assert proof(Part(text="x", thought_signature="s")) == RedactedThinking("gemini:s")
    assert proof(Part(text="x")) is None
    assert proof(Part(thought=True, thought_signature="s")) is None
    assert proof(Part(function_call=FunctionCall("f"), thought_signature="s")) is None
