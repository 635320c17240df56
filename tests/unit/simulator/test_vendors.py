from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_gateway.simulator.answer import EventStream, Refusal
from ai_gateway.simulator.vendors import Vendors
from tests.unit.simulator.sample import read, sent

ANTHROPIC = {"anthropic-version": "2023-06-01"}
KEYS = {"authorization": "Bearer good", "x-api-key": "good", "api-key": "good"}

VERTEX = "/v1/projects/p/locations/l/publishers"
DEPLOYMENT = "/openai/deployments/mine"
POSTS = [
    "/v1/chat/completions",
    "/v1/responses",
    "/v1/embeddings",
    "/v1/moderations",
    "/v1/images/generations",
    "/v1/audio/speech",
    "/v1/batches",
    "/v1/fine_tuning/jobs",
    "/v1/messages",
    "/v1/messages/count_tokens",
    f"{DEPLOYMENT}/chat/completions",
]
ANTHROPIC_FOR = {path: ANTHROPIC if "messages" in path else {} for path in POSTS}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 9) | st.sampled_from(("", "tool", "user")),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(("type", "role", "content", "text", "name", "function", "tool_calls")),
            inner,
            max_size=4,
        )
    ),
    max_leaves=9,
)
VALID = {"model": "gpt", "messages": [{"role": "user", "content": "tool"}], "input": "tool"}
NAMES = st.sampled_from(
    (
        *("messages", "input", "tools", "tool_choice", "stream", "n", "system", "thinking"),
        *("response_format", "output_config", "text", "instructions", "prompt", "voice"),
    )
)


@pytest.mark.parametrize(
    ("path", "headers", "shape"),
    [
        ("/v1/chat/completions", {}, {"message", "type", "param", "code"}),
        ("/v1/models", {}, {"message", "type", "param", "code"}),
        ("/v1/models", ANTHROPIC, {"message", "type"}),
        ("/v1/messages", {}, {"message", "type"}),
        ("/v1/messages/count_tokens", {}, {"message", "type"}),
        ("/openai/v1/responses", {}, {"message", "code"}),
        ("/openai/deployments/x/embeddings", {}, {"message", "code"}),
        ("/tenant/oauth2/v2.0/token", {}, {"message", "code"}),
        ("/v1beta/models/x:generateContent", {}, {"message", "code", "status"}),
        ("/v1/models/x:countTokens", {}, {"message", "code", "status"}),
        ("/v1/models", {"x-goog-api-key": "good"}, {"message", "code", "status"}),
        (f"{VERTEX}/google/models/x:generateContent", {}, {"message", "code", "status"}),
        (f"{VERTEX}/anthropic/models/x:rawPredict", ANTHROPIC, {"message", "code", "status"}),
        ("/token", {}, {"message", "code", "status"}),
    ],
)
def test_a_failure_has_the_shape_of_its_provider(path: str, headers: Any, shape: set[str]):
    request = sent({"model": "x@status=503"}, path=path, headers=headers)
    answer = Vendors().answer(request)
    assert read(answer)["error"].keys() == shape


@pytest.mark.parametrize("path", ["/model/x/converse", "/inference-profiles/x"])
def test_a_failure_of_bedrock(path: str):
    answer = Vendors().answer(sent({"model": "x@status=503"}, path=path))
    assert read(answer).keys() == {"message"}


def test_a_status_inside_a_stream_lets_it_begin():
    body: Any = {"messages": [{"role": "user", "content": [{"text": "hello"}]}]}
    path = "/model/x@status=429;error-after=1/converse-stream"
    answer = Vendors().answer(sent(body, path=path, headers=KEYS))
    assert isinstance(answer, EventStream)
    assert b"throttlingException" in answer.error_event(1)


def test_a_rejection_says_why():
    answer = Vendors().rejection(sent(), "because")
    assert answer.status == 400
    assert read(answer)["error"]["message"] == "because"


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(POSTS),
    st.dictionaries(NAMES, VALUES, max_size=3),
    st.sets(st.sampled_from(sorted(VALID))),
)
def test_any_json_is_answered_or_refused(path: str, fields: Any, left_out: set[str]):
    valid = {name: value for name, value in VALID.items() if name not in left_out}
    valid |= {"max_tokens": 9} if "messages" in path else {}
    reads_messages = "messages" in path or path.endswith("/chat/completions")
    valid.pop("input" if reads_messages else "messages", None)
    request = sent(
        valid | fields, path=path, query="api-version=1", headers=KEYS | ANTHROPIC_FOR[path]
    )
    try:
        answer = Vendors().answer(request)
    except Refusal as refusal:
        answer = refusal.answer
    if isinstance(answer, EventStream):
        assert list(answer.events)
    else:
        assert 200 <= answer.status < 500
