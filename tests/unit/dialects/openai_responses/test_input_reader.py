"""Each item of the input becomes a message, and what cannot become one is named."""

from typing import Any

import msgspec
import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.content import (
    Citation,
    Image,
    Part,
    Refusal,
    ServerToolCall,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from ai_gateway.dialects.neutral.request import Message
from ai_gateway.dialects.neutral.source import Link
from ai_gateway.dialects.openai_responses.input_reader import foreign_item, read_input
from ai_gateway.dialects.openai_responses.reasoning import carrier, seal
from ai_gateway.dialects.openai_responses.shapes import Item

ITEMS = msgspec.json.Decoder(list[Item])


def read(*items: dict[str, Any]) -> list[Message]:
    return read_input(ITEMS.decode(msgspec.json.encode(items)))


def only_part(item: dict[str, Any]) -> Part:
    (message,) = read(item)
    assert message.at == "input.0"
    (part,) = message.parts
    return part


def test_a_string_is_what_the_user_says():
    assert read_input("hi") == [Message("user", (Text("hi"),), at="input")]
    assert read_input(None) == []


@pytest.mark.parametrize("role", ["user", "system", "developer", "assistant"])
def test_a_message_of_every_role(role: str):
    assert read({"role": role, "content": "hi"})[0].role == role
    assert only_part({"type": "message", "role": role, "content": "hi"}) == Text("hi")


def test_items_stay_apart_and_in_order():
    messages = read(
        {"role": "user", "content": "a"},
        {"role": "user", "content": [{"type": "input_text", "text": "b"}]},
    )
    assert [(message.at, message.parts) for message in messages] == [
        ("input.0", (Text("a"),)),
        ("input.1", (Text("b"),)),
    ]


def test_an_assistant_s_text_keeps_its_citations_and_a_refusal_is_one():
    annotation = {
        "type": "url_citation",
        "url": "u",
        "title": "t",
        "start_index": 0,
        "end_index": 1,
    }
    content = [
        {"type": "output_text", "text": "x", "annotations": [annotation]},
        {"type": "refusal", "refusal": "No."},
    ]
    (message,) = read(
        {"role": "assistant", "content": content, "id": "msg_1", "status": "completed"}
    )
    cited = Citation("web", url="u", title="t", text_start=0, text_end=1)
    assert message.parts == (Text("x", (cited,)), Refusal("No."))


def test_calls_and_their_results():
    call = {"type": "function_call", "call_id": "c", "name": "f", "arguments": '{"a": 1}'}
    assert only_part(call) == ToolCall("c", "f", '{"a": 1}')
    result: dict[str, Any] = {"type": "function_call_output", "call_id": "c"}
    assert only_part(result | {"output": "done"}) == ToolResult("c", (Text("done"),))
    assert only_part(result | {"output": ""}) == ToolResult("c", ())
    pictures = [{"type": "input_image", "image_url": "https://a"}]
    assert only_part(result | {"output": pictures}) == ToolResult("c", (Image(Link("https://a")),))


def test_a_custom_tool_is_a_function_of_one_string():
    call = {"type": "custom_tool_call", "call_id": "c", "name": "patch", "input": "*** Begin"}
    assert only_part(call) == ToolCall("c", "patch", '{"input":"*** Begin"}')
    result = {"type": "custom_tool_call_output", "call_id": "c", "output": "Done."}
    assert only_part(result) == ToolResult("c", (Text("Done."),))


def test_a_thought_and_a_search():
    item = {
        "type": "reasoning",
        "id": "rs",
        "summary": [{"type": "summary_text", "text": "a"}],
        "encrypted_content": "g",
    }
    assert only_part(item) == Thinking("a", seal("rs", "g"), "rs", summary=True)
    search = {"type": "web_search_call", "id": "ws", "action": {"type": "search", "query": "x"}}
    assert only_part(search) == ServerToolCall("ws", "web_search", '{"query":"x"}')


def test_an_empty_thought_is_no_message():
    assert read({"type": "reasoning", "summary": []}) == []


def test_a_carried_signature_goes_back_to_its_call():
    call = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}
    carried = carrier("rs", ToolCall("c", "f", "", signature="s"))
    other = {"role": "user", "content": "hi"}
    messages = read(call, carried, other)
    assert [message.parts for message in messages] == [
        (ToolCall("c", "f", "{}", signature="s"),),
        (Text("hi"),),
    ]


@pytest.mark.parametrize(
    ("item", "field", "words"),
    [
        ({"type": "item_reference", "id": "msg_1"}, "input.0", "stored item"),
        ({"id": "msg_1"}, "input.0", "stored item"),
        ({"type": "computer_call"}, "input.0", "`computer_call`"),
        ({"type": "custom_tool_call", "call_id": "c"}, "input.0.input", "missing"),
        ({"type": "mcp_call"}, "input.0", "`mcp_call`"),
        ({"role": "tool", "content": "x"}, "input.0.role", "`tool`"),
        ({"role": "user"}, "input.0.content", "missing"),
        ({"type": "function_call", "name": "f"}, "input.0.call_id", "missing"),
        ({"type": "function_call", "call_id": "c"}, "input.0.name", "missing"),
        ({"type": "function_call_output", "call_id": "c"}, "input.0.output", "missing"),
        ({"type": "web_search_call"}, "input.0.id", "missing"),
        (
            {"type": "reasoning", "encrypted_content": "ai-gateway:1:changed"},
            "input.0.encrypted_content",
            "changed",
        ),
        (
            {"role": "user", "content": [{"type": "input_audio"}]},
            "input.0.content.0",
            "`input_audio`",
        ),
    ],
)
def test_what_cannot_be_read_is_named(item: dict[str, Any], field: str, words: str):
    with pytest.raises(InvalidRequest, match=words) as refused:
        read(item)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'{"input":[{"role":"user"},{"type":"computer_call_output","output":{}}]}', "input.1"),
        (b'{"input":[{"type":"message"}]}', None),
        (b'{"input":"hi"}', None),
        (b'{"input":[1]}', None),
    ],
)
def test_an_item_of_another_kind_is_found_whatever_its_shape(body: bytes, field: str | None):
    found = foreign_item(body)
    assert (found and found.field) == field
