from urllib.parse import urlencode

import pytest

from ai_gateway.simulator.azure.credentials import Credentials
from ai_gateway.simulator.request import Request
from tests.unit.simulator.sample import read, refused, sent

FORM = {
    "grant_type": "client_credentials",
    "client_id": "app",
    "client_secret": "good",
    "scope": "https://cognitiveservices.azure.com/.default",
}


def asking(**fields: str) -> Request:
    body = urlencode(FORM | fields).encode()
    return sent(body=body, headers={"content-type": "application/x-www-form-urlencoded"})


def calling(**headers: str) -> Request:
    return sent(headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_takes_the_tokens_that_it_minted():
    credentials = Credentials()
    minted = read(credentials.mint(asking()))
    request = calling(authorization=f"Bearer {minted['access_token']}")
    credentials.check(request, key_as_bearer=False)
    assert minted["expires_in"] == 3599
    assert refused(lambda: Credentials().check(request, key_as_bearer=False))[0] == 401


def test_takes_keys():
    credentials = Credentials()
    credentials.check(calling(api_key="good"), key_as_bearer=False)
    credentials.check(calling(authorization="Bearer good"), key_as_bearer=True)
    for headers in ({"api_key": "invalid"}, {"authorization": "Bearer invalid"}, {}):
        wrong = calling(**headers)
        assert refused(lambda wrong=wrong: credentials.check(wrong, key_as_bearer=True))[0] == 401


@pytest.mark.parametrize(
    ("fields", "status", "error"),
    [
        ({"client_id": ""}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"scope": "https://other/.default"}, 400, "invalid_scope"),
        ({"client_secret": "invalid"}, 401, "invalid_client"),
    ],
)
def test_mints_nothing_for_a_wrong_form(fields: dict[str, str], status: int, error: str):
    found, body = refused(lambda: Credentials().mint(asking(**fields)))
    assert (found, body["error"]) == (status, error)
