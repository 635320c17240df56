"""The local issuer's key: made once, kept private, and its tokens like Cognito's."""

import json
import stat
import time
from pathlib import Path

import pytest

from ai_gateway.auth.claims import Judge
from ai_gateway.auth.issuer_keys import IssuerKeys
from ai_gateway.auth.jwk import read_keys, unverified
from ai_gateway.auth.settings import IssuerSettings
from ai_gateway.issuer.signing import SigningKey, SigningKeyUnusable, signing_key
from tests.signers import Signer

pytestmark = pytest.mark.anyio

URL = "http://127.0.0.1:8788"


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path):
    directory = tmp_path / "data"
    one, two = signing_key(directory), signing_key(directory)
    assert one.jwks() == two.jwks()
    path = directory / "issuer-key.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"PRIVATE" not in json.dumps(one.jwks()).encode()


async def test_a_token_is_verified_by_what_is_published(tmp_path: Path):
    key = signing_key(tmp_path)
    token = key.token(URL, "laptop", frozenset({"invoke", "admin"}), int(time.time()), 600)
    said = unverified(token.encode())
    assert said is not None
    assert said.kid is not None
    (published,) = read_keys(key.jwks()["keys"]).values()  # pyright: ignore[reportArgumentType]
    payload = published.payload(token.encode())
    assert payload is not None
    own: IssuerKeys = key
    known = await own.key(said.kid)
    assert known is not None
    assert known.payload(token.encode()) == payload
    assert await own.key("another") is None
    judge = Judge("local", IssuerSettings(url=URL, token_use="access"), 0.0)
    identity = judge.judge(payload, time.time())
    assert (identity.client_id, identity.scopes) == ("laptop", {"invoke", "admin"})
    assert json.loads(payload)["token_use"] == "access"


def test_no_two_tokens_are_alike(tmp_path: Path):
    key = signing_key(tmp_path)
    assert key.token(URL, "a", frozenset(), 0, 60) != key.token(URL, "a", frozenset(), 0, 60)


@pytest.mark.parametrize("content", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\n"])
def test_a_damaged_key_says_what_to_do(tmp_path: Path, content: bytes):
    (tmp_path / "issuer-key.pem").write_bytes(content)
    with pytest.raises(SigningKeyUnusable, match="Remove it to have a new one made"):
        signing_key(tmp_path)


def test_a_key_of_another_type_is_none_of_ours(tmp_path: Path):
    from cryptography.hazmat.primitives import serialization

    pem = Signer("k", "ES256").private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (tmp_path / "issuer-key.pem").write_bytes(pem)
    with pytest.raises(SigningKeyUnusable, match="no RSA key"):
        signing_key(tmp_path)


def test_a_directory_that_cannot_be_written_says_so(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SigningKeyUnusable):
        signing_key(tmp_path / "file" / "below")


def test_it_is_an_issuers_keys():
    assert SigningKey.good_until == float("inf")
