import pytest

from ai_gateway.simulator.directive import STATUSES
from ai_gateway.simulator.google import errors
from tests.unit.simulator.sample import data, read, refused, sent


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_its_body(status: int):
    answer = errors.failure(sent(), status)
    error = read(answer)["error"]
    assert (answer.status, error["code"]) == (status, status)
    assert error["status"].isupper()
    assert error["message"]


def test_says_when_to_come_back():
    error = read(errors.failure(sent({"model": "x@retry-after=7"}), 429))["error"]
    assert error["details"][0]["retryDelay"] == "7s"
    assert "details" not in read(errors.failure(sent(), 429))["error"]


def test_names_the_fields_that_are_wrong():
    def attempt() -> None:
        raise errors.bad_request([("a.b", "no"), ("", "never")])

    status, body = refused(attempt)
    assert (status, body["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert body["error"]["message"] == "no\nnever"
    violations = body["error"]["details"][0]["fieldViolations"]
    assert violations == [{"field": "a.b", "description": "no"}, {"description": "never"}]


def test_the_error_event_is_the_one_for_the_status():
    assert data(errors.error_event(sent()))["error"]["status"] == "UNAVAILABLE"
    event = errors.error_event(sent({"model": "x@status=429"}))
    assert data(event)["error"]["status"] == "RESOURCE_EXHAUSTED"
