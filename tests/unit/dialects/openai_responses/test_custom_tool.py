"""A custom tool crosses as a function of one string, and its calls come back as text."""

from typing import Any

import msgspec

from ai_gateway.dialects.neutral.content import ToolCall
from ai_gateway.dialects.neutral.event import (
    ArgumentsGrew,
    Ended,
    PartEnded,
    PartStarted,
    Started,
    Stopped,
)
from ai_gateway.dialects.neutral.reply import Answer, Reply
from ai_gateway.dialects.neutral.tool import Function, Named
from ai_gateway.dialects.openai_responses.caller import ResponsesCaller
from ai_gateway.dialects.openai_responses.custom_tool import (
    custom_names,
    is_custom,
    read_custom,
    write_arguments,
    write_custom_call,
)
from ai_gateway.dialects.openai_responses.shapes import Grammar, Tool
from tests.conformance.dialects.translation.response_stream import read_by_sdk

CALLER = ResponsesCaller()
PATCH = {
    "type": "custom",
    "name": "apply_patch",
    "description": "Patches files.",
    "format": {"type": "grammar", "syntax": "lark", "definition": "start: LINE+"},
}
REQUEST = CALLER.read_request(
    msgspec.json.encode(
        {
            "model": "m",
            "input": "hi",
            "tools": [PATCH],
            "tool_choice": {"type": "custom", "name": "apply_patch"},
        }
    )
)
CALL = ToolCall("c", "apply_patch", '{"input":"*** Begin Patch\\n"}', signature="s")
ITEM = {
    "id": "ctc_r_0",
    "type": "custom_tool_call",
    "call_id": "c",
    "name": "apply_patch",
    "input": "*** Begin Patch\n",
}


def test_the_grammar_is_told_in_words():
    (tool,) = REQUEST.tools
    assert isinstance(tool, Function)
    assert tool.description == (
        "Patches files.\n\nThe input must follow this lark grammar:\nstart: LINE+"
    )
    assert REQUEST.tool_choice == Named("apply_patch")
    assert read_custom(Tool("custom", format=Grammar()), "f").description is None


def test_only_what_was_a_custom_tool_is_one():
    own = Function("f", '{"type":"object","properties":{"input":{"type":"string"}}}')
    assert not is_custom(own)
    assert custom_names([own, *REQUEST.tools]) == {"apply_patch"}


def test_the_text_is_the_argument_and_the_argument_is_the_text():
    text = 'say "hi"\n'
    call = ToolCall("c", "f", write_arguments(text))
    assert write_custom_call(call, "ctc")["input"] == text


def test_arguments_that_are_something_else_are_given_as_they_are():
    assert write_custom_call(ToolCall("c", "f", "*** raw"), "ctc")["input"] == "*** raw"


def answer() -> dict[str, Any]:
    reply = Reply("r", "m", (Answer((CALL,), "tool_calls"),))
    return msgspec.json.decode(CALLER.write_reply(reply, REQUEST))


def test_a_call_is_answered_as_a_custom_one_with_its_signature_beside_it():
    item, carrier = answer()["output"]
    assert item == ITEM
    assert (carrier["type"], carrier["id"]) == ("reasoning", "rs_r_1")
    assert answer()["tools"][0]["type"] == "custom"


def test_a_streamed_call_is_told_when_it_is_whole():
    begun = msgspec.structs.replace(CALL, arguments="")
    stream = CALLER.event_writer(REQUEST).write(
        [
            Started("r", "m"),
            PartStarted(0, 0, begun),
            ArgumentsGrew(0, 0, CALL.arguments[:9]),
            ArgumentsGrew(0, 0, CALL.arguments[9:]),
            PartEnded(0, 0),
            Stopped(0, "tool_calls"),
            Ended(),
        ]
    )
    assert stream.count(b"event: response.custom_tool_call_input.delta\n") == 1
    assert read_by_sdk(stream) == answer()


def test_what_the_caller_returns_is_the_call_that_was_made():
    body = {"model": "m", "input": answer()["output"], "tools": [PATCH]}
    (message,) = CALLER.read_request(msgspec.json.encode(body)).messages
    assert message.parts == (CALL,)
