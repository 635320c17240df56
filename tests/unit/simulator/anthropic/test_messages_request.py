from typing import Any

import pytest
from anthropic.types.message_count_tokens_params import MessageCountTokensParams
from anthropic.types.message_create_params import MessageCreateParamsStreaming

from ai_gateway.simulator.anthropic import messages_request
from tests.unit.simulator.sample import HELLO, TOOL_SCHEMA, refused, sent

CALL = {"type": "tool_use", "id": "t1", "name": "f", "input": {"a": 1}}
ASKED = {"role": "assistant", "content": [CALL]}
RESULT = {"type": "tool_result", "tool_use_id": "t1", "content": [{"type": "text", "text": "ok"}]}
ANSWERED = {"role": "user", "content": [RESULT]}
BODY: dict[str, Any] = {"model": "claude", "max_tokens": 9, "messages": HELLO}


def parameters(params: Any) -> frozenset[str]:
    return params.__required_keys__ | params.__optional_keys__


def test_knows_every_parameter_of_the_sdk():
    assert parameters(MessageCreateParamsStreaming) <= messages_request.PARAMETERS
    assert parameters(MessageCountTokensParams) <= messages_request.COUNT_PARAMETERS


def test_reads_everything_that_counts():
    image = {"type": "image", "source": {}}
    system = [{"type": "text", "text": "Be."}]
    tools = [{"name": "f", "input_schema": TOOL_SCHEMA}]
    messages = [{"role": "user", "content": [image, {"type": "text", "text": "look"}]}]
    body = BODY | {"messages": messages, "system": system, "tools": tools}
    prompt = messages_request.read(sent(body))[1]
    assert (prompt.texts, prompt.attachments, prompt.last) == (["Be.", "look"], 1, "look")
    assert (prompt.tools[0].name, prompt.tools[0].schema) == ("f", TOOL_SCHEMA)
    assert (prompt.max_tokens, prompt.thinking) == (9, False)


def test_reads_tool_calls_and_results():
    prompt = messages_request.read(sent(BODY | {"messages": [*HELLO, ASKED, ANSWERED]}))[1]
    assert prompt.texts == ["", "hello", 'f{"a":1}', "ok"]
    assert (prompt.last, prompt.answers_tool) == ("ok", True)


@pytest.mark.parametrize(
    ("choice", "forced", "tools"),
    [
        ({"type": "auto"}, None, 1),
        ({"type": "none"}, None, 0),
        ({"type": "any"}, "", 1),
        ({"type": "tool", "name": "f"}, "f", 1),
    ],
)
def test_reads_the_tool_choice(choice: Any, forced: str | None, tools: int):
    prompt = messages_request.read(sent(BODY | {"tools": [{"name": "f"}], "tool_choice": choice}))[
        1
    ]
    assert (prompt.forced, len(prompt.tools)) == (forced, tools)


def test_reads_thinking_and_format():
    output = {"format": {"type": "json_schema", "schema": TOOL_SCHEMA}}
    body = BODY | {"thinking": {"type": "adaptive"}, "output_config": output}
    prompt = messages_request.read(sent(body))[1]
    assert (prompt.thinking, prompt.schema) == (True, TOOL_SCHEMA)


def test_counting_needs_no_limit():
    body = {"model": "claude", "messages": HELLO}
    assert messages_request.read(sent(body), counting=True)[1].last == "hello"
    status, answer = refused(lambda: messages_request.read(sent(BODY), counting=True))
    assert (status, answer["error"]["message"]) == (
        400,
        "max_tokens: Extra inputs are not permitted",
    )


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"max_tokens": 0}, "max_tokens: Input should be greater than or equal to 1"),
        ({"temperature": 1.5}, "temperature: Input should be less than or equal to 1"),
        ({"stream": 1}, "stream: Input should be a valid boolean"),
        ({"thinking": {"type": "enabled"}}, "budget_tokens: Field required"),
        ({"thinking": {"type": "enabled", "budget_tokens": 9}}, "greater than or equal to 1024"),
        (
            {"thinking": {"type": "enabled", "budget_tokens": 2000}},
            "`max_tokens` must be greater than `thinking.budget_tokens`.",
        ),
        ({"messages": ["x"]}, "messages.0: Input should be a valid dictionary"),
        ({"messages": [{}]}, "messages.0.role: Field required"),
        ({"messages": [{"role": "tool", "content": "x"}]}, "messages.0.role: Input should be"),
        ({"messages": [{"role": "user"}]}, "messages.0.content: Field required"),
        ({"messages": [{"role": "user", "content": ""}]}, "must have non-empty content"),
        (
            {"messages": [{"role": "user", "content": [{"type": "text", "text": ""}]}]},
            "text content blocks must be non-empty",
        ),
        ({"messages": [{"role": "user", "content": [{}]}]}, "content.0.type: Field required"),
        ({"messages": [{"role": "assistant", "content": "x"}]}, 'must use the "user" role'),
        ({"messages": [ANSWERED]}, "unexpected `tool_use_id` found in `tool_result` blocks: t1."),
        ({"messages": [*HELLO, ASKED]}, "messages.1: `tool_use` ids were found without"),
        ({"messages": [*HELLO, ASKED, *HELLO]}, "messages.1: `tool_use` ids were found without"),
    ],
)
def test_refuses(fields: Any, message: str):
    status, body = refused(lambda: messages_request.read(sent(BODY | fields)))
    assert status == 400
    assert message in body["error"]["message"]
