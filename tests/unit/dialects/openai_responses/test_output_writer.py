"""Parts become items named after the response and their place."""

from typing import Any

import msgspec
import pytest

from ai_gateway.dialects.neutral.content import (
    Part,
    RedactedThinking,
    Refusal,
    ServerToolCall,
    ServerToolResult,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.reply import Answer, Stop, TokenLogprob
from ai_gateway.dialects.openai_responses.output_writer import (
    item_id,
    last_status,
    write_logprobs,
    write_output,
)
from ai_gateway.dialects.openai_responses.reasoning import carried


def written(answer: Answer) -> list[dict[str, Any]]:
    return msgspec.json.decode(msgspec.json.encode(write_output(answer, "resp_1")))


def items(*parts: Part) -> list[dict[str, Any]]:
    return written(Answer(parts, "end"))


def test_neighbouring_texts_share_a_message():
    found = items(Text("a"), Refusal("No."), ToolCall("c", "f", "{}"), Text("b"))
    assert [(item["type"], item["id"]) for item in found] == [
        ("message", "msg_1_0"),
        ("function_call", "fc_1_1"),
        ("message", "msg_1_2"),
    ]
    assert [part["type"] for part in found[0]["content"]] == ["output_text", "refusal"]


def test_a_call_has_json_for_arguments_in_any_case():
    assert items(ToolCall("c", "f", "")) == [
        {
            "id": "fc_1_0",
            "type": "function_call",
            "status": "completed",
            "call_id": "c",
            "name": "f",
            "arguments": "{}",
        }
    ]


def test_log_probabilities_stand_at_the_first_text():
    logprobs = (TokenLogprob("é", -1.0, (("e", -2.0),)),)
    found = written(Answer((Refusal("No."), Text("é"), Text("b")), "end", None, logprobs))
    content = found[0]["content"]
    assert content[1]["logprobs"] == write_logprobs(logprobs)
    assert content[2]["logprobs"] == []
    assert write_logprobs(logprobs) == [
        {
            "token": "é",
            "logprob": -1.0,
            "bytes": [0xC3, 0xA9],
            "top_logprobs": [{"token": "e", "logprob": -2.0, "bytes": [0x65]}],
        }
    ]


@pytest.mark.parametrize(
    ("stop", "status"),
    [
        ("length", "incomplete"),
        ("content_filter", "incomplete"),
        ("pause", "incomplete"),
        ("end", "completed"),
    ],
)
def test_the_last_message_says_whether_it_is_whole(stop: Stop, status: str):
    found = written(Answer((Text("a"), ToolCall("c", "f", "{}"), Text("b")), stop))
    assert [item["status"] for item in found] == ["completed", "completed", status]
    assert last_status(stop) == status


def test_a_refusal_has_words():
    (message,) = written(Answer((), "refusal"))
    assert message["content"] == [{"type": "refusal", "refusal": "The model declined to answer."}]
    (message,) = written(Answer((Refusal("No."),), "refusal"))
    assert message["content"] == [{"type": "refusal", "refusal": "No."}]


@pytest.mark.parametrize(
    "part",
    [
        Thinking("a", "signed"),
        RedactedThinking("opaque"),
        ServerToolCall("s", "code_execution", "{}"),
        ServerToolResult("s", "web_search", "anthropic-messages", "{}"),
    ],
)
def test_what_has_no_item_is_carried(part: Part):
    (item,) = items(part)
    assert item["id"] == "rs_1_0"
    assert carried(str(item["encrypted_content"])) == part


def test_the_signature_of_a_call_is_carried_beside_it():
    call, carrier = items(ToolCall("c", "f", '{"a":1}', signature="s"))
    assert (call["id"], carrier["id"]) == ("fc_1_0", "rs_1_1")
    assert carried(str(carrier["encrypted_content"])) == ToolCall("c", "f", "", signature="s")


def test_a_search_is_shown():
    (item,) = items(ServerToolCall("ws", "web_search", '{"query":"x"}'))
    assert (item["type"], item["id"]) == ("web_search_call", "ws")


def test_an_item_s_name_does_not_repeat_the_prefix_of_the_response():
    assert item_id("msg", "resp_abc", 3) == "msg_abc_3"
