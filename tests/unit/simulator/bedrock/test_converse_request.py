from typing import Any

import pytest

from ai_gateway.simulator.bedrock import converse_request, shapes
from tests.unit.simulator.sample import TOOL_SCHEMA, refused, sent

HELLO = [{"role": "user", "content": [{"text": "hello"}]}]
POINT = {"cachePoint": {"type": "default"}}
SPEC = {"name": "f", "inputSchema": {"json": TOOL_SCHEMA}}


def asked(**fields: Any) -> converse_request.Question:
    request = sent({"messages": HELLO, **fields}, path="/model/claude/converse")
    return converse_request.read(request, shapes.CONVERSE)


def test_reads_everything_that_counts():
    content: list[Any] = [
        {"image": {"format": "png", "source": {"bytes": "AAAA"}}},
        {"guardContent": {"text": {"text": "guarded "}}},
        {"searchResult": {"source": "s", "title": "t", "content": [{"text": "found "}]}},
        {"text": "look"},
    ]
    prompt = asked(
        messages=[{"role": "user", "content": content}],
        system=[{"text": "Be."}],
        toolConfig={"tools": [{"toolSpec": SPEC}], "toolChoice": {"any": {}}},
        inferenceConfig={"maxTokens": 9, "stopSequences": ["x"]},
    ).prompt
    assert prompt.texts == ["Be.", "guarded ", "found ", "look"]
    assert (prompt.attachments, prompt.last, prompt.forced) == (1, "guarded found look", "")
    assert (prompt.tools[0].name, prompt.tools[0].schema) == ("f", TOOL_SCHEMA)
    assert (prompt.max_tokens, prompt.stop, prompt.thinking) == (9, ["x"], False)


def test_reads_tool_calls_and_results():
    call = {"toolUse": {"toolUseId": "t1", "name": "f", "input": {"a": 1}}}
    reasoning = {"reasoningContent": {"redactedContent": "AAAA"}}
    result = {"toolUseId": "t1", "content": [{"text": "ok"}, {"json": {"b": 2}}]}
    messages = [
        *HELLO,
        {"role": "assistant", "content": [reasoning, call]},
        {"role": "user", "content": [{"toolResult": result}]},
    ]
    choice = {"tool": {"name": "f"}}
    config = {"tools": [{"toolSpec": SPEC}], "toolChoice": choice}
    prompt = asked(messages=messages, toolConfig=config).prompt
    assert prompt.texts == ["hello", "f", '{"a":1}', "ok", '{"b":2}']
    assert (prompt.last, prompt.answers_tool, prompt.forced) == ('ok{"b":2}', True, "f")


def test_a_cache_point_covers_what_is_before_it():
    found = asked(
        toolConfig={"tools": [{"toolSpec": SPEC}, POINT]},
        system=[{"text": "a" * 40}, {"cachePoint": {"type": "default", "ttl": "1h"}}],
    ).cache_points
    tools = found[0].tokens
    assert tools > 0
    assert [(point.ttl, point.tokens - tools) for point in found] == [("5m", 0), ("1h", 10)]


def test_reads_thinking_and_format():
    structure = {"jsonSchema": {"schema": '{"type": "object"}'}}
    output = {"textFormat": {"type": "json_schema", "structure": structure}}
    more = {"thinking": {"type": "enabled", "budget_tokens": 2000}}
    prompt = asked(outputConfig=output, additionalModelRequestFields=more).prompt
    assert (prompt.thinking, prompt.schema) == (True, {"type": "object"})
    for kind, thinks in (("adaptive", True), ("disabled", False)):
        more = {"thinking": {"type": kind}}
        assert asked(additionalModelRequestFields=more).prompt.thinking is thinks


@pytest.mark.parametrize(("thinking", "taken"), [("adaptive", True), ("enabled", False)])
def test_a_thought_has_to_come_back_to_a_budget_alone(thinking: str, *, taken: bool):
    call = {"toolUse": {"toolUseId": "a", "name": "f", "input": {}}}
    result = {"toolResult": {"toolUseId": "a", "content": [{"text": "r"}]}}
    fields: dict[str, Any] = {
        "messages": [
            *HELLO,
            {"role": "assistant", "content": [call]},
            {"role": "user", "content": [result]},
        ],
        "toolConfig": {"tools": [{"toolSpec": SPEC}]},
        "additionalModelRequestFields": {"thinking": {"type": thinking, "budget_tokens": 1024}},
    }
    if taken:
        assert asked(**fields).prompt.answers_tool
    else:
        assert refused(lambda: asked(**fields))[0] == 400


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"messages": [{"role": "robot", "content": []}]}, "1 validation error detected"),
        ({"budget_tokens": 9}, "greater than or equal to 1024"),
        ({"budget_tokens": 2000, "limit": 2000}, "`max_tokens` must be greater than"),
        ({"schema": "{"}, "is not valid JSON"),
    ],
)
def test_refuses(fields: Any, message: str):
    given: dict[str, Any] = {"messages": fields.get("messages", HELLO)}
    if "budget_tokens" in fields:
        thinking = {"type": "enabled", "budget_tokens": fields["budget_tokens"]}
        given["additionalModelRequestFields"] = {"thinking": thinking}
        given["inferenceConfig"] = {"maxTokens": fields.get("limit", 9999)}
    if "schema" in fields:
        structure = {"jsonSchema": {"schema": fields["schema"]}}
        given["outputConfig"] = {"textFormat": {"type": "json_schema", "structure": structure}}
    status, body = refused(lambda: asked(**given))
    assert status == 400
    assert message in body["message"]
