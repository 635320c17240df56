from typing import Any

import pytest

from ai_gateway.simulator.google import generate_request, shapes
from ai_gateway.simulator.script import Prompt
from tests.unit.simulator.sample import refused, sent

HELLO = [{"role": "user", "parts": [{"text": "hello"}]}]
SCHEMA = {"type": "OBJECT", "properties": {"type": {"type": "STRING", "enum": ["A"]}}}
LOWERED = {"type": "object", "properties": {"type": {"type": "string", "enum": ["A"]}}}
TOOLS = [{"functionDeclarations": [{"name": "f", "parameters": SCHEMA}, {"name": "g"}]}]


def asked(**fields: Any) -> Prompt:
    request = sent({"contents": HELLO, **fields}, path="/v1beta/models/gemini-2.5:generateContent")
    return generate_request.read(request, shapes.GENERATE)[1]


def test_reads_everything_that_counts():
    image = {"inlineData": {"mimeType": "image/png", "data": "AAAA"}}
    prompt = asked(
        contents=[{"parts": [image, {"text": "look"}]}],
        systemInstruction={"parts": [{"text": "Be."}]},
        tools=TOOLS,
        generationConfig={"maxOutputTokens": 9, "stopSequences": ["x"]},
    )
    assert (prompt.texts, prompt.attachments, prompt.last) == (["Be.", "look"], 1, "look")
    assert (prompt.tools[0].name, prompt.tools[0].schema) == ("f", LOWERED)
    assert (prompt.max_tokens, prompt.stop, prompt.thinking) == (9, ["x"], False)


@pytest.mark.parametrize(
    ("response", "text"),
    [
        ({"result": "sunny"}, "sunny"),
        ({"a": 1}, '{"a":1}'),
        ({"a": "b", "c": ""}, '{"a":"b","c":""}'),
    ],
)
def test_reads_calls_and_results(response: Any, text: str):
    contents = [
        *HELLO,
        {"role": "model", "parts": [{"functionCall": {"name": "f", "args": {"a": 1}}}]},
        {"role": "user", "parts": [{"functionResponse": {"name": "f", "response": response}}]},
    ]
    prompt = asked(contents=contents)
    assert prompt.texts == ["hello", 'f{"a":1}', text]
    assert (prompt.last, prompt.answers_tool) == (text, True)


@pytest.mark.parametrize(
    ("config", "forced", "tools"),
    [
        ({"mode": "AUTO"}, None, 2),
        ({"mode": "NONE"}, None, 0),
        ({"mode": "ANY"}, "", 2),
        ({"mode": "ANY", "allowedFunctionNames": ["g"]}, "g", 2),
    ],
)
def test_reads_the_tool_choice(config: Any, forced: str | None, tools: int):
    prompt = asked(tools=TOOLS, toolConfig={"functionCallingConfig": config})
    assert (prompt.forced, len(prompt.tools)) == (forced, tools)


@pytest.mark.parametrize(
    ("config", "schema"),
    [
        ({}, None),
        ({"responseMimeType": "application/json"}, {"type": "object"}),
        ({"responseMimeType": "application/json", "responseSchema": SCHEMA}, LOWERED),
        ({"responseMimeType": "application/json", "responseJsonSchema": LOWERED}, LOWERED),
    ],
)
def test_reads_the_format(config: Any, schema: Any):
    assert asked(generationConfig=config).schema == schema


def test_thinks_aloud_where_asked():
    for thoughts in (True, False):
        thinking = {"includeThoughts": thoughts, "thinkingBudget": 100}
        assert asked(generationConfig={"thinkingConfig": thinking}).thinking is thoughts


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"contents": []}, "contents is not specified"),
        ({"generationConfig": {"responseSchema": SCHEMA}}, "only supported with a response mime"),
        (
            {"generationConfig": {"responseSchema": SCHEMA, "responseJsonSchema": {}}},
            "Only one of response_schema and response_json_schema",
        ),
        ({"tools": [*TOOLS, *TOOLS]}, "Duplicate function declaration found: f"),
        (
            {
                "tools": [
                    {
                        "functionDeclarations": [
                            {"name": "f", "parameters": SCHEMA, "parametersJsonSchema": {}}
                        ]
                    }
                ]
            },
            "Function f: only one of parameters",
        ),
        (
            {"toolConfig": {"functionCallingConfig": {"allowedFunctionNames": ["f"]}}},
            "should be set only when function calling mode is ANY",
        ),
        (
            {
                "toolConfig": {
                    "functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["h"]}
                }
            },
            "not declared: h",
        ),
    ],
)
def test_refuses(fields: Any, message: str):
    status, body = refused(lambda: asked(**fields))
    assert status == 400
    assert message in body["error"]["message"]
