from typing import Any
from urllib.parse import urlencode

import pytest

from ai_gateway.simulator.request import Request
from ai_gateway.simulator.vertex.credentials import Credentials
from ai_gateway.simulator.vertex.service_account import EMAIL
from tests.unit.simulator.sample import read, refused, sent
from tests.unit.simulator.vertex.assertion import SCOPE, signed

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
CLAIMS: dict[str, Any] = {
    "iss": EMAIL,
    "aud": "http://simulator/token",
    "scope": SCOPE,
    "iat": 1000,
    "exp": 4600,
}


def asked(grant: str = GRANT, **claims: Any) -> Request:
    form = {"grant_type": grant, "assertion": signed(CLAIMS | claims)}
    return sent(
        body=urlencode(form).encode(), headers={"content-type": "application/x-www-form-urlencoded"}
    )


def bearing(token: str) -> Request:
    return sent(headers={"authorization": f"Bearer {token}"})


def test_a_minted_token_is_good():
    credentials = Credentials()
    minted = read(credentials.mint(asked()))
    assert (minted["token_type"], minted["expires_in"]) == ("Bearer", 3599)
    credentials.check(bearing(minted["access_token"]))
    status, body = refused(lambda: Credentials().check(bearing(minted["access_token"])))
    assert (status, body["error"]["status"]) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize(
    ("headers", "reason"),
    [({}, "CREDENTIALS_MISSING"), ({"authorization": "Bearer x"}, "ACCESS_TOKEN_TYPE_UNSUPPORTED")],
)
def test_any_other_is_not(headers: Any, reason: str):
    _, body = refused(lambda: Credentials().check(sent(headers=headers)))
    assert body["error"]["details"][0]["reason"] == reason


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"grant": "refresh_token"}, "unsupported_grant_type"),
        ({"iss": "stranger"}, "invalid_grant"),
        ({"aud": "http://simulator/other"}, "invalid_grant"),
        ({"scope": "email"}, "invalid_scope"),
        ({"exp": 9999}, "invalid_grant"),
        ({"exp": 1000}, "invalid_grant"),
        ({"iat": None}, "invalid_grant"),
    ],
)
def test_what_is_not_granted(changed: Any, error: str):
    status, body = refused(lambda: Credentials().mint(asked(**changed)))
    assert (status, body["error"]) == (400, error)


def test_a_broken_assertion():
    request = sent(body=urlencode({"grant_type": GRANT, "assertion": "x"}).encode())
    assert refused(lambda: Credentials().mint(request))[1]["error"] == "invalid_grant"
