"""A caller's conversation."""

import msgspec
import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.content import (
    CacheMark,
    Image,
    Part,
    Refusal,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from ai_gateway.dialects.neutral.request import Message
from ai_gateway.dialects.neutral.source import Link
from ai_gateway.dialects.openai_chat.message_reader import read_messages
from ai_gateway.dialects.openai_chat.request_shapes import ChatMessage

DECODER = msgspec.json.Decoder(list[ChatMessage])


def read(*messages: str) -> tuple[Message, ...]:
    return read_messages(DECODER.decode(f"[{','.join(messages)}]"))


def parts(message: str) -> tuple[Part, ...]:
    return read(message)[0].parts


def test_every_role_keeps_its_place() -> None:
    assert read(
        '{"role":"system","content":"be kind"}',
        '{"role":"developer","content":[{"type":"text","text":"be brief"}],"name":"dev"}',
        '{"role":"user","content":"hi","name":"ann"}',
        '{"role":"assistant","content":"hello"}',
    ) == (
        Message("system", (Text("be kind"),), None, "messages.0"),
        Message("developer", (Text("be brief"),), "dev", "messages.1"),
        Message("user", (Text("hi"),), "ann", "messages.2"),
        Message("assistant", (Text("hello"),), None, "messages.3"),
    )


def test_an_answer_is_thoughts_words_and_calls() -> None:
    assert parts(
        '{"role":"assistant","content":"so","refusal":"no","reasoning_details":'
        '[{"type":"reasoning.text","text":"why","signature":"s"}],"tool_calls":[{"id":"c1",'
        '"type":"function","function":{"name":"f","arguments":"{}"},'
        '"extra_content":{"google":{"thought_signature":"g"}},"cache_control":{"ttl":"1h"}}]}'
    ) == (
        Thinking("why", "s"),
        Text("so"),
        Refusal("no"),
        ToolCall("c1", "f", "{}", "g", CacheMark(3600)),
    )


@pytest.mark.parametrize("member", ["reasoning_content", "reasoning"])
def test_the_plain_thoughts_of_compatible_servers_are_read(member: str) -> None:
    message = f'{{"role":"assistant","content":"so","{member}":"why"}}'
    assert parts(message) == (Thinking("why"), Text("so"))


def test_a_result_holds_text_and_what_else_a_tool_returned() -> None:
    assert parts(
        '{"role":"tool","tool_call_id":"c1","cache_control":{},"content":[{"type":"text",'
        '"text":"see"},{"type":"image_url","image_url":{"url":"https://x/a.png"}}]}'
    ) == (ToolResult("c1", (Text("see"), Image(Link("https://x/a.png"))), cache=CacheMark()),)


def test_functions_from_before_there_were_tools_get_ids() -> None:
    call = '{"role":"assistant","function_call":{"name":"f","arguments":"{}"}}'
    result = '{"role":"function","name":"f","content":"%d"}'
    messages = read(call, result % 1, call, result % 2)
    assert [message.parts for message in messages] == [
        (ToolCall("call_0", "f", "{}"),),
        (ToolResult("call_0", (Text("1"),)),),
        (ToolCall("call_2", "f", "{}"),),
        (ToolResult("call_2", (Text("2"),)),),
    ]


def test_the_marker_of_a_message_stands_on_its_last_part_that_can_bear_it() -> None:
    message = (
        '{"role":"assistant","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}],'
        '"refusal":"no","cache_control":{"type":"ephemeral"}}'
    )
    assert parts(message) == (Text("a"), Text("b", cache=CacheMark()), Refusal("no"))
    assert parts('{"role":"assistant","refusal":"no","cache_control":{}}') == (Refusal("no"),)


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ('{"role":"function","name":"f","content":"1"}', "messages.0.name"),
        ('{"role":"assistant","audio":{"id":"a"}}', "messages.0.audio"),
        ('{"role":"assistant","tool_calls":[{"type":"custom"}]}', "messages.0.tool_calls"),
        (
            '{"role":"user","content":[{"type":"refusal","refusal":"no"}]}',
            "messages.0.content.0",
        ),
        (
            (
                '{"role":"system","content":[{"type":"text","text":"x"},{"type":"image_url",'
                '"image_url":{"url":"https://x"}}]}'
            ),
            "messages.0.content.1",
        ),
    ],
)
def test_what_a_message_cannot_hold_is_named(message: str, field: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        read(message)
    assert caught.value.field == field
    assert f"`{field}`" in caught.value.message
