"""The claims of a token whose signature is good."""

import json

import pytest

from ai_gateway.auth.claims import Identity, Judge, claimed_issuer, is_cognito
from ai_gateway.auth.settings import IssuerSettings
from ai_gateway.core.errors import InvalidCredential
from tests.signers import ADMIN, INVOKE, claims

URL = "https://issuer.example/pool"
NOW = 1_800_000_000.0


def judged(said: dict[str, object], **settings: object) -> Identity:
    issuer = IssuerSettings.model_validate({"url": URL, **settings})
    return Judge("pool", issuer, 60.0).judge(json.dumps(said).encode(), NOW)


def test_a_token_like_cognitos_proves_issuer_client_and_scope():
    identity = judged(claims(URL, NOW))
    assert (identity.issuer, identity.client_id) == ("pool", "client-1")
    assert identity.scopes == {"invoke"}
    assert identity.expires == NOW + 3600 + 60


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (f"{INVOKE} {ADMIN} openid", {"invoke", "admin"}),
        ([INVOKE, ADMIN, 5], {"invoke", "admin"}),
        (ADMIN, {"admin"}),
        (f"{INVOKE}2", set()),
        (INVOKE[:-1], set()),
        (INVOKE.upper(), set()),
        ("", set()),
        ([f"{INVOKE} {ADMIN}"], set()),
        (None, set()),
        ({INVOKE: True}, set()),
    ],
)
def test_scopes_are_one_text_or_an_array(scope: object, expected: set[str]):
    assert judged(claims(URL, NOW, scope=scope)).scopes == expected
    other = claims(URL, NOW, scope=None, scp=scope)
    assert judged(other).scopes == expected


def test_an_issuer_may_have_other_names_for_everything():
    said = claims(URL, NOW, client_id=None, azp="app", scope="call run", token_use=None)
    identity = judged(said, client_claim="azp", scope="call", admin_scope="run")
    assert (identity.client_id, identity.scopes) == ("app", {"invoke", "admin"})


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": int(NOW) - 59},
        {"nbf": int(NOW) + 60},
        {"iat": int(NOW) + 60},
        {"exp": NOW + 0.5},
        {"iat": None, "nbf": None},
        {"token_use": None},
    ],
)
def test_clocks_may_differ_by_the_leeway(changes: dict[str, object]):
    assert judged(claims(URL, NOW, **changes)).client_id == "client-1"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"exp": int(NOW) - 60}, "it expired 60 seconds ago"),
        ({"exp": None}, "it never expires"),
        ({"exp": "soon"}, "its `exp` is no time"),
        ({"exp": True}, "its `exp` is no time"),
        ({"exp": -1}, "its `exp` is no time"),
        ({"exp": 1e300}, "its `exp` is no time"),
        ({"exp": [NOW]}, "its `exp` is no time"),
        ({"nbf": int(NOW) + 61}, "good in 61 seconds only .`nbf`"),
        ({"iat": int(NOW) + 61}, "good in 61 seconds only .`iat`"),
        ({"iat": "now"}, "its `iat` is no time"),
        ({"iss": "https://evil.example"}, "its issuer is another one"),
        ({"iss": URL + "/"}, "its issuer is another one"),
        ({"token_use": "id"}, "its `token_use` is not access"),
        ({"token_use": 1}, "its `token_use` is not access"),
        ({"client_id": None}, "names no client"),
        ({"client_id": ""}, "names no client"),
        ({"client_id": 5}, "names no client"),
    ],
)
def test_a_claim_that_is_wrong_is_named_and_not_repeated(changes: dict[str, object], says: str):
    with pytest.raises(InvalidCredential, match=says) as refused:
        judged(claims(URL, NOW, **changes))
    assert "evil" not in refused.value.message


@pytest.mark.parametrize(
    ("audience", "good"),
    [("gateway", True), (["x", "gateway"], True), ("gateways", False), (None, False), ([1], False)],
)
def test_an_audience_is_asked_for_where_it_is_set(audience: object, good: bool):
    said = claims(URL, NOW, aud=audience)
    assert judged(said).client_id == "client-1"
    if good:
        assert judged(said, audience="gateway").client_id == "client-1"
    else:
        with pytest.raises(InvalidCredential, match=r"its audience .`aud`. is not gateway"):
            judged(said, audience="gateway")


def test_cognito_always_says_what_a_token_is_for():
    url = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_x"
    assert judged(claims(url, NOW), url=url).client_id == "client-1"
    with pytest.raises(InvalidCredential, match="token_use"):
        judged(claims(url, NOW, token_use=None), url=url)


@pytest.mark.parametrize(
    ("url", "cognito"),
    [
        ("https://cognito-idp.eu-central-1.amazonaws.com/p", True),
        ("https://cognito-idp.cn-north-1.amazonaws.com.cn/p", True),
        ("https://cognito-idp.evil.example/p", False),
        ("https://evil.example/cognito-idp.eu-central-1.amazonaws.com", False),
    ],
)
def test_cognito_is_known_by_its_host(url: str, cognito: bool):
    assert is_cognito(url) is cognito


@pytest.mark.parametrize("payload", [b"", b"[]", b"\xff", b'"x"'])
def test_a_payload_that_is_no_object_says_nothing(payload: bytes):
    assert claimed_issuer(payload) is None
    with pytest.raises(InvalidCredential, match="no JSON object"):
        Judge("pool", IssuerSettings(url=URL), 60.0).judge(payload, NOW)


def test_an_issuer_that_is_no_text_is_none():
    assert claimed_issuer(b'{"iss": 5}') is None
    assert claimed_issuer(b'{"iss": "a"}') == "a"
