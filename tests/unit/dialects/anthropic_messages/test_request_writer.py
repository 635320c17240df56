"""Requests for the provider."""

import json
from typing import Any

import msgspec
import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.anthropic_messages.request_writer import (
    write_count_request,
    write_request,
)
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

REQUEST = Request(model="m", messages=(Message("user", (Text("x"),)),))
THINKER = Profile(max_output=9000, reasoning="adaptive")


def write(profile: Profile = THINKER, **fields: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    written = write_request(msgspec.structs.replace(REQUEST, **fields), profile)
    return json.loads(written.body), written.dropped


def test_the_bound_is_the_callers_or_the_models() -> None:
    assert write()[0]["max_tokens"] == 9000
    assert write(max_tokens=5)[0]["max_tokens"] == 5


def test_parameters_have_their_places() -> None:
    schema = '{"type":"object","properties":{"a":{}},"additionalProperties":false}'
    body, dropped = write(
        stream=True,
        user="u",
        service_tier="default",
        cache=CacheMark(3600),
        stop=("a",),
        output=JsonSchema(schema),
        reasoning=Reasoning("low"),
        n=1,
        store=False,
    )
    assert dropped == ()
    assert body == {
        "model": "m",
        "messages": [{"role": "user", "content": [{"type": "text", "text": "x"}]}],
        "max_tokens": 9000,
        "stream": True,
        "metadata": {"user_id": "u"},
        "service_tier": "standard_only",
        "cache_control": {"type": "ephemeral", "ttl": "1h"},
        "stop_sequences": ["a"],
        "output_config": {
            "effort": "low",
            "format": {"type": "json_schema", "schema": json.loads(schema)},
        },
        "thinking": {"type": "adaptive"},
    }


@pytest.mark.parametrize(
    ("sampling", "thinks", "kept"),
    [
        (Sampling(0.5, None, 3), False, {"temperature": 0.5, "top_k": 3}),
        (Sampling(0.5, 0.9), False, {"temperature": 0.5}),
        (Sampling(1.7, 0.9), False, {"top_p": 0.9}),
        (Sampling(0.5, None, 3), True, {}),
        (Sampling(1.0), True, {"temperature": 1.0}),
        (Sampling(None, 0.96), True, {"top_p": 0.96}),
        (Sampling(None, 0.5), True, {}),
    ],
)
def test_sampling_is_what_the_api_takes(
    sampling: Sampling, thinks: bool, kept: dict[str, float]
) -> None:
    reasoning = Reasoning("low") if thinks else None
    body, dropped = write(sampling=sampling, reasoning=reasoning)
    names = ("temperature", "top_p", "top_k")
    assert {name: body[name] for name in names if name in body} == kept
    asked = {name for name in names if getattr(sampling, name) is not None}
    assert set(dropped) == {f"sampling.{name}" for name in asked - kept.keys()}


def test_a_model_without_sampling_gets_none() -> None:
    body, dropped = write(Profile(sampling=False), sampling=Sampling(0.5, None, 3))
    assert "temperature" not in body
    assert dropped == ("sampling.temperature", "sampling.top_k")


def test_what_only_tunes_or_labels_is_left_out_by_name() -> None:
    _, dropped = write(
        Profile(),
        sampling=Sampling(frequency_penalty=1, presence_penalty=0, seed=1, logit_bias={"1": 2}),
        metadata={"a": "b"},
        cache_key="k",
        verbosity="low",
        store=True,
        service_tier="flex",
        user="u" * 300,
        stop=("\n",),
        extras=("custom", "custom"),
        reasoning=Reasoning("high"),
        output=JsonSchema('{"type":"string"}', description="d"),
    )
    assert set(dropped) == {
        "custom",
        "cache_key",
        "metadata",
        "verbosity",
        "sampling.frequency_penalty",
        "sampling.presence_penalty",
        "sampling.seed",
        "sampling.logit_bias",
        "store",
        "reasoning",
        "output.description",
        "stop",
        "user",
        "service_tier",
    }
    assert len(dropped) == len(set(dropped))


@pytest.mark.parametrize(
    ("field", "value"),
    [("n", 2), ("top_logprobs", 0), ("previous", "resp_1"), ("output", JsonObject())],
)
def test_what_changes_the_answer_and_cannot_be_said_is_refused(field: str, value: object) -> None:
    with pytest.raises(InvalidRequest) as caught:
        write(THINKER, **{field: value})
    assert caught.value.field == field


def test_a_count_has_only_what_it_takes() -> None:
    asked = msgspec.structs.replace(
        REQUEST, sampling=Sampling(0.5), stream=True, user="u", reasoning=Reasoning("low")
    )
    body = json.loads(write_count_request(asked, THINKER).body)
    assert body.keys() == {"model", "messages", "thinking", "output_config"}
