"""Keys of pretended issuers, and tokens that they sign."""

import base64
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import get_default_algorithms

INVOKE = "https://gateway.internal/invoke"
ADMIN = "https://gateway.internal/admin"


class Signer:
    """A private key under an id, for one algorithm."""

    def __init__(self, kid: str, algorithm: str, *, bits: int = 2048) -> None:
        self.kid = kid
        self.algorithm = algorithm
        self.private = _private(kid, algorithm, bits)

    def jwk(self, **changes: object) -> dict[str, object]:
        """Return the public key as a JWK, with `changes`."""
        jwk = json.loads(get_default_algorithms()[self.algorithm].to_jwk(self.private.public_key()))
        jwk.pop("key_ops", None)
        return {**jwk, "kid": self.kid, "use": "sig", "alg": self.algorithm, **changes}

    def pem(self) -> bytes:
        """Return the public key as anybody can have it."""
        return self.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def sign(self, claims: Mapping[str, object], **header: object) -> str:
        """Return a token with these claims, and with `header` besides the key's id."""
        return jwt.encode(
            dict(claims), self.private, self.algorithm, headers={"kid": self.kid, **header}
        )


@cache
def _private(kid: str, algorithm: str, bits: int) -> Any:
    del kid  # a key of its own for each
    if algorithm.startswith("ES"):
        return ec.generate_private_key(ec.SECP256R1())
    if algorithm == "EdDSA":
        return ed25519.Ed25519PrivateKey.generate()
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def claims(issuer: str, now: float, **changes: object) -> dict[str, object]:
    """Return what an access token of Cognito's says, with `changes`; None leaves a claim out."""
    said: dict[str, object] = {
        "sub": "client-1",
        "token_use": "access",
        "scope": INVOKE,
        "auth_time": int(now),
        "iss": issuer,
        "exp": int(now) + 3600,
        "iat": int(now),
        "version": 2,
        "jti": "j-1",
        "client_id": "client-1",
    }
    return {name: value for name, value in (said | changes).items() if value is not None}


def part(value: object) -> str:
    """Return a part of a token, of an object or of bytes."""
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def unsigned(header: Mapping[str, object], said: Mapping[str, object], signature: bytes) -> str:
    """Return a token put together by hand."""
    return f"{part(header)}.{part(said)}.{part(signature)}"
