"""What the providers refuse is refused in their own words."""

import json
from typing import Any

import pytest

from ai_gateway.simulator.server import Simulator
from tests.integration.simulator.http_exchange import ask

OPENAI = {"content-type": "application/json", "authorization": "Bearer good"}
ANTHROPIC = {
    "content-type": "application/json",
    "x-api-key": "good",
    "anthropic-version": "2023-06-01",
}
HELLO = [{"role": "user", "content": "hello"}]


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("document", "param", "code", "message"),
    [
        ({"messages": HELLO}, None, None, "you must provide a model parameter"),
        (
            {"model": "gpt"},
            "messages",
            "missing_required_parameter",
            "Missing required parameter: 'messages'.",
        ),
        (
            {"model": "gpt", "messages": "hello"},
            "messages",
            "invalid_type",
            "Invalid type for 'messages': expected an array, but got a string instead.",
        ),
        (
            {"model": "gpt", "messages": HELLO, "top_k": 1},
            None,
            None,
            "Unrecognized request argument supplied: top_k",
        ),
        (
            {"model": "gpt", "messages": [{"role": "robot", "content": "x"}]},
            "messages[0].role",
            "invalid_value",
            (
                "Invalid value: 'robot'. Supported values are: 'system', 'assistant', 'user', "
                "'function', 'tool', and 'developer'."
            ),
        ),
    ],
)
async def test_openai(
    simulator: Simulator, document: Any, param: str | None, code: str | None, message: str
) -> None:
    body = json.dumps(document).encode()
    status, answer = await ask(simulator, "POST", "/v1/chat/completions", body, OPENAI)
    assert status == 400
    assert answer == {
        "error": {
            "message": message,
            "type": "invalid_request_error",
            "param": param,
            "code": code,
        }
    }


@pytest.mark.anyio
async def test_openai_paths_and_methods(simulator: Simulator) -> None:
    status, answer = await ask(simulator, "POST", "/v1/nothing", b"{}", OPENAI)
    assert (status, answer["error"]["message"]) == (404, "Invalid URL (POST /v1/nothing)")
    status, answer = await ask(simulator, "DELETE", "/v1/models", b"", OPENAI)
    assert (status, answer["error"]["code"]) == (405, "method_not_supported")
    status, answer = await ask(simulator, "GET", "/v1/models")
    assert (status, answer["error"]["code"]) == (401, None)
    status, answer = await ask(simulator, "POST", "/v1/chat/completions", b"{", OPENAI)
    assert status == 400
    assert answer["error"]["message"].startswith("We could not parse the JSON body")


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"max_tokens": 1, "messages": HELLO}, "model: Field required"),
        ({"model": "claude", "messages": HELLO}, "max_tokens: Field required"),
        (
            {"model": "claude", "max_tokens": 1, "messages": HELLO, "n": 2},
            "n: Extra inputs are not permitted",
        ),
        (
            {"model": "claude", "max_tokens": 1, "messages": []},
            "messages: at least one message is required",
        ),
    ],
)
async def test_anthropic(simulator: Simulator, document: Any, message: str) -> None:
    body = json.dumps(document).encode()
    status, answer = await ask(simulator, "POST", "/v1/messages", body, ANTHROPIC)
    assert status == 400
    assert answer["type"] == "error"
    assert answer["error"] == {"type": "invalid_request_error", "message": message}
    assert answer["request_id"].startswith("req_")


@pytest.mark.anyio
async def test_models_come_in_the_shape_of_whom_the_caller_asks(simulator: Simulator) -> None:
    _, openai = await ask(simulator, "GET", "/v1/models", b"", OPENAI)
    _, anthropic = await ask(simulator, "GET", "/v1/models", b"", ANTHROPIC)
    assert openai["object"] == "list"
    assert openai["data"][0]["object"] == "model"
    assert anthropic["data"][0]["type"] == "model"
    assert anthropic["has_more"] is False
