import pytest

from ai_gateway.simulator.anthropic import errors
from ai_gateway.simulator.directive import STATUSES
from tests.unit.simulator.sample import data, read, refused, sent


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_its_body(status: int):
    answer = errors.failure(sent(), status)
    body = read(answer)
    assert answer.status == status
    assert body["type"] == "error"
    assert body["error"].keys() == {"type", "message"}
    assert body["request_id"].encode() == dict(answer.headers)[b"request-id"]


def test_a_refusal_says_why():
    def attempt() -> None:
        raise errors.refuse(sent(), "no")

    assert refused(attempt)[1]["error"] == {"type": "invalid_request_error", "message": "no"}


def test_the_error_event():
    event = errors.error_event(2)
    assert event.startswith(b"event: error\n")
    assert data(event)["error"]["type"] == "overloaded_error"
