from typing import Any

import pytest
from botocore.credentials import Credentials

from ai_gateway.simulator.bedrock import credentials
from tests.unit.simulator.bedrock.signing import signed
from tests.unit.simulator.sample import refused, sent

ROLE = Credentials(credentials.TEMPORARY_ACCESS_KEY, credentials.SECRET_KEY, "a session")


def kind(request: Any) -> str:
    """Return the name of the exception that `request` is refused with."""
    with pytest.raises(credentials.Refusal) as caught:
        credentials.check(request)
    assert caught.value.answer.status == 403
    return dict(caught.value.answer.headers)[b"x-amzn-errortype"].decode().partition(":")[0]


def test_takes_users_roles_and_api_keys():
    credentials.check(signed({"a": 1}))
    credentials.check(signed({"a": 1}, credentials=ROLE))
    credentials.check(sent(headers={"authorization": "Bearer good"}))


def test_wants_a_signature():
    assert kind(sent()) == "MissingAuthenticationTokenException"
    assert kind(sent(headers={"authorization": "Basic x"})) == "IncompleteSignatureException"
    assert kind(sent(headers={"authorization": "Bearer invalid"})) == "AccessDeniedException"


def test_wants_a_signer_that_it_knows():
    stranger = Credentials("AKIAUNKNOWN", credentials.SECRET_KEY)
    without_session = Credentials(credentials.TEMPORARY_ACCESS_KEY, credentials.SECRET_KEY)
    for signer in (stranger, without_session):
        assert kind(signed(credentials=signer)) == "UnrecognizedClientException"


@pytest.mark.parametrize(
    "changed",
    [
        {"body": b"{}"},
        {"raw_path": "/model/other/converse"},
        {"query": "a=1"},
        {"method": "PUT"},
    ],
)
def test_whatever_changed_since_is_seen(changed: dict[str, Any]):
    request = signed({"a": 1})
    for name, value in changed.items():
        setattr(request, name, value)
    assert kind(request) == "InvalidSignatureException"


def test_a_wrong_secret_service_or_date():
    wrong = Credentials(credentials.ACCESS_KEY, "wrong")
    assert kind(signed(credentials=wrong)) == "InvalidSignatureException"
    assert kind(signed(service="s3")) == "InvalidSignatureException"
    request = signed()
    request.headers["x-amz-date"] = "20200101T000000Z"
    assert kind(request) == "InvalidSignatureException"
    del request.headers["x-amz-date"]
    assert kind(request) == "IncompleteSignatureException"


def test_every_amazon_header_is_signed():
    request = signed()
    request.headers["x-amz-other"] = "1"
    _, body = refused(lambda: credentials.check(request))
    assert body["message"] == "'x-amz-other' must be a 'SignedHeader' in the AWS Authorization."
