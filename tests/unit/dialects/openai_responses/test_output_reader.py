"""Items of the output become parts, with their log-probabilities, and the stop they imply."""

from typing import Any

import msgspec
import pytest

from ai_gateway.dialects.neutral.content import (
    Part,
    Refusal,
    ServerToolCall,
    ServerToolResult,
    Text,
    ToolCall,
)
from ai_gateway.dialects.neutral.reply import Stop, TokenLogprob
from ai_gateway.dialects.openai_responses.output_reader import Output, read_logprobs, read_stop
from ai_gateway.dialects.openai_responses.shapes import (
    IncompleteDetails,
    Logprob,
    Response,
    TopLogprob,
)


def read(item: dict[str, Any]) -> Output:
    output = Output()
    output.add(msgspec.Raw(msgspec.json.encode(item)))
    return output


def test_a_message_with_text_and_refusal():
    logprobs = [{"token": "a", "logprob": -1.0, "bytes": [97], "top_logprobs": []}]
    content = [
        {"type": "output_text", "text": "a", "annotations": [], "logprobs": logprobs},
        {"type": "refusal", "refusal": "No."},
    ]
    output = read({"type": "message", "id": "msg", "content": content})
    assert output.parts == [Text("a"), Refusal("No.")]
    assert output.logprobs == [TokenLogprob("a", -1.0)]


@pytest.mark.parametrize(
    ("item", "part"),
    [
        (
            {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
            ToolCall("c", "f", "{}"),
        ),
        (
            {"type": "web_search_call", "id": "ws", "action": {"type": "search", "query": "x"}},
            ServerToolCall("ws", "web_search", '{"query":"x"}'),
        ),
        (
            {"type": "mcp_call", "id": "m", "name": "n"},
            ServerToolResult(
                "m", "mcp_call", "openai-responses", '{"type":"mcp_call","id":"m","name":"n"}'
            ),
        ),
    ],
)
def test_an_item_that_is_no_message(item: dict[str, Any], part: Part):
    assert read(item).parts == [part]


def test_a_thought_without_anything_in_it_is_no_part():
    assert read({"type": "reasoning", "summary": []}).parts == []


def test_the_likeliest_others_are_read():
    found = read_logprobs([Logprob("a", -1.0, [TopLogprob("b", -2.0)])])
    assert found == [TokenLogprob("a", -1.0, (("b", -2.0),))]


@pytest.mark.parametrize(
    ("response", "parts", "stop"),
    [
        (Response(status="completed"), [Text("a")], "end"),
        (Response(status="completed"), [Text("a"), ToolCall("c", "f", "")], "tool_calls"),
        (Response(status="completed"), [Refusal("No.")], "refusal"),
        (
            Response(status="incomplete", incomplete_details=IncompleteDetails("content_filter")),
            [],
            "content_filter",
        ),
        (
            Response(
                status="incomplete", incomplete_details=IncompleteDetails("max_output_tokens")
            ),
            [ToolCall("c", "f", "")],
            "length",
        ),
        (Response(status="incomplete"), [], "pause"),
        (Response(status="incomplete", incomplete_details=IncompleteDetails("new")), [], "pause"),
    ],
)
def test_stop(response: Response, parts: list[Part], stop: Stop):
    assert read_stop(response, parts) == stop
