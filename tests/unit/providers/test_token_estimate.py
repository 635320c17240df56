"""Where nobody counts, the gateway estimates by one rule and says so."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.core.body import Body
from ai_gateway.core.call import Call
from ai_gateway.core.errors import InvalidJson, InvalidRequest
from ai_gateway.core.operation import Operation
from ai_gateway.dialects.neutral.content import (
    Audio,
    Document,
    Image,
    Part,
    RedactedThinking,
    Refusal,
    ServerToolCall,
    ServerToolResult,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Video,
)
from ai_gateway.dialects.neutral.request import JsonObject, JsonSchema, Message, Request
from ai_gateway.dialects.neutral.source import Inline, Link, PlainText
from ai_gateway.dialects.neutral.tool import ForeignTool, Function, WebSearch
from ai_gateway.providers.token_estimate import estimated, estimated_tokens
from tests.unit.core.calls import call_with
from tests.unit.core.pieces import Pieces

EIGHT = "12345678"
PNG = Inline("aGk=", "image/png")


def asking(*parts: Part, **changes: object) -> Request:
    return Request(model="m", messages=(Message("user", parts),), **changes)  # pyright: ignore[reportArgumentType]  # a test says which fields


@pytest.mark.parametrize(
    ("part", "tokens"),
    [
        (Text(EIGHT), 2),
        (Thinking(EIGHT, signature="not text"), 2),
        (Refusal(EIGHT), 2),
        (RedactedThinking(EIGHT), 2),
        (ToolCall("id", "name", EIGHT), 3),
        (ServerToolCall("id", "name", EIGHT), 3),
        (ServerToolResult("id", "name", "anthropic-messages", EIGHT), 2),
        (ToolResult("id", (Text(EIGHT), Text("1234"))), 3),
        (ToolResult("id", (Image(PNG),)), 1600),
        (Document(PlainText(EIGHT), title="1234", context="1234"), 4),
        (Document(Inline("aGk=", "application/pdf"), title="1234"), 1600),
        (Image(PNG), 1600),
        (Audio(Inline("aGk=", "audio/wav")), 1600),
        (Video(Link("https://x")), 1600),
    ],
    ids=lambda value: type(value).__name__,
)
def test_text_counts_by_its_bytes_and_the_rest_by_a_fixed_number(part: Part, tokens: int):
    assert estimated_tokens(asking(part)) == tokens


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)))))
def test_it_is_a_quarter_of_the_bytes_of_all_text_rounded_up(texts: list[str]):
    size = sum(len(text.encode()) for text in texts)
    assert estimated_tokens(asking(*map(Text, texts))) == math.ceil(size / 4)


def test_tools_and_the_schema_of_the_output_count():
    tools = (
        Function("name", EIGHT, description="1234"),
        ForeignTool("anthropic-messages", "bash", EIGHT),
        WebSearch(),
    )
    assert estimated_tokens(asking(tools=tools)) == 6
    assert estimated_tokens(asking(output=JsonSchema(EIGHT))) == 2
    assert estimated_tokens(asking(output=JsonObject())) == 0


def counting(body: Body) -> Call:
    return call_with(
        operation=Operation.COUNT_TOKENS,
        dialect="anthropic-messages",
        path="/v1/messages/count_tokens",
        body=body,
    )


def test_the_answer_is_anthropics_and_says_that_it_is_an_estimate():
    tool = {"name": "now", "description": "time", "input_schema": {"type": "object"}}
    asked = {
        "model": "gpt-5",
        "system": "12345678",
        "messages": [{"role": "user", "content": "12345"}],
        "tools": [tool],
    }
    reply = estimated(counting(json.dumps(asked).encode()))
    assert isinstance(reply.body, bytes)
    assert json.loads(reply.body) == {"input_tokens": (8 + 5 + 3 + 4 + 17 + 3) // 4}
    assert reply.headers == [
        (b"content-type", b"application/json"),
        (b"x-ai-gateway-estimated", b"true"),
    ]
    assert (reply.status, reply.served, reply.meter) == (200, None, None)


def test_what_anthropic_would_refuse_is_not_counted():
    with pytest.raises(InvalidRequest, match="messages"):
        estimated(counting(b'{"model":"m"}'))
    with pytest.raises(InvalidJson):
        estimated(counting(b"{"))
    with pytest.raises(InvalidRequest, match="came as an upload"):
        estimated(counting(Pieces([b"{}"])))
