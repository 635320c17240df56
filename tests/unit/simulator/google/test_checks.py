from typing import Any

import pytest

from ai_gateway.simulator.google import checks, shapes
from tests.unit.simulator.sample import refused, sent


def hello(**part: Any) -> Any:
    return {"contents": [{"role": "user", "parts": [{"text": "hello"} | part]}]}


@pytest.mark.parametrize(
    ("headers", "query", "status", "kind"),
    [
        ({}, "", 403, "PERMISSION_DENIED"),
        ({"x-goog-api-key": "invalid"}, "", 400, "INVALID_ARGUMENT"),
        ({}, "key=invalid", 400, "INVALID_ARGUMENT"),
    ],
)
def test_refuses_callers(headers: Any, query: str, status: int, kind: str):
    request = sent(headers=headers, query=query)
    found, body = refused(lambda: checks.check_key(request))
    assert (found, body["error"]["status"]) == (status, kind)


def test_takes_keys_in_either_place():
    checks.check_key(sent(headers={"x-goog-api-key": "good"}))
    checks.check_key(sent(query="alt=sse&key=good"))


def test_an_unknown_model():
    request = sent(path="/v1beta/models/nonexistent:countTokens")
    status, body = refused(lambda: checks.check_model(request, "countTokens"))
    assert status == 404
    assert "models/nonexistent is not found" in body["error"]["message"]


def test_takes_either_name_of_a_field():
    config = {"thinking_config": {"include_thoughts": True}, "responseJsonSchema": {"a_b": 1}}
    call = {"functionCall": {"name": "f", "args": {"some_key": 1}}}
    schema = {"any_of": [{"properties": {"a_b": {"min_items": 1}}}]}
    tool = {"function_declarations": [{"name": "f", "parameters": schema}]}
    body = {
        "contents": [{"parts": [call]}],
        "generation_config": config,
        "tools": [tool],
    }
    assert checks.json_fields(sent(body), shapes.GENERATE) == {
        "contents": [{"parts": [call]}],
        "generationConfig": {
            "thinkingConfig": {"includeThoughts": True},
            "responseJsonSchema": {"a_b": 1},
        },
        "tools": [
            {
                "functionDeclarations": [
                    {
                        "name": "f",
                        "parameters": {"anyOf": [{"properties": {"a_b": {"minItems": 1}}}]},
                    }
                ]
            }
        ],
    }


@pytest.mark.parametrize(
    ("body", "field", "description"),
    [
        (
            hello() | {"messages": []},
            "",
            'Invalid JSON payload received. Unknown name "messages": Cannot find field.',
        ),
        (
            hello(colour="red"),
            "contents[0].parts[0]",
            (
                'Invalid JSON payload received. Unknown name "colour" at '
                "'contents[0].parts[0]': Cannot find field."
            ),
        ),
        (
            {"contents": [{"parts": [{"text": 5}]}]},
            "contents[0].parts[0].text",
            "Invalid value at 'contents[0].parts[0].text' (TYPE_STRING), 5",
        ),
        (
            hello() | {"generationConfig": {"responseMimeType": "text/html"}},
            "generation_config.response_mime_type",
            "Invalid value at 'generation_config.response_mime_type' (TYPE_ENUM)",
        ),
        (
            hello() | {"generationConfig": {"temperature": 3}},
            "generation_config.temperature",
            "* generation_config.temperature: expected value less than or equal to 2",
        ),
        (
            {"contents": [{"parts": [{"thought": True}]}]},
            "contents[0].parts[0]",
            (
                "* contents[0].parts[0].data: required oneof field 'data' must have one "
                "initialized field"
            ),
        ),
        (
            hello() | {"tools": [{"functionDeclarations": [{"name": "a b"}]}]},
            "tools[0].function_declarations[0].name",
            '* tools[0].function_declarations[0].name: "a b" is invalid.',
        ),
        (
            hello() | {"tools": [{"functionDeclarations": [{}]}]},
            "tools[0].function_declarations[0].name",
            "* tools[0].function_declarations[0].name: a value is required",
        ),
    ],
)
def test_planted_mistakes_are_found(body: Any, field: str, description: str):
    status, answer = refused(lambda: checks.json_fields(sent(body), shapes.GENERATE))
    assert status == 400
    (violation,) = answer["error"]["details"][0]["fieldViolations"]
    assert violation.get("field", "") == field
    assert violation["description"].startswith(description)


def test_only_json_is_json():
    for request in (sent([]), sent(body=b"{"), sent(headers={"content-type": "text/plain"})):
        status, _ = refused(lambda request=request: checks.json_fields(request, shapes.EMBED))
        assert status == 400
