import pytest

from ai_gateway.simulator.answer import Answer
from ai_gateway.simulator.openai.service import OpenAI
from tests.unit.simulator.sample import read, refused, sent

KEY = {"authorization": "Bearer good"}


@pytest.mark.parametrize(
    "path", ["/v1/models", "/v1/files", "/v1/batches", "/v1/fine_tuning/jobs", "/v1/models/gpt"]
)
def test_serves_its_paths(path: str):
    answer = OpenAI().answer(sent(path=path, method="GET", headers=KEY))
    assert isinstance(answer, Answer)
    assert answer.status == 200


def test_a_key_comes_before_everything():
    assert refused(lambda: OpenAI().answer(sent(path="/v1/nothing")))[0] == 401


def test_unknown_paths_and_methods():
    status, body = refused(lambda: OpenAI().answer(sent(path="/v1/nothing", headers=KEY)))
    assert (status, body["error"]["message"]) == (404, "Invalid URL (POST /v1/nothing)")
    answer = OpenAI().answer(sent(path="/v1/models", headers=KEY))
    assert isinstance(answer, Answer)
    assert answer.status == 405


def test_failures():
    assert read(OpenAI().failure(sent(), 500))["error"]["type"] == "server_error"
