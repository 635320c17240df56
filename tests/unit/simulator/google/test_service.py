from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_gateway.simulator.answer import EventStream, Refusal
from ai_gateway.simulator.google.service import Google, serves
from tests.unit.simulator.any_json import any_json
from tests.unit.simulator.sample import read, refused, sent

KEY = {"x-goog-api-key": "good"}
BODY = {"contents": [{"parts": [{"text": "hello"}]}]}


@pytest.mark.parametrize("version", ["v1", "v1beta"])
def test_serves_its_paths(version: str):
    path = f"/{version}/models"
    answer = Google().answer(sent(BODY, path=f"{path}/gemini:generateContent", headers=KEY))
    assert read(answer)["modelVersion"] == "gemini"
    listed = read(Google().answer(sent(path=path, method="GET", headers=KEY)))
    assert listed["models"]
    model = read(Google().answer(sent(path=f"{path}/gemini-x", method="GET", headers=KEY)))
    assert model["name"] == "models/gemini-x"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1beta/models/x:other"),
        ("GET", "/v1beta/models/x:generateContent"),
        ("POST", "/v1beta/models/x"),
        ("GET", "/v1beta/files"),
    ],
)
def test_unknown_paths(method: str, path: str):
    request = sent(BODY, path=path, method=method, headers=KEY)
    assert refused(lambda: Google().answer(request))[0] == 404


def test_callers_and_failures():
    assert refused(lambda: Google().answer(sent(path="/v1beta/models")))[0] == 403
    assert read(Google().failure(sent(), 503))["error"]["status"] == "UNAVAILABLE"


@pytest.mark.parametrize(
    ("path", "headers", "expected"),
    [
        ("/v1beta/models", {}, True),
        ("/v1/models/x:generateContent", {}, True),
        ("/v1/models", KEY, True),
        ("/v1/models", {}, False),
        ("/v1/models/ft:gpt:org", {}, False),
        ("/v1/chat/completions", {}, False),
    ],
)
def test_knows_its_requests(path: str, headers: dict[str, str], *, expected: bool):
    assert serves(sent(path=path, headers=headers)) is expected


USER: Any = {"role": "user", "parts": [{"text": "tool"}]}
VALID: dict[str, Any] = {
    "contents": [USER],
    "systemInstruction": {"parts": [{"text": "Be."}]},
    "tools": [{"functionDeclarations": [{"name": "tool"}]}],
}
PARTS = ("text", "functionCall", "functionResponse", "inlineData", "thought", "thoughtSignature")
MEMBERS = ("name", "args", "response", "data", "mimeType", "role", "parts", "type", "properties")
VALUES = any_json(PARTS + MEMBERS)
PART = st.fixed_dictionaries(
    {"text": st.sampled_from((None, "x"))}, optional=dict.fromkeys(PARTS[1:], VALUES)
)
METHODS = ("generateContent", "streamGenerateContent", "countTokens", "batchEmbedContents")


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=100, deadline=None)
@given(
    fields=st.dictionaries(
        st.sampled_from((*VALID, "generationConfig", "toolConfig", "requests")), VALUES, max_size=2
    ),
    part=VALUES | PART,
    role=st.sampled_from(("user", "model", "function")),
)
def test_is_answered_or_refused(method: str, fields: Any, part: Any, role: str):
    contents = [USER, {"role": role, "parts": [part]}]
    for body in (VALID | fields, VALID | {"contents": contents}):
        request = sent(body, path=f"/v1beta/models/gemini-3:{method}", query="alt=sse&key=good")
        try:
            answer = Google().answer(request)
        except Refusal as refusal:
            answer = refusal.answer
        if isinstance(answer, EventStream):
            assert list(answer.events)
        else:
            assert 200 <= answer.status < 500
