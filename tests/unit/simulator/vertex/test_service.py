from typing import Any

import pytest

from ai_gateway.simulator.answer import EventStream
from ai_gateway.simulator.vertex.claude import VERSIONS
from ai_gateway.simulator.vertex.service import Vertex
from tests.unit.simulator.sample import HELLO, read, refused, sent
from tests.unit.simulator.vertex.test_credentials import asked

PUBLISHERS = "projects/p/locations/l/publishers"
CONTENT = {"contents": [{"parts": [{"text": "hello"}]}]}
MESSAGE = {"anthropic_version": VERSIONS[0], "max_tokens": 9, "messages": HELLO}


def authorized() -> tuple[Vertex, dict[str, str]]:
    vertex, request = Vertex(), asked()
    request.path = "/token"
    token = read(vertex.answer(request))["access_token"]
    return vertex, {"authorization": f"Bearer {token}"}


@pytest.mark.parametrize("version", ["v1", "v1beta1"])
@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("google/models/gemini:generateContent", CONTENT),
        ("google/models/gemini:streamGenerateContent", CONTENT),
        ("google/models/gemini:countTokens", CONTENT),
        ("google/models/text-embedding-005:predict", {"instances": [{"content": "x"}]}),
        ("anthropic/models/claude:rawPredict", MESSAGE),
        ("anthropic/models/claude:streamRawPredict", MESSAGE | {"stream": True}),
    ],
)
def test_serves_its_paths(version: str, method: str, body: Any):
    vertex, headers = authorized()
    path = f"/{version}/{PUBLISHERS}/{method}"
    answer = vertex.answer(sent(body, path=path, query="alt=sse", headers=headers))
    assert isinstance(answer, EventStream) is ("stream" in method)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", f"/v1/{PUBLISHERS}/google/models/gemini:rawPredict"),
        ("POST", f"/v1/{PUBLISHERS}/anthropic/models/claude:generateContent"),
        ("GET", f"/v1/{PUBLISHERS}/google/models/gemini:generateContent"),
        ("POST", "/v1/projects/p/locations"),
    ],
)
def test_unknown_paths(method: str, path: str):
    vertex, headers = authorized()
    assert (
        refused(lambda: vertex.answer(sent({}, path=path, method=method, headers=headers)))[0]
        == 404
    )


def test_callers_and_failures():
    path = f"/v1/{PUBLISHERS}/google/models/gemini:generateContent"
    assert refused(lambda: Vertex().answer(sent(CONTENT, path=path)))[0] == 401
    assert read(Vertex().failure(sent(), 429))["error"]["status"] == "RESOURCE_EXHAUSTED"
