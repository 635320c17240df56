"""The local issuer's signing key: made once, kept in the data directory."""

import base64
import json
import math
import secrets
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from ai_gateway.auth.credential_file import replace_private
from ai_gateway.auth.jwk import VerificationKey
from ai_gateway.auth.settings import ADMIN, INVOKE

_NAME = "issuer-key.pem"
_ALGORITHM = "RS256"  # Cognito's
_BITS = 2048
_SCOPES = {"invoke": INVOKE, "admin": ADMIN}


class SigningKeyUnusable(Exception):
    """The file of the signing key cannot be used; the message says why, and what to do."""


class SigningKey:
    """Signs tokens, and is the `ai_gateway.auth.issuer_keys.IssuerKeys` of its own."""

    good_until = math.inf

    def __init__(self, key: rsa.RSAPrivateKey) -> None:
        self._key = key
        public = key.public_key()
        der = public.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self._kid = base64.urlsafe_b64encode(sha256(der).digest()).decode().rstrip("=")
        self._verification = VerificationKey(public, (_ALGORITHM,))

    async def key(self, kid: str) -> VerificationKey | None:
        """Return the public key where `kid` is its id."""
        return self._verification if kid == self._kid else None

    def jwks(self) -> Mapping[str, object]:
        """Return the public key as a JWK set."""
        jwk: dict[str, object] = json.loads(RSAAlgorithm.to_jwk(self._key.public_key()))
        jwk.pop("key_ops", None)
        return {"keys": [{**jwk, "kid": self._kid, "alg": _ALGORITHM, "use": "sig"}]}

    def token(
        self, issuer: str, client: str, scopes: frozenset[str], now: int, lifetime: int
    ) -> str:
        """Return an access token with the claims of Cognito's, good for `lifetime` seconds.

        `scopes` are `invoke` and `admin`, `now` is in seconds since 1970.
        """
        claims = {
            "sub": client,
            "token_use": "access",
            "scope": " ".join(_SCOPES[scope] for scope in sorted(scopes)),
            "auth_time": now,
            "iss": issuer,
            "exp": now + lifetime,
            "iat": now,
            "version": 2,
            "jti": secrets.token_hex(16),
            "client_id": client,
        }
        return jwt.encode(claims, self._key, _ALGORITHM, headers={"kid": self._kid})


def signing_key(directory: Path) -> SigningKey:
    """Return the key of a data directory, made now if there is none.

    Raises `SigningKeyUnusable`.
    """
    path = directory / _NAME
    try:
        try:
            pem = path.read_bytes()
        except FileNotFoundError:
            pem = _made(path)
        key = serialization.load_pem_private_key(pem, password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _unusable(path, str(error)) from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise _unusable(path, "it is no RSA key")
    return SigningKey(key)


def _made(path: Path) -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_private(path, pem)
    return path.read_bytes()


def _unusable(path: Path, why: str) -> SigningKeyUnusable:
    return SigningKeyUnusable(
        f"{path} cannot be used as the local issuer's signing key: {why}. Remove it to have a new "
        "one made; tokens of the old one end with it."
    )
