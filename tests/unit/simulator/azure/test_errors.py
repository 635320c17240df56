import pytest

from ai_gateway.simulator.azure import errors
from ai_gateway.simulator.directive import STATUSES
from tests.unit.simulator.sample import read, refused, sent


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_its_body(status: int):
    answer = errors.failure(sent(), status)
    assert answer.status == status
    assert read(answer)["error"].keys() == {"code", "message"}
    assert read(errors.failure(sent(), status, "mine"))["error"]["message"] == "mine"


def test_entra_names_its_number():
    def attempt() -> None:
        raise errors.token_error(sent(), 401, "invalid_client", 7000215, "No.")

    status, body = refused(attempt)
    assert (status, body["error"]) == (401, "invalid_client")
    assert body["error_description"] == "AADSTS7000215: No."
    assert body["error_codes"] == [7000215]


def test_refusals():
    def raised(refusal: Exception) -> None:
        raise refusal

    assert refused(lambda: raised(errors.no_deployment(sent())))[1]["error"]["code"] == (
        "DeploymentNotFound"
    )
    assert refused(lambda: raised(errors.wrong_token(sent())))[0] == 401
    assert refused(lambda: raised(errors.refuse(sent(), 404)))[0] == 404
