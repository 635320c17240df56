import pytest

from ai_gateway.simulator.bedrock import errors
from ai_gateway.simulator.directive import STATUSES
from tests.unit.simulator.bedrock.service_model import MODEL, frames
from tests.unit.simulator.sample import read, refused, sent


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_its_exception(status: int):
    answer = errors.failure(sent(), status)
    assert answer.status == status
    assert read(answer).keys() == {"message"}
    name = dict(answer.headers)[b"x-amzn-errortype"].decode().partition(":")[0]
    # 401 is no status of the service; the name is one of those that all of AWS shares.
    assert name in {*MODEL.shape_names, "UnrecognizedClientException"}


def test_refusals_say_why():
    def attempt() -> None:
        raise errors.refuse_by_model(sent(), "no")

    expected = (400, {"message": "The model returned the following errors: no"})
    assert refused(attempt) == expected


@pytest.mark.parametrize("status", [*STATUSES, None])
def test_every_stream_exception_is_in_the_model(status: int | None):
    suffix = "" if status is None else f"@status={status}"
    (frame,) = frames(errors.error_event(sent({"model": f"x{suffix}"})))
    members = MODEL.shape_for("ConverseStreamOutput").members
    assert frame.headers[":exception-type"] in members
    if status is None:
        assert frame.headers[":exception-type"] == "modelStreamErrorException"
