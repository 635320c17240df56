from typing import Any

import pytest
from openai.types.chat.completion_create_params import CompletionCreateParamsStreaming

from ai_gateway.simulator.openai import chat_request
from tests.unit.simulator.sample import HELLO, TOOL_SCHEMA, refused, sent

CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
ASKED = {"role": "assistant", "content": None, "tool_calls": [CALL]}
RESULT = {"role": "tool", "tool_call_id": "c1", "content": "ok"}


def request(**fields: Any) -> Any:
    return sent({"model": "gpt", "messages": HELLO, **fields})


def test_knows_every_parameter_of_the_sdk():
    known = CompletionCreateParamsStreaming.__required_keys__
    known |= CompletionCreateParamsStreaming.__optional_keys__
    assert known == chat_request.PARAMETERS


def test_reads_everything_that_counts():
    parts = [{"type": "text", "text": "look"}, {"type": "image_url", "image_url": {"url": "x"}}]
    messages = [{"role": "system", "content": "Be."}, {"role": "user", "content": parts}]
    function = {"name": "f", "parameters": TOOL_SCHEMA}
    _, prompt = chat_request.read(
        request(messages=messages, tools=[{"type": "function", "function": function}], max_tokens=5)
    )
    assert (prompt.texts, prompt.attachments, prompt.last) == (["Be.", "look"], 1, "look")
    assert (prompt.tools[0].name, prompt.tools[0].schema) == ("f", TOOL_SCHEMA)
    assert (prompt.max_tokens, prompt.forced, prompt.answers_tool) == (5, None, False)


def test_reads_tool_calls_and_results():
    _, prompt = chat_request.read(request(messages=[*HELLO, ASKED, RESULT]))
    assert prompt.texts == ["hello", "", "f", "{}", "ok"]
    assert (prompt.last, prompt.answers_tool) == ("ok", True)


@pytest.mark.parametrize(
    ("choice", "forced", "tools"),
    [
        ("auto", None, 1),
        ("none", None, 0),
        ("required", "", 1),
        ({"type": "function", "function": {"name": "f"}}, "f", 1),
    ],
)
def test_reads_the_tool_choice(choice: Any, forced: str | None, tools: int):
    tool = {"type": "function", "function": {"name": "f"}}
    _, prompt = chat_request.read(request(tools=[tool], tool_choice=choice))
    assert (prompt.forced, len(prompt.tools)) == (forced, tools)


@pytest.mark.parametrize(
    ("given", "schema"),
    [
        (None, None),
        ({"type": "text"}, None),
        ({"type": "json_object"}, {"type": "object"}),
        ({"type": "json_schema", "json_schema": {"schema": TOOL_SCHEMA}}, TOOL_SCHEMA),
    ],
)
def test_reads_the_response_format(given: Any, schema: Any):
    assert chat_request.read(request(response_format=given))[1].schema == schema


@pytest.mark.parametrize(
    ("fields", "param", "message"),
    [
        ({"a": 1, "b": 2}, None, "Unrecognized request arguments supplied: a, b"),
        ({"stream": "yes"}, "stream", "expected a boolean"),
        ({"stream_options": {}}, "stream_options", "only allowed when 'stream' is enabled"),
        ({"temperature": 2.5}, "temperature", "Expected a value <= 2, but got 2.5"),
        ({"temperature": -1}, "temperature", "Expected a value >= 0, but got -1"),
        ({"n": 0}, "n", "integer below minimum value. Expected a value >= 1"),
        ({"n": 129}, "n", "integer above maximum value. Expected a value <= 128"),
        ({"messages": []}, "messages", "empty array"),
        ({"messages": ["x"]}, "messages[0]", "expected an object"),
        ({"messages": [{}]}, "messages[0].role", "Missing required parameter"),
        ({"messages": [{"role": "user"}]}, "messages[0].content", "got null"),
        ({"messages": [RESULT]}, "messages.[0].role", "must be a response to a preceeding"),
        ({"messages": [ASKED]}, "messages.[1].role", "did not have response messages: c1"),
        ({"messages": [ASKED, *HELLO]}, "messages.[1].role", "did not have response messages"),
    ],
)
def test_refuses(fields: Any, param: str | None, message: str):
    status, body = refused(lambda: chat_request.read(request(**fields)))
    assert status == 400
    assert body["error"]["param"] == param
    assert message in body["error"]["message"]


def test_what_usage_and_token_arrays_are():
    assert chat_request.includes_usage({"stream_options": {"include_usage": True}})
    assert not chat_request.includes_usage({"stream_options": {}})
    assert chat_request.is_token_array([1, 2])
    assert not any(map(chat_request.is_token_array, ([], [True], ["a"], "ab", [[1]])))
