"""Requests of a caller."""

import json

import pytest

from ai_gateway.core.errors import InvalidJson, InvalidRequest
from ai_gateway.dialects.anthropic_messages.request_reader import (
    read_count_request,
    read_request,
)
from ai_gateway.dialects.neutral.content import CacheMark, ServerToolResult, Text
from ai_gateway.dialects.neutral.request import (
    JsonSchema,
    Message,
    Reasoning,
    Request,
    Sampling,
)
from ai_gateway.dialects.neutral.tool import Choice, Function

ASKED = {"model": "m", "max_tokens": 10, "messages": [{"role": "user", "content": "hi"}]}


def read(**fields: object) -> Request:
    return read_request(json.dumps(ASKED | fields, separators=(",", ":")).encode())


def test_every_parameter_has_its_place() -> None:
    request = read(
        stream=True,
        temperature=1,
        top_p=0.5,
        top_k=4,
        stop_sequences=["a"],
        metadata={"user_id": "u"},
        service_tier="standard_only",
        cache_control={"type": "ephemeral", "ttl": "5m"},
        tools=[{"name": "f", "input_schema": {}}],
        tool_choice={"type": "any", "disable_parallel_tool_use": True},
        output_config={"effort": "low", "format": {"type": "json_schema", "schema": {"a": 1}}},
        thinking={"type": "adaptive", "display": "summarized"},
    )
    assert request == Request(
        model="m",
        messages=(Message("user", (Text("hi"),), at="messages.0"),),
        tools=(Function("f", "{}"),),
        tool_choice=Choice("required"),
        parallel_tool_calls=False,
        output=JsonSchema('{"a":1}'),
        max_tokens=10,
        sampling=Sampling(1.0, 0.5, 4),
        stop=("a",),
        reasoning=Reasoning("low", adaptive=True, summary="auto"),
        stream=True,
        service_tier="default",
        user="u",
        cache=CacheMark(300),
    )


@pytest.mark.parametrize(
    ("fields", "reasoning"),
    [
        ({"thinking": {"type": "enabled", "budget_tokens": 2000}}, Reasoning(budget=2000)),
        ({"thinking": {"type": "disabled"}}, Reasoning("none")),
        ({"thinking": {"type": "between_tools"}}, Reasoning(adaptive=True)),
        ({"output_config": {"effort": "max"}}, Reasoning("max")),
        ({}, None),
    ],
)
def test_thinking(fields: dict[str, object], reasoning: Reasoning | None) -> None:
    assert read(**fields).reasoning == reasoning


@pytest.mark.parametrize("system", ["S", [{"type": "text", "text": "S"}]])
def test_the_system_prompt_comes_first(system: object) -> None:
    assert read(system=system).messages[0] == Message("system", (Text("S"),), at="system")


def test_an_instruction_among_the_turns_stays_there() -> None:
    turns = [{"role": "user", "content": "a"}, {"role": "system", "content": "b"}]
    assert [message.role for message in read(messages=turns).messages] == ["user", "system"]


def test_the_result_of_a_server_side_tool_is_kept_whole() -> None:
    block = {"type": "web_search_tool_result", "tool_use_id": "s", "content": []}
    turn = {"role": "assistant", "content": [block]}
    (part,) = read(messages=[turn]).messages[0].parts
    assert isinstance(part, ServerToolResult)
    assert json.loads(part.content) == block


def test_the_schema_may_stand_where_the_beta_had_it() -> None:
    assert read(output_format={"type": "json_schema", "schema": {}}).output == JsonSchema("{}")


def test_what_has_no_place_is_named() -> None:
    request = read(
        context_management={"edits": []},
        speed=None,
        mcp_servers=[],
        thinking={"type": "disabled"},
        output_config={"effort": "low"},
        tools=[{"name": "f", "input_schema": {}, "defer_loading": True}],
    )
    assert request.extras == (
        "context_management",
        "output_config.effort",
        "tools.0.defer_loading",
    )


@pytest.mark.parametrize("name", ["container", "mcp_servers", "inference_geo"])
def test_what_would_change_the_answer_and_has_no_place_is_refused(name: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        read(**{name: "x"})
    assert caught.value.field == name


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"max_tokens": None}, "max_tokens"),
        ({"max_tokens": "9"}, "max_tokens"),
        ({"temperature": 1.5}, "temperature"),
        ({"messages": [{"role": "tool", "content": ""}]}, "messages.0.role"),
        (
            {"messages": [{"role": "user", "content": [{"type": "odd"}]}]},
            "messages.0.content.0.type",
        ),
        ({"messages": [{"role": "user", "content": [7]}]}, "messages.0.content.0"),
        (
            {
                "messages": [
                    {"role": "system", "content": [{"type": "redacted_thinking", "data": ""}]}
                ]
            },
            "messages.0",
        ),
        ({"tool_choice": {"type": "tool"}}, "tool_choice"),
    ],
)
def test_a_mistake_names_its_field(fields: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        read(**fields)
    assert caught.value.field == field


def test_a_body_that_is_no_json_is_said_to_be_none() -> None:
    with pytest.raises(InvalidJson):
        read_request(b"{")


def test_a_count_needs_no_bound() -> None:
    assert read_count_request(b'{"model":"m","messages":[]}').max_tokens is None
