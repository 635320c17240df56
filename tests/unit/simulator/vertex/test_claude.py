from typing import Any

import pytest

from ai_gateway.simulator.vertex import claude
from tests.unit.simulator.sample import HELLO, events, read, refused, sent

PUBLISHER = "/v1/projects/p/locations/l/publishers/anthropic/models"
BODY: dict[str, Any] = {
    "anthropic_version": claude.VERSIONS[0],
    "max_tokens": 99,
    "messages": HELLO,
}


def asked(body: Any, model: str = "claude-x@20250929", method: str = "rawPredict") -> Any:
    return sent(body, path=f"{PUBLISHER}/{model}:{method}")


def test_answers_and_streams():
    message = read(claude.predict(asked(BODY)))
    assert (message["type"], message["model"]) == ("message", "claude-x@20250929")
    made = events(claude.stream(asked(BODY | {"stream": True})))
    assert made[-1] == {"type": "message_stop"}


def test_counts():
    body = BODY | {"model": "claude-x"}
    del body["max_tokens"]
    assert read(claude.predict(asked(body, "count-tokens"))) == {"input_tokens": 2}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"max_tokens": 9, "messages": HELLO}, "anthropic_version: Field required"),
        (BODY | {"anthropic_version": "2023-06-01"}, "anthropic_version: Input should be"),
        (BODY | {"model": "claude-x"}, "model: Extra inputs are not permitted"),
        (BODY | {"stream": True}, "belongs to streamRawPredict"),
        (BODY | {"max_tokens": 0}, "max_tokens: Input should be greater"),
        ([], "expected an object"),
    ],
)
def test_refuses_as_anthropic_does(body: Any, message: str):
    status, answer = refused(lambda: claude.predict(asked(body)))
    assert (status, answer["type"]) == (400, "error")
    assert message in answer["error"]["message"]


def test_a_stream_says_so():
    assert refused(lambda: claude.stream(asked(BODY)))[0] == 400


def test_an_unknown_model_is_google_s_to_refuse():
    status, body = refused(lambda: claude.predict(asked(BODY, "nonexistent")))
    assert (status, body["error"]["status"]) == (404, "NOT_FOUND")
