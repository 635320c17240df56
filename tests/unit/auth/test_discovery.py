"""What an issuer says of itself, and how it is mistrusted."""

import pytest

from ai_gateway.auth.discovery import KeyFetcher, discover
from ai_gateway.auth.issuer_keys import KeysNotFetched
from ai_gateway.auth.settings import IssuerSettings
from ai_gateway.auth.web import NoAnswer
from tests.signers import Signer
from tests.unit.auth.web_of import Web

pytestmark = pytest.mark.anyio

URL = "https://issuer.example/pool"
SELF = f"{URL}/.well-known/openid-configuration"
JWKS = "https://keys.example/jwks"
KEYS = {"keys": [Signer("k", "ES256").jwk(), {"kty": "oct", "kid": "s", "k": "AA"}]}


def web(**pages: object) -> Web:
    said: dict[str, object] = {
        SELF: {"issuer": URL, "jwks_uri": JWKS, "more": 1},
        JWKS: KEYS,
    }
    return Web(said | pages)


async def fetched(client: Web, **settings: object) -> list[str]:
    issuer = IssuerSettings.model_validate({"url": URL, **settings})
    return sorted(await KeyFetcher(client, issuer)())


async def test_keys_are_where_the_discovery_document_says():
    client = web()
    assert await fetched(client) == ["k"]
    assert client.asked == [SELF, JWKS]


async def test_an_issuer_without_such_a_document_is_told_of():
    client = web()
    assert await fetched(client, jwks_uri=JWKS) == ["k"]
    assert client.asked == [JWKS]


@pytest.mark.parametrize(
    ("pages", "says"),
    [
        ({SELF: 404}, "answered 404"),
        ({SELF: "no JSON"}, "no discovery document"),
        ({SELF: {"issuer": URL}}, "no discovery document"),
        ({SELF: {"issuer": "https://evil.example", "jwks_uri": JWKS}}, "of another issuer"),
        ({SELF: {"issuer": URL, "jwks_uri": "http://keys.example"}}, "without TLS"),
        (
            {SELF: {"issuer": URL, "jwks_uri": JWKS, "token_endpoint": "http://x"}},
            "without TLS",
        ),
        ({SELF: {"issuer": URL, "jwks_uri": "https://"}}, "no address"),
        ({JWKS: 500}, "answered 500"),
        ({JWKS: "<html>"}, "no JWK set"),
        ({JWKS: {"keys": 5}}, "no JWK set"),
        ({JWKS: {"keys": [{"kty": "oct"}]}}, "has no key"),
    ],
)
async def test_what_is_wrong_with_an_issuer_is_said(pages: dict[str, object], says: str):
    with pytest.raises(KeysNotFetched, match=says):
        await fetched(web(**pages))


async def test_a_token_endpoint_is_found():
    page = {"issuer": URL, "jwks_uri": JWKS, "token_endpoint": "https://t.example/oauth2/token"}
    found = await discover(web(**{SELF: page}), URL)
    assert found.token_endpoint == "https://t.example/oauth2/token"


async def test_an_issuer_that_does_not_answer_gives_no_document():
    with pytest.raises(NoAnswer, match="nobody there"):
        await discover(Web({}), URL)
