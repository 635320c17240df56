from typing import Any

import pytest

from ai_gateway.simulator.answer import EventStream
from ai_gateway.simulator.azure.service import Azure
from tests.unit.simulator.sample import HELLO, events, read, refused, sent

KEY = {"api-key": "good"}
CHAT = "/openai/deployments/mine/chat/completions"
VERSION = "api-version=2024-10-21"


def asked(path: str = CHAT, query: str = VERSION, **fields: Any) -> Any:
    document = {"messages": HELLO, **fields}
    return Azure().answer(sent(document, path=path, query=query, headers=KEY))


def test_the_deployment_is_the_model():
    document = read(asked(model="something else"))
    assert document["model"] == "mine"
    assert "prompt_filter_results" in document


def test_a_stream_is_filtered_and_has_azures_headers():
    answer = asked(stream=True)
    assert isinstance(answer, EventStream)
    assert dict(answer.headers)[b"content-type"].startswith(b"text/event-stream")
    assert b"apim-request-id" in dict(answer.headers)
    assert "prompt_filter_results" in events(answer)[0]


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        (CHAT, "", "404"),
        (CHAT, "api-version=", "404"),
        ("/openai/deployments/mine/responses", VERSION, "404"),
        (CHAT.replace("mine", "nonexistent"), VERSION, "DeploymentNotFound"),
    ],
)
def test_not_found(path: str, query: str, code: str):
    status, body = refused(lambda: asked(path, query))
    assert (status, body["error"]["code"]) == (404, code)


def test_what_openai_refuses_keeps_its_shape():
    status, body = refused(lambda: asked(messages=[]))
    assert (status, body["error"]["param"]) == (400, "messages")


def test_other_paths_of_the_dated_api_and_the_v1_api():
    for path, query in (("/openai/models", VERSION), ("/openai/v1/models", "")):
        answer = Azure().answer(sent(path=path, query=query, method="GET", headers=KEY))
        assert read(answer)["object"] == "list"
