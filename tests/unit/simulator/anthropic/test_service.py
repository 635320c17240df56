from ai_gateway.simulator.anthropic.service import Anthropic
from tests.unit.simulator.sample import HELLO, read, refused, sent

HEADERS = {"x-api-key": "good", "anthropic-version": "2023-06-01"}


def test_serves_its_paths():
    body = {"model": "claude", "max_tokens": 9, "messages": HELLO}
    message = Anthropic().answer(sent(body, path="/v1/messages", headers=HEADERS))
    assert read(message)["type"] == "message"
    model = sent(path="/v1/models/claude-x", method="GET", headers=HEADERS)
    assert read(Anthropic().answer(model))["id"] == "claude-x"


def test_unknown_paths_and_callers():
    request = sent(path="/v1/nothing", headers=HEADERS)
    status, body = refused(lambda: Anthropic().answer(request))
    assert (status, body["error"]["type"]) == (404, "not_found_error")
    assert refused(lambda: Anthropic().answer(sent(path="/v1/messages")))[0] == 401


def test_failures():
    assert read(Anthropic().failure(sent(), 529))["error"]["type"] == "overloaded_error"
