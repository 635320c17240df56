"""Requests are written as OpenAI takes them; what tunes is dropped by name, the rest refused."""

from typing import Any

import msgspec
import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.content import CacheMark, Text
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import (
    JsonObject,
    JsonSchema,
    Message,
    Reasoning,
    Request,
    Sampling,
)
from ai_gateway.dialects.neutral.tool import Choice, Function, WebSearch
from ai_gateway.dialects.openai_responses.request_writer import (
    write_effort,
    write_max_tool_calls,
    write_request,
    write_text,
)

USER = Message("user", (Text("hi"),))
THINKER = Profile(reasoning="effort")


def write(profile: Profile = THINKER, **members: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    written = write_request(Request(model="m", messages=(USER,), **members), profile)
    return msgspec.json.decode(written.body), written.dropped


def test_nothing_is_stored_that_nobody_asked_to_store():
    assert write(Profile()) == (
        {
            "model": "m",
            "input": [{"type": "message", "role": "user", "content": "hi"}],
            "store": False,
        },
        (),
    )
    assert write(store=True)[0]["store"] is True


def test_a_model_that_thinks_is_asked_for_its_encrypted_thought():
    assert write()[0]["include"] == ["reasoning.encrypted_content"]
    assert write(Profile(), top_logprobs=2)[0]["include"] == ["message.output_text.logprobs"]


def test_tools_with_their_choice_and_their_bound():
    body, _ = write(tools=(WebSearch(max_uses=3),), tool_choice=Choice("required"))
    assert body["tools"] == [{"type": "web_search"}]
    assert (body["tool_choice"], body["max_tool_calls"]) == ("required", 3)


def test_a_choice_without_tools_is_none():
    assert "tool_choice" not in write(tool_choice=Choice("auto"))[0]


@pytest.mark.parametrize(
    ("tools", "bound"),
    [
        ((), None),
        ((Function("f", "{}"), WebSearch(max_uses=2)), 2),
        ((WebSearch(max_uses=2), WebSearch(max_uses=2)), None),
    ],
)
def test_a_bound_of_one_search_is_the_bound_of_all(
    tools: tuple[Function | WebSearch, ...], bound: int | None
):
    assert write_max_tool_calls(tools) == bound


def test_the_form_of_the_answer():
    assert write_text(None, None) is None
    assert write_text(JsonObject(), "low") == {
        "verbosity": "low",
        "format": {"type": "json_object"},
    }
    schema = msgspec.json.encode(write_text(JsonSchema('{"a": 1}', "n", "d", strict=True), None))
    assert msgspec.json.decode(schema)["format"] == {
        "type": "json_schema",
        "name": "n",
        "schema": {"a": 1},
        "description": "d",
        "strict": True,
    }


@pytest.mark.parametrize(
    ("reasoning", "effort"),
    [
        (Reasoning(effort="minimal"), "minimal"),
        (Reasoning(effort="max", budget=1), "max"),
        (Reasoning(budget=1024), "low"),
        (Reasoning(budget=2048), "medium"),
        (Reasoning(budget=16384), "high"),
        (Reasoning(adaptive=True), None),
    ],
)
def test_a_budget_is_said_as_an_effort(reasoning: Reasoning, effort: str | None):
    assert write_effort(reasoning) == effort


def test_reasoning_is_written_and_left_out_where_it_says_nothing():
    body, _ = write(reasoning=Reasoning(effort="low", summary="auto"))
    assert body["reasoning"] == {"effort": "low", "summary": "auto"}
    assert "reasoning" not in write(reasoning=Reasoning(adaptive=True))[0]


def test_what_only_tunes_or_labels_is_dropped_by_name():
    _, dropped = write(
        Profile(sampling=False),
        sampling=Sampling(0.5, 0.9, 40, 0.1, 0.2, 7, {"1": 1.0}),
        reasoning=Reasoning(effort="low"),
        service_tier="standard_only",
        cache=CacheMark(),
        extras=("seldom",),
    )
    assert dropped == (
        "sampling.temperature",
        "sampling.top_p",
        "sampling.top_k",
        "sampling.frequency_penalty",
        "sampling.presence_penalty",
        "sampling.seed",
        "sampling.logit_bias",
        "reasoning",
        "service_tier",
        "cache",
        "seldom",
    )


def test_a_cache_mark_on_a_tool_is_dropped():
    assert write(tools=(Function("f", "{}", cache=CacheMark()),))[1] == ("cache",)


@pytest.mark.parametrize(("field", "value"), [("n", 2), ("stop", ("END",))])
def test_what_changes_the_question_is_refused(field: str, value: Any):
    with pytest.raises(InvalidRequest, match=f"`{field}`") as refused:
        write(**{field: value})
    assert refused.value.field == field


def test_one_answer_is_what_openai_gives():
    assert "n" not in write(n=1)[0]
