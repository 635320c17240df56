"""A request, written for a provider."""

import json
from typing import Any

import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.content import CacheMark, Text
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import (
    JsonObject,
    JsonSchema,
    Message,
    OutputFormat,
    Reasoning,
    Request,
    Sampling,
)
from ai_gateway.dialects.neutral.tool import Choice, Function
from ai_gateway.dialects.openai_chat.quirks import Quirks
from ai_gateway.dialects.openai_chat.request_writer import write_request

OPENAI = Quirks()
THINKING = Profile(reasoning="effort")


def asking(**members: Any) -> Request:
    return Request(model="m", messages=(Message("user", (Text("hi"),)),), **members)


def body(request: Request, profile: Profile = THINKING, quirks: Quirks = OPENAI) -> dict[str, Any]:
    written = json.loads(write_request(request, profile, quirks).body)
    assert written.pop("model") == "m"
    assert written.pop("messages") == [{"role": "user", "content": "hi"}]
    return written


def dropped(
    request: Request, profile: Profile = THINKING, quirks: Quirks = OPENAI
) -> tuple[str, ...]:
    return write_request(request, profile, quirks).dropped


def test_nothing_is_written_that_was_not_asked_for() -> None:
    assert body(asking()) == {}


def test_what_tunes_and_labels_is_written() -> None:
    request = asking(
        max_tokens=9,
        sampling=Sampling(0.5, 0.9, None, 0.1, -0.1, 7, {"5": -100.0, "6": 0.5}),
        stop=("#",),
        n=2,
        service_tier="standard_only",
        user="ann",
        metadata={"a": "b"},
        cache_key="k",
        verbosity="low",
        store=True,
    )
    assert body(request) == {
        "max_completion_tokens": 9,
        "temperature": 0.5,
        "top_p": 0.9,
        "frequency_penalty": 0.1,
        "presence_penalty": -0.1,
        "seed": 7,
        "logit_bias": {"5": -100, "6": 0.5},
        "stop": ["#"],
        "n": 2,
        "service_tier": "default",
        "user": "ann",
        "metadata": {"a": "b"},
        "prompt_cache_key": "k",
        "verbosity": "low",
        "store": True,
    }
    assert dropped(request) == ()


def test_what_openai_cannot_be_asked_for_is_named() -> None:
    request = asking(
        sampling=Sampling(top_k=4),
        service_tier="batch",
        cache=CacheMark(),
        extras=("my_option",),
        reasoning=Reasoning("low", summary="auto"),
    )
    named = ("my_option", "cache", "sampling.top_k", "reasoning.summary", "service_tier")
    assert dropped(request) == named
    assert body(request) == {"reasoning_effort": "low"}


def test_an_older_server_is_asked_in_older_words() -> None:
    request = asking(max_tokens=9, verbosity="low", store=True, cache_key="k")
    older = Quirks(current=False)
    assert body(request, quirks=older) == {"max_tokens": 9}
    assert dropped(request, quirks=older) == ("verbosity", "store", "cache_key")


def test_a_model_without_sampling_is_not_asked_for_it() -> None:
    request = asking(sampling=Sampling(temperature=0.5, top_p=0.9))
    profile = Profile(sampling=False)
    assert body(request, profile) == {}
    assert dropped(request, profile) == ("sampling.temperature", "sampling.top_p")


@pytest.mark.parametrize(
    ("reasoning", "effort"),
    [
        (Reasoning("high"), "high"),
        (Reasoning(budget=0), "none"),
        (Reasoning(budget=1024), "low"),
        (Reasoning(budget=1025), "medium"),
        (Reasoning(budget=8193), "high"),
        (Reasoning("low", budget=9999), "low"),
        (Reasoning(adaptive=True), None),
    ],
)
def test_thought_is_asked_for_by_effort(reasoning: Reasoning, effort: str | None) -> None:
    assert body(asking(reasoning=reasoning)).get("reasoning_effort") == effort


def test_a_model_that_does_not_think_is_not_asked_to() -> None:
    assert body(asking(reasoning=Reasoning("high")), Profile()) == {}
    assert dropped(asking(reasoning=Reasoning("high")), Profile()) == ("reasoning",)
    assert dropped(asking(reasoning=Reasoning("none")), Profile()) == ()


@pytest.mark.parametrize(
    ("output", "form"),
    [
        (JsonObject(), {"type": "json_object"}),
        (
            JsonSchema('{"type":"object"}', "a", "d", True),
            {
                "type": "json_schema",
                "json_schema": {
                    "name": "a",
                    "description": "d",
                    "schema": {"type": "object"},
                    "strict": True,
                },
            },
        ),
    ],
)
def test_the_format_of_the_answer_is_written(output: OutputFormat, form: object) -> None:
    assert body(asking(output=output)) == {"response_format": form}


def test_a_stream_always_reports_usage() -> None:
    assert body(asking(stream=True, include_usage=False)) == {
        "stream": True,
        "stream_options": {"include_usage": True},
    }


def test_log_probabilities_are_two_members() -> None:
    assert body(asking(top_logprobs=0)) == {"logprobs": True}
    assert body(asking(top_logprobs=3)) == {"logprobs": True, "top_logprobs": 3}


def test_a_choice_without_tools_is_not_written() -> None:
    choosing = asking(tool_choice=Choice("auto"), parallel_tool_calls=False)
    assert body(choosing) == {}
    offering = asking(
        tools=(Function("f", "{}"),), tool_choice=Choice("auto"), parallel_tool_calls=False
    )
    assert {"tools", "tool_choice", "parallel_tool_calls"} == set(body(offering))


def test_a_stored_answer_cannot_be_gone_on_from() -> None:
    with pytest.raises(InvalidRequest, match="Send the whole conversation") as caught:
        write_request(asking(previous="resp_1"), THINKING, OPENAI)
    assert caught.value.field == "previous"
