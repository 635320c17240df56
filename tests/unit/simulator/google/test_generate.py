from typing import Any

import pytest
from google.genai import types

from ai_gateway.simulator.google import generate
from ai_gateway.simulator.google.platform import GEMINI_API, VERTEX_AI, Platform
from tests.unit.simulator.sample import events, read, refused, sent

CONTENTS = [{"role": "user", "parts": [{"text": "hello"}]}]
SCHEMA = {"type": "OBJECT", "properties": {"a": {"type": "INTEGER"}}}
TOOLS: dict[str, Any] = {
    "tools": [{"functionDeclarations": [{"name": "f", "parameters": SCHEMA}]}],
    "toolConfig": {"functionCallingConfig": {"mode": "ANY"}},
}
THOUGHTS: dict[str, Any] = {"generationConfig": {"thinkingConfig": {"includeThoughts": True}}}
TWO = {"generationConfig": {"candidateCount": 2}}
CASES: dict[str, Any] = {"plain": {}, "tool": TOOLS, "thoughts": THOUGHTS, "two": TWO}


def request(model: str, **fields: Any) -> Any:
    path = f"/v1beta/models/{model}:generateContent"
    return sent({"contents": CONTENTS, **fields}, path=path, query="alt=sse")


def created(model: str = "gemini-3", platform: Platform = GEMINI_API, **fields: Any) -> Any:
    return read(generate.generate(request(model, **fields), platform))


def streamed(model: str = "gemini-3", platform: Platform = GEMINI_API, **fields: Any) -> list[Any]:
    return events(generate.stream(request(model, **fields), platform))


def exact(document: Any) -> None:
    """Fail where the SDK's class does not know a field or its value."""
    response = types.GenerateContentResponse.model_validate(document)
    for candidate in response.candidates or ():
        assert candidate.finish_reason in (None, *types.FinishReason)


@pytest.mark.parametrize("platform", [GEMINI_API, VERTEX_AI])
@pytest.mark.parametrize("case", CASES)
def test_answers_and_chunks_are_what_the_sdk_knows(case: str, platform: Platform):
    for document in (
        created(platform=platform, **CASES[case]),
        *streamed(platform=platform, **CASES[case]),
    ):
        exact(document)


@pytest.mark.parametrize(
    ("model", "fields", "reason"),
    [
        ("x", {}, "STOP"),
        ("x", TOOLS, "STOP"),
        ("x", {"generationConfig": {"stopSequences": ["hello"]}}, "STOP"),
        ("x", {"generationConfig": {"maxOutputTokens": 1}}, "MAX_TOKENS"),
        ("x@refusal", TOOLS, "SAFETY"),
    ],
)
def test_finish_reasons(model: str, fields: Any, reason: str):
    assert created(model, **fields)["candidates"][0]["finishReason"] == reason
    chunks = [chunk["candidates"][0].get("finishReason") for chunk in streamed(model, **fields)]
    assert chunks == [None] * (len(chunks) - 1) + [reason]


def test_a_refused_prompt_has_no_candidates():
    for document in (created("x@refusal=prompt"), *streamed("x@refusal=prompt")):
        assert document["promptFeedback"] == {"blockReason": "PROHIBITED_CONTENT"}
        assert "candidates" not in document
        assert document["usageMetadata"]["totalTokenCount"] == 2


def test_a_call_has_its_signature_and_on_one_platform_a_number():
    for made in (created(**TOOLS), streamed(**TOOLS)[0]):
        (part,) = made["candidates"][0]["content"]["parts"]
        assert part["functionCall"]["args"] == {"a": 1}
        assert part["thoughtSignature"]
        assert part["functionCall"]["id"]
    part = created(platform=VERTEX_AI, **TOOLS)["candidates"][0]["content"]["parts"][0]
    assert "id" not in part["functionCall"]


@pytest.mark.parametrize("platform", [GEMINI_API, VERTEX_AI])
def test_of_several_calls_the_first_is_signed(platform: Platform):
    parts = created("x@calls=3", platform, **TOOLS)["candidates"][0]["content"]["parts"]
    assert ["thoughtSignature" in part for part in parts] == [True, False, False]
    numbers = {part["functionCall"].get("id") for part in parts}
    assert len(numbers) == (3 if platform.numbers_calls else 1)
    *chunks, last = streamed("x@calls=3", platform, **TOOLS)
    assert [chunk["candidates"][0]["content"]["parts"] for chunk in chunks] == [
        [part] for part in parts
    ]
    assert last["candidates"][0]["finishReason"] == "STOP"


def test_a_thought_is_signed_in_the_last_piece():
    first, *_, last = (
        chunk["candidates"][0]["content"]["parts"][0] for chunk in streamed(**THOUGHTS)
    )
    assert first["thought"] is True
    assert last.keys() == {"text", "thoughtSignature"}


@pytest.mark.parametrize("case", CASES)
def test_usage_adds_up(case: str):
    document = created("x@cached=1;reasoning=3", **CASES[case])
    usage = document["usageMetadata"]
    parts = ("promptTokenCount", "candidatesTokenCount", "thoughtsTokenCount")
    assert usage["totalTokenCount"] == sum(usage[name] for name in parts)
    assert usage["cachedContentTokenCount"] == 1
    assert streamed("x@cached=1;reasoning=3", **CASES[case])[-1]["usageMetadata"] == usage


def test_without_sse_a_stream_is_one_array():
    asked = request("x")
    asked.query = ""
    chunks = read(generate.stream(asked, GEMINI_API))
    assert [chunk["candidates"][0]["content"]["parts"][0]["text"] for chunk in chunks] == [
        "You",
        " said:",
        " hello",
        "",
    ]


def test_counts_what_it_bills():
    whole = {"contents": CONTENTS}
    for body in (whole, {"generateContentRequest": {"model": "models/x", **whole}}):
        counted = read(generate.count(sent(body), GEMINI_API))
        assert counted["totalTokens"] == created()["usageMetadata"]["promptTokenCount"]
    both = whole | {"generateContentRequest": whole}
    assert refused(lambda: generate.count(sent(both), GEMINI_API))[0] == 400


def test_an_unknown_model():
    assert refused(lambda: created("nonexistent"))[0] == 404
