import pytest

from ai_gateway.simulator.directive import STATUSES
from ai_gateway.simulator.openai import errors
from tests.unit.simulator.sample import read, refused, sent


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_its_body(status: int):
    answer = errors.failure(sent(), status)
    error = read(answer)["error"]
    assert answer.status == status
    assert error.keys() == {"message", "type", "param", "code"}
    assert error["message"]
    assert (error["type"] == "server_error") is (status >= 500 or status == 408)


def test_a_message_of_ones_own():
    error = read(errors.failure(sent(), 429, "slow down"))["error"]
    assert (error["message"], error["code"]) == ("slow down", "rate_limit_exceeded")


def test_an_unknown_model():
    def attempt() -> None:
        raise errors.model_not_found(sent(), "gpt-9")

    status, body = refused(attempt)
    assert (status, body["error"]["code"]) == (404, "model_not_found")
    assert "`gpt-9`" in body["error"]["message"]


def test_a_method_that_a_path_does_not_take():
    answer = errors.method_not_allowed(sent(method="PUT"))
    assert answer.status == 405
    assert "Not allowed to PUT on /v1/x." in read(answer)["error"]["message"]
