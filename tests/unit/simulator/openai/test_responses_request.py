from typing import Any

import pytest
from openai.types.responses.response_create_params import ResponseCreateParamsStreaming

from ai_gateway.simulator.openai import responses_request
from tests.unit.simulator.sample import TOOL_SCHEMA, refused, sent

CALL = {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"}
RESULT = {"type": "function_call_output", "call_id": "c1", "output": "ok"}


def request(**fields: Any) -> Any:
    return sent({"model": "gpt", "input": "hello", **fields})


def test_knows_every_parameter_of_the_sdk():
    known = ResponseCreateParamsStreaming.__required_keys__
    known |= ResponseCreateParamsStreaming.__optional_keys__
    assert known == responses_request.PARAMETERS


def test_a_text_is_one_item():
    assert responses_request.input_items({"input": "a"}) == [{"role": "user", "content": "a"}]
    assert responses_request.input_items({"input": [CALL]}) == [CALL]


def test_reads_instructions_earlier_items_and_input():
    tools = [{"type": "function", "name": "f", "parameters": TOOL_SCHEMA}, {"type": "web_search"}]
    fields = {"instructions": "Be.", "input": [RESULT], "tools": tools, "tool_choice": "required"}
    prompt = responses_request.prompt(fields, [{"role": "user", "content": "hi"}, CALL])
    assert prompt.texts == ["Be.", "hi", "f", "{}", "ok"]
    assert (prompt.last, prompt.answers_tool, prompt.forced) == ("ok", True, "")
    assert [(tool.name, tool.schema) for tool in prompt.tools] == [("f", TOOL_SCHEMA)]


def test_reads_the_format_of_the_text():
    wanted = {"format": {"type": "json_schema", "schema": TOOL_SCHEMA}}
    assert responses_request.prompt({"input": "a", "text": wanted}, []).schema == TOOL_SCHEMA


@pytest.mark.parametrize(
    ("fields", "param", "message"),
    [
        ({"top_k": 1}, "top_k", "Unknown parameter: 'top_k'."),
        ({"input": None}, "input", "Missing required parameter: 'input'."),
        ({"max_output_tokens": 15}, "max_output_tokens", "Expected a value >= 16, but got 15"),
        ({"tools": {}}, "tools", "expected an array, but got an object"),
    ],
)
def test_refuses(fields: Any, param: str, message: str):
    status, body = refused(lambda: responses_request.read(request(**fields)))
    assert (status, body["error"]["param"]) == (400, param)
    assert message in body["error"]["message"]


@pytest.mark.parametrize(
    ("items", "message"),
    [([CALL], "No tool output found for"), ([RESULT], "No tool call found for")],
)
def test_calls_and_results_come_in_pairs(items: Any, message: str):
    responses_request.check_results(sent(), [CALL, RESULT])
    _, body = refused(lambda: responses_request.check_results(sent(), items))
    assert body["error"]["message"].startswith(message)
