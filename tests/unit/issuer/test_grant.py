"""Who gets a token, and why somebody does not."""

import base64
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from ai_gateway.issuer.grant import GrantRefused, granted
from tests.signers import ADMIN, INVOKE
from tests.unit.auth.callers import Callers


@pytest.fixture
def callers(tmp_path: Path) -> Callers:
    return Callers(tmp_path, file_taken=False)


def basic(client: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{quote(client)}:{quote(secret)}".encode()).decode()


def form(**fields: str) -> bytes:
    return urlencode({"grant_type": "client_credentials", **fields}).encode()


def test_a_client_shows_its_key_in_either_place(callers: Callers):
    key = callers.key.text
    for grant in (
        granted(form(), basic("a", key), callers.keys),
        granted(form(client_id="a", client_secret=key), None, callers.keys),
    ):
        assert (grant.client, grant.scopes) == ("a", {"invoke"})


@pytest.mark.parametrize(
    ("held", "asked", "given"),
    [
        (("invoke", "admin"), "", {"invoke", "admin"}),
        (("invoke", "admin"), INVOKE, {"invoke"}),
        (("invoke", "admin"), f"{INVOKE} {ADMIN}", {"invoke", "admin"}),
        (("invoke",), ADMIN, None),
        (("invoke",), f"{INVOKE} openid", None),
        (("invoke",), "invoke", None),
    ],
)
def test_it_gets_what_it_asks_for_of_what_its_key_has(
    callers: Callers, held: tuple[str, ...], asked: str, given: set[str] | None
):
    callers.hold(callers.key.sha256, *held)
    callers.now = 1.0
    body = form(scope=asked) if asked else form()
    if given is not None:
        assert granted(body, basic("a", callers.key.text), callers.keys).scopes == given
        return
    with pytest.raises(GrantRefused) as refused:
        granted(body, basic("a", callers.key.text), callers.keys)
    assert (refused.value.code, refused.value.client) == ("invalid_scope", "a")


@pytest.mark.parametrize(
    ("body", "authorization", "code", "status"),
    [
        (b"", None, "unsupported_grant_type", 400),
        (b"\xff", None, "invalid_request", 400),
        (b"a=b&a=c&grant_type=client_credentials", None, "invalid_request", 400),
        (b"&".join([b"a%d=b" % i for i in range(20)]), None, "invalid_request", 400),
        (b"grant_type=authorization_code", None, "unsupported_grant_type", 400),
        (form(), None, "invalid_client", 400),
        (form(client_id="a", client_secret="ü"), None, "invalid_client", 400),
        (form(), "Bearer x", "invalid_client", 401),
        (form(), "Basic !!!", "invalid_client", 401),
        (form(), "Basic " + base64.b64encode(b"nocolon").decode(), "invalid_client", 401),
        (form(), basic("a", "agw_1_2"), "invalid_client", 401),
        (form(), basic("b", "KEY"), "invalid_client", 401),
        (form(), basic("", "KEY"), "invalid_client", 401),
    ],
)
def test_whoever_is_not_entitled_is_refused(
    callers: Callers, body: bytes, authorization: str | None, code: str, status: int
):
    if authorization is not None and authorization.startswith("Basic "):
        plain = base64.b64decode(authorization[6:] + "==").decode("latin-1")
        if plain.endswith(":KEY"):
            authorization = basic(plain[:-4], callers.key.text)
    with pytest.raises(GrantRefused) as refused:
        granted(body, authorization, callers.keys)
    assert (refused.value.code, refused.value.status) == (code, status)


def test_a_client_that_is_disabled_gets_none(callers: Callers):
    callers.hold(callers.key.sha256, disabled=True)
    callers.now = 1.0
    with pytest.raises(GrantRefused):
        granted(form(), basic("a", callers.key.text), callers.keys)
