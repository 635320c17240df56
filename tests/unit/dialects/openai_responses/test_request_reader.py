"""Every parameter of a request is read, refused, or named as left out."""

from typing import Any

import msgspec
import pytest

from ai_gateway.core.errors import InvalidJson, InvalidRequest
from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.request import (
    JsonObject,
    JsonSchema,
    Message,
    Reasoning,
    Request,
    Sampling,
)
from ai_gateway.dialects.neutral.tool import Function, WebSearch
from ai_gateway.dialects.openai_responses.request_reader import read_request

USER = Message("user", (Text("hi"),), at="input")


def read(**members: Any) -> Request:
    return read_request(msgspec.json.encode({"model": "m", "input": "hi"} | members))


def test_the_smallest_request():
    assert read() == Request(model="m", messages=(USER,))


def test_every_parameter_that_has_a_place():
    request = read(
        instructions="Be kind.",
        tools=[{"type": "function", "name": "f", "parameters": {}, "strict": True}],
        parallel_tool_calls=False,
        max_output_tokens=99,
        temperature=0.5,
        top_p=0.9,
        reasoning={"effort": "high", "summary": "auto"},
        stream=True,
        service_tier="flex",
        safety_identifier="u1",
        metadata={"a": "b"},
        prompt_cache_key="k",
        text={"verbosity": "low"},
        previous_response_id="resp_1",
        store=False,
        include=["reasoning.encrypted_content"],
    )
    assert request == Request(
        model="m",
        messages=(Message("system", (Text("Be kind."),), at="instructions"), USER),
        tools=(Function("f", "{}", strict=True),),
        parallel_tool_calls=False,
        max_tokens=99,
        sampling=Sampling(temperature=0.5, top_p=0.9),
        reasoning=Reasoning(effort="high", summary="auto"),
        stream=True,
        service_tier="flex",
        user="u1",
        metadata={"a": "b"},
        cache_key="k",
        verbosity="low",
        previous="resp_1",
        store=False,
    )


@pytest.mark.parametrize(
    ("wanted", "output"),
    [
        ({"type": "text"}, None),
        ({"type": "json_object"}, JsonObject()),
        (
            {"type": "json_schema", "name": "n", "schema": {"a": 1}, "strict": True},
            JsonSchema('{"a":1}', "n", strict=True),
        ),
    ],
)
def test_output_formats(wanted: dict[str, Any], output: JsonObject | JsonSchema | None):
    assert read(text={"format": wanted}).output == output


@pytest.mark.parametrize("wanted", [{"type": "grammar"}, {"type": "json_schema", "name": "n"}])
def test_another_output_format_is_refused(wanted: dict[str, Any]):
    with pytest.raises(InvalidRequest) as refused:
        read(text={"format": wanted})
    assert refused.value.field == "text.format"


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, None),
        ({"top_logprobs": 0}, None),
        ({"top_logprobs": 3}, 3),
        ({"include": ["message.output_text.logprobs"]}, 0),
        ({"include": ["message.output_text.logprobs"], "top_logprobs": 2}, 2),
    ],
)
def test_log_probabilities(members: dict[str, Any], expected: int | None):
    assert read(**members).top_logprobs == expected


def test_the_older_name_of_a_summary_and_an_empty_reasoning():
    assert read(reasoning={"generate_summary": "auto"}).reasoning == Reasoning(summary="auto")
    assert read(reasoning={}).reasoning is None


def test_the_bound_of_tool_calls_bounds_the_search():
    request = read(tools=[{"type": "web_search"}], max_tool_calls=2)
    assert request.tools == (WebSearch(max_uses=2),)
    assert request.extras == ()
    assert read(max_tool_calls=2).extras == ("max_tool_calls",)


def test_what_has_no_place_is_named():
    request = read(
        truncation="auto",
        brand_new=1,
        prompt_cache_retention=None,
        user="a",
        safety_identifier="b",
        reasoning={"mode": "pro", "context": "auto"},
        include=["file_search_call.results"],
    )
    assert request.user == "b"
    assert request.extras == (
        "truncation",
        "brand_new",
        "user",
        "reasoning.context",
        "reasoning.mode",
        "include.file_search_call.results",
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [("background", True), ("conversation", "conv_1"), ("prompt", {"id": "pmpt_1"})],
)
def test_what_only_openai_keeps_is_refused_by_name(field: str, value: Any):
    with pytest.raises(InvalidRequest, match=f"`{field}`") as refused:
        read(**{field: value})
    assert refused.value.field == field


def test_what_is_null_or_false_asks_for_nothing():
    assert read(background=False, conversation=None, prompt=None).extras == ()


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"instructions": 1}, "instructions"),
        (
            {"input": [{"role": "user", "content": [{"type": "input_text", "text": 1}]}]},
            "input.0.content.0.text",
        ),
        ({"tools": [{"type": "function", "name": 1}]}, "tools.0.name"),
        ({"metadata": {"a": 1}, "unheard_of": 1}, "metadata"),
    ],
)
def test_a_wrong_type_is_named_by_its_place(members: dict[str, Any], field: str):
    with pytest.raises(InvalidRequest, match="Expected") as refused:
        read(**members)
    assert refused.value.field == field


def test_a_body_that_is_no_object():
    with pytest.raises(InvalidJson):
        read_request(b'{"model":')
    with pytest.raises(InvalidRequest, match="The request body"):
        read_request(b"[]")
    with pytest.raises(InvalidRequest) as refused:
        read_request(b"{}")
    assert refused.value.field == "model"


def test_an_item_of_another_kind_is_named_and_not_its_shape():
    with pytest.raises(InvalidRequest, match="`computer_call_output`"):
        read(input=[{"type": "computer_call_output", "output": {"type": "computer_screenshot"}}])
