"""The response object says who answered, what was asked, and how it went."""

import msgspec
import pytest

from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.reply import Stop
from ai_gateway.dialects.neutral.request import JsonObject, Message, Reasoning, Request, Sampling
from ai_gateway.dialects.neutral.tool import ForeignTool, Function, Named, WebSearch
from ai_gateway.dialects.openai_responses.response import (
    began,
    echo,
    ended,
    failed,
    head,
    response_id,
)


def test_a_name_is_made_once():
    assert response_id("msg_1") == "resp_msg_1"
    assert response_id("resp_1") == "resp_1"


def test_the_head_says_nothing_that_is_not_known():
    assert head("r", "m", None, "standard") == {
        "id": "resp_r",
        "object": "response",
        "created_at": 0,
        "model": "m",
        "service_tier": None,
    }
    assert head("r", "m", 7, "flex")["service_tier"] == "flex"


@pytest.mark.parametrize(
    ("stop", "status", "details"),
    [
        ("end", "completed", None),
        ("tool_calls", "completed", None),
        ("stop_sequence", "completed", None),
        ("refusal", "completed", None),
        ("length", "incomplete", {"reason": "max_output_tokens"}),
        ("content_filter", "incomplete", {"reason": "content_filter"}),
        ("pause", "incomplete", {"reason": None}),
    ],
)
def test_every_end(stop: Stop, status: str, details: object):
    assert ended(stop) == {"status": status, "error": None, "incomplete_details": details}


def test_beginning_and_failing():
    assert began()["status"] == "in_progress"
    assert failed(429, "Slow down.")["error"] == {
        "code": "rate_limit_exceeded",
        "message": "Slow down.",
    }


def test_an_empty_request_is_repeated_with_nulls():
    repeated = echo(Request(model="m", messages=()))
    assert repeated["instructions"] is None
    assert repeated["temperature"] is None
    assert repeated["tool_choice"] == "auto"
    assert repeated["parallel_tool_calls"] is True
    assert repeated["text"] == {"format": {"type": "text"}}


def test_a_request_is_repeated():
    request = Request(
        model="m",
        messages=(Message("system", (Text("Be kind."),), at="instructions"),),
        tools=(
            Function("f", "{}"),
            WebSearch(max_uses=2, blocked_domains=("a",)),
            ForeignTool("openai-responses", "mcp", '{"type":"mcp"}'),
        ),
        tool_choice=Named("f"),
        parallel_tool_calls=False,
        output=JsonObject(),
        verbosity="low",
        sampling=Sampling(temperature=0.5),
        reasoning=Reasoning(effort="low"),
    )
    repeated = msgspec.json.decode(msgspec.json.encode(echo(request)))
    assert repeated["instructions"] == "Be kind."
    assert [tool["type"] for tool in repeated["tools"]] == ["function", "web_search", "mcp"]
    assert repeated["tool_choice"] == {"type": "function", "name": "f"}
    assert repeated["parallel_tool_calls"] is False
    assert repeated["text"] == {"format": {"type": "json_object"}, "verbosity": "low"}
    assert repeated["reasoning"] == {"effort": "low", "summary": None}
    assert repeated["temperature"] == 0.5
