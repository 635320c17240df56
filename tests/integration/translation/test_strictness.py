"""Ten mistakes that a translation could make, each of which the strict check catches."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.translation.strictness import mistakes_in

CHAT = "/v1/chat/completions"
RESPONSES = "/openai/v1/responses"
MESSAGES = "/v1/messages"

TOOL_RESULT = {"type": "tool_result", "tool_use_id": "toolu_1", "content": "sunny"}
CALL = {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
OUTPUT = {"type": "function_call_output", "call_id": "call_1", "output": "sunny"}


def right(path: str) -> Any:
    """Return a request in which nothing is wrong."""
    user = {"role": "user", "content": "hello"}
    if path == CHAT:
        called = {"role": "assistant", "content": None, "tool_calls": [dict(CALL)]}
        result = {"role": "tool", "tool_call_id": "call_1", "content": "sunny"}
        return {"model": "m", "messages": [user, called, result], "stream": True}
    if path == RESPONSES:
        return {"model": "m", "input": [{"type": "message", **user}, dict(OUTPUT)], "store": False}
    result = {"role": "user", "content": [dict(TOOL_RESULT)]}
    return {"model": "m", "max_tokens": 9, "messages": [user, result]} | {
        "system": [{"type": "text", "text": "Be brief."}]
    }


MISTAKES: dict[str, tuple[str, Callable[[Any], object]]] = {
    "a wrong role": (MESSAGES, lambda body: body["messages"][0].update(role="tool")),
    "a number as content": (CHAT, lambda body: body["messages"][0].update(content=1)),
    "an unknown key": (MESSAGES, lambda body: body.update(n=1)),
    "an unknown key deep within": (
        CHAT,
        lambda body: body["messages"][1]["tool_calls"][0]["function"].update(input={}),
    ),
    "a missing key": (CHAT, lambda body: body["messages"][2].pop("tool_call_id")),
    "a missing bound": (MESSAGES, lambda body: body.pop("max_tokens")),
    "an object in place of an array": (
        MESSAGES,
        lambda body: body.update(system={"type": "text", "text": "Be brief."}),
    ),
    "a boolean as a number": (RESPONSES, lambda body: body.update(max_output_tokens=True)),
    "a part of another dialect": (
        RESPONSES,
        lambda body: body["input"][0].update(content=[{"type": "text", "text": "hello"}]),
    ),
    "arguments as an object": (
        CHAT,
        lambda body: body["messages"][1]["tool_calls"][0]["function"].update(arguments={}),
    ),
    "a tool's result as a number": (RESPONSES, lambda body: body["input"][1].update(output=1)),
    "an effort that does not exist": (
        RESPONSES,
        lambda body: body.update(reasoning={"effort": "enormous"}),
    ),
}


@pytest.mark.parametrize("path", [CHAT, RESPONSES, MESSAGES])
def test_what_is_right_passes(path: str) -> None:
    assert mistakes_in(path, right(path)) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_caught(mistake: str) -> None:
    path, plant = MISTAKES[mistake]
    body = right(path)
    plant(body)
    assert mistakes_in(path, body)
