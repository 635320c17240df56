"""Requests: what is said beside the conversation, what is dropped, what is refused."""

import json
from typing import Any

import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.bedrock_converse.request_writer import write_count_request, write_request
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

CLAUDE = "anthropic.claude-sonnet-4-5-20250929-v1:0"
NOVA = "amazon.nova-pro-v1:0"
ARN = "arn:aws:bedrock:us-east-1:1:application-inference-profile/abc"


def ask(model: str = NOVA, **members: Any) -> Request:
    return Request(model=model, messages=(Message("user", (Text("hi"),)),), **members)


def write(request: Request, profile: Profile | None = None) -> tuple[Any, tuple[str, ...]]:
    written = write_request(request, profile or Profile())
    return json.loads(written.body), written.dropped


def test_everything_that_can_be_said_is() -> None:
    request = ask(
        CLAUDE,
        max_tokens=9000,
        sampling=Sampling(temperature=1.0),
        stop=("END",),
        output=JsonSchema('{"type":"array"}', "list", "A list."),
        reasoning=Reasoning(budget=2000),
        service_tier="flex",
        metadata={"team": "maps"},
        cache=CacheMark(),
    )
    body, dropped = write(request, Profile(reasoning="budget"))
    assert dropped == ()
    definition = {"schema": '{"type":"array"}', "name": "list", "description": "A list."}
    assert body == {
        "messages": [
            {"role": "user", "content": [{"text": "hi"}, {"cachePoint": {"type": "default"}}]}
        ],
        "inferenceConfig": {"maxTokens": 9000, "temperature": 1.0, "stopSequences": ["END"]},
        "outputConfig": {
            "textFormat": {"type": "json_schema", "structure": {"jsonSchema": definition}}
        },
        "additionalModelRequestFields": {
            "thinking": {"type": "enabled", "budget_tokens": 2000},
        },
        "additionalModelResponseFieldPaths": ["/stop_sequence", "/delta/stop_sequence"],
        "requestMetadata": {"team": "maps"},
        "serviceTier": {"type": "flex"},
    }


@pytest.mark.parametrize(
    ("members", "dropped"),
    [
        ({"user": "u"}, ("user",)),
        ({"verbosity": "low", "cache_key": "k"}, ("cache_key", "verbosity")),
        ({"store": True}, ("store",)),
        ({"store": False}, ()),
        ({"service_tier": "scale"}, ("service_tier",)),
        ({"service_tier": "auto"}, ()),
        ({"stop": (" ", "")}, ("stop",)),
        ({"metadata": {"k": "[]"}}, ("metadata",)),
        ({"metadata": {str(i): "v" for i in range(17)}}, ("metadata",)),
        ({"output": JsonSchema("{}", strict=False)}, ("output.strict",)),
        ({"extras": ("speed",)}, ("speed",)),
        ({"n": 1}, ()),
    ],
)
def test_what_only_tunes_or_labels_is_dropped_and_named(
    members: dict[str, Any], dropped: tuple[str, ...]
) -> None:
    assert write(ask(**members))[1] == dropped


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"n": 2}, "n"),
        ({"top_logprobs": 0}, "top_logprobs"),
        ({"previous": "resp_1"}, "previous"),
        ({"output": JsonObject()}, "output"),
    ],
)
def test_what_changes_the_answer_is_refused(members: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        write(ask(**members))
    assert refused.value.field == field


def test_a_profile_tells_what_is_behind_an_arn() -> None:
    asked = ask(ARN, sampling=Sampling(top_k=3))
    assert write(asked)[1] == ("sampling.top_k",)
    body, dropped = write(asked, Profile(model=CLAUDE))
    assert (body["additionalModelRequestFields"], dropped) == ({"top_k": 3}, ())


def test_a_count_takes_what_decides_it() -> None:
    written = write_count_request(ask(CLAUDE, max_tokens=3, user="u"), Profile())
    turns = [{"role": "user", "content": [{"text": "hi"}]}]
    assert json.loads(written.body) == {"input": {"converse": {"messages": turns}}}
    assert written.dropped == ()
