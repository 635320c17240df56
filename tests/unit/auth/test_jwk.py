"""A key decides by its own type what it can have signed."""

import json
import time

import pytest
from jwt.algorithms import ECAlgorithm

from ai_gateway.auth.jwk import read_keys, unverified
from tests.signers import Signer, claims, unsigned

CLAIMS = claims("https://issuer.example", time.time())


@pytest.mark.parametrize(
    ("algorithm", "fitting"),
    [
        ("RS256", ("RS256", "PS256")),
        ("PS256", ("RS256", "PS256")),
        ("ES256", ("ES256",)),
        ("EdDSA", ("EdDSA",)),
    ],
)
def test_a_key_fits_the_algorithms_of_its_type_or_the_one_it_names(
    algorithm: str, fitting: tuple[str, ...]
):
    signer = Signer("a", algorithm)
    assert read_keys([signer.jwk()])["a"].algorithms == (algorithm,)
    unnamed = signer.jwk()
    del unnamed["alg"]
    (key,) = read_keys([unnamed]).values()
    assert key.algorithms == fitting
    token = signer.sign(CLAIMS).encode()
    assert json.loads(key.payload(token) or b"{}") == CLAIMS


@pytest.mark.parametrize(
    "jwk",
    [
        {"kty": "oct", "k": "c2VjcmV0", "kid": "a", "alg": "HS256"},
        {"kty": "RSA", "kid": "a"},
        {"kty": "RSA", "kid": "a", "n": 5, "e": "AQAB"},
        {"kty": "EC", "kid": "a", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "OKP", "kid": "a", "crv": "X25519", "x": "A" * 43},
        {"kid": "a"},
        {},
        Signer("a", "RS256", bits=1024).jwk(),
        Signer("a", "RS256").jwk(use="enc"),
        Signer("a", "RS256").jwk(alg="HS256"),
        Signer("a", "RS256").jwk(alg="none"),
        Signer("a", "RS256").jwk(alg="RS512"),
        Signer("a", "RS256").jwk(kid=None),
        Signer("a", "ES256").jwk(alg="RS256"),
    ],
)
def test_a_key_that_cannot_be_used_is_left_out_and_the_others_stay(jwk: dict[str, object]):
    assert list(read_keys([jwk, Signer("b", "ES256").jwk()])) == ["b"]


def test_a_curve_that_is_not_taken_is_left_out():
    from cryptography.hazmat.primitives.asymmetric import ec

    public = ec.generate_private_key(ec.SECP384R1()).public_key()
    jwk = {**json.loads(ECAlgorithm.to_jwk(public)), "kid": "a"}
    assert read_keys([jwk]) == {}


def test_a_secret_part_that_an_issuer_gave_away_is_not_kept():
    signer = Signer("a", "RS256")
    from jwt.algorithms import RSAAlgorithm

    private = {**json.loads(RSAAlgorithm.to_jwk(signer.private)), "kid": "a"}
    private.pop("key_ops")
    (key,) = read_keys([private]).values()
    assert key.payload(signer.sign(CLAIMS).encode()) is not None
    assert not hasattr(key.key, "sign")


def test_a_signature_of_another_key_or_algorithm_is_none():
    (key,) = read_keys([Signer("a", "RS256").jwk()]).values()
    for token in (
        Signer("b", "RS256").sign(CLAIMS),
        Signer("a", "PS256").sign(CLAIMS),
        Signer("a", "ES256").sign(CLAIMS),
        unsigned({"alg": "none", "kid": "a"}, CLAIMS, b""),
        "no token",
    ):
        assert key.payload(token.encode()) is None


def test_what_a_token_says_is_read_unbelieved():
    said = unverified(unsigned({"alg": "none", "kid": "k"}, CLAIMS, b"x").encode())
    assert said is not None
    assert said.kid == "k"
    assert json.loads(said.payload) == CLAIMS


@pytest.mark.parametrize("token", [b"", b"a.b", b"....", b"a.b.c", b"\xff.a.b", b"W10.e30.AA"])
def test_what_is_no_token_says_nothing(token: bytes):
    assert unverified(token) is None


def test_an_id_that_is_no_text_is_none():
    said = unverified(unsigned({"alg": "RS256"}, CLAIMS, b"x").encode())
    assert said is not None
    assert said.kid is None
