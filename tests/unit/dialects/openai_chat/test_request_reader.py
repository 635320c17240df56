"""A caller's request: every member finds its place, or is named."""

import pytest

from ai_gateway.core.errors import InvalidJson, InvalidRequest
from ai_gateway.dialects.neutral.content import CacheMark, Text
from ai_gateway.dialects.neutral.request import (
    JsonObject,
    JsonSchema,
    Message,
    OutputFormat,
    Reasoning,
    Request,
    Sampling,
)
from ai_gateway.dialects.neutral.tool import Function
from ai_gateway.dialects.openai_chat.request_reader import read_request


def asked(members: str) -> Request:
    body = f'{{"model":"m","messages":[{{"role":"user","content":"hi"}}],{members}}}'
    return read_request(body.encode())


def test_every_member_that_tunes_or_labels_has_its_place() -> None:
    request = asked(
        '"max_completion_tokens":9,"temperature":0.5,"top_p":0.9,"top_k":4,"seed":7,'
        '"frequency_penalty":0.1,"presence_penalty":-0.1,"logit_bias":{"5":-100},"n":2,'
        '"stop":["#","\\n"],"logprobs":true,"top_logprobs":3,"stream":true,'
        '"stream_options":{"include_usage":true},"service_tier":"flex","user":"ann",'
        '"metadata":{"team":"a"},"prompt_cache_key":"k","verbosity":"low","store":true,'
        '"parallel_tool_calls":false,"cache_control":{"type":"ephemeral"}'
    )
    assert request == Request(
        model="m",
        messages=(Message("user", (Text("hi"),), None, "messages.0"),),
        parallel_tool_calls=False,
        max_tokens=9,
        sampling=Sampling(0.5, 0.9, 4, 0.1, -0.1, 7, {"5": -100.0}),
        stop=("#", "\n"),
        n=2,
        top_logprobs=3,
        stream=True,
        include_usage=True,
        service_tier="flex",
        user="ann",
        metadata={"team": "a"},
        cache_key="k",
        cache=CacheMark(),
        verbosity="low",
        store=True,
    )


def test_older_and_newer_names_of_one_thing() -> None:
    assert asked('"max_tokens":5').max_tokens == 5
    assert asked('"max_tokens":5,"max_completion_tokens":9').max_tokens == 9
    assert asked('"stop":"#"').stop == ("#",)
    assert asked('"user":"a","safety_identifier":"b"').user == "b"
    assert asked('"logprobs":true').top_logprobs == 0
    assert asked('"logprobs":false,"top_logprobs":2').top_logprobs is None


@pytest.mark.parametrize(
    ("form", "output"),
    [
        ('{"type":"text"}', None),
        ('{"type":"json_object"}', JsonObject()),
        (
            (
                '{"type":"json_schema","json_schema":{"name":"a","schema":{"type": "object"},'
                '"description":"d","strict":true}}'
            ),
            JsonSchema('{"type": "object"}', "a", "d", True),
        ),
        ('{"type":"json_schema","json_schema":{"name":"a"}}', JsonSchema("{}", "a")),
    ],
)
def test_the_format_of_the_answer_is_read(form: str, output: OutputFormat | None) -> None:
    assert asked(f'"response_format":{form}').output == output


@pytest.mark.parametrize(
    ("members", "reasoning"),
    [
        ('"n":1', None),
        ('"reasoning_effort":"high"', Reasoning("high")),
        ('"thinking":{"type":"enabled","budget_tokens":2048}', Reasoning(budget=2048)),
        ('"thinking":{"type":"disabled"}', Reasoning("none")),
        ('"thinking":{"type":"adaptive"}', Reasoning(adaptive=True)),
        ('"reasoning":{"effort":"low","summary":"auto"}', Reasoning("low", summary="auto")),
        ('"reasoning":{"max_tokens":99,"enabled":true}', Reasoning(budget=99)),
        ('"reasoning":{"enabled":true}', Reasoning(adaptive=True)),
        ('"reasoning":{"enabled":false}', Reasoning("none")),
        ('"reasoning_effort":"high","reasoning":{"effort":"low"}', Reasoning("high")),
    ],
)
def test_three_ways_to_ask_for_thought_are_one(members: str, reasoning: Reasoning | None) -> None:
    assert asked(members).reasoning == reasoning


def test_functions_from_before_there_were_tools_are_remembered() -> None:
    request = asked('"functions":[{"name":"f","parameters":{}}]')
    assert request.tools == (Function("f", "{}"),)
    assert request.legacy_functions
    # There is room for one call in such an answer.
    assert request.parallel_tool_calls is False


def test_what_has_no_place_is_named() -> None:
    request = asked(
        '"prediction":{"type":"content","content":"x"},"my_option":1,"modalities":["text"],'
        '"audio":{"voice":"ash","format":"mp3"},"stream_options":{"include_obfuscation":false}'
    )
    assert request.extras == (
        "prediction",
        "my_option",
        "audio",
        "stream_options.include_obfuscation",
    )


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ('"modalities":["text","audio"]', "modalities"),
        ('"moderation":{"model":"omni-moderation-latest"}', "moderation"),
        ('"max_tokens":"many"', "max_tokens"),
        ('"stop":[1]', "stop.0"),
        ('"tools":[{"type":"custom","custom":{"name":"x"}}]', "tools.0"),
        ('"tools":[{"type":"mcp"}]', "tools.0.type"),
        ('"messages":[{"role":"user","content":[{"type":"x"}]}]', "messages.0.content.0.type"),
        ('"messages":[{"role":"user"}]', "messages.0"),
        ('"messages":[{"role":"king","content":"x"}]', "messages.0.role"),
        ('"metadata":{"a":1}', "metadata"),
        ('"cache_control":{"ttl":"soon"}', "cache_control.ttl"),
        ('"reasoning_effort":"huge"', "reasoning_effort"),
        ('"reasoning":{"effort":"huge"}', "reasoning.effort"),
        ('"thinking":{"type":"on"}', "thinking.type"),
    ],
)
def test_what_would_change_the_answer_is_refused(members: str, field: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        asked(members)
    assert caught.value.field == field
    assert f"`{field}`" in caught.value.message


@pytest.mark.parametrize("body", [b"[]", b'{"model":"m"}', b'{"messages":[]}'])
def test_a_request_without_its_two_members_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidRequest, match="as chat completions have it"):
        read_request(body)


@pytest.mark.parametrize("body", [b"", b"{", b'{"model":"\xff"}'])
def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidJson):
        read_request(body)
