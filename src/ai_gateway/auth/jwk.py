"""Keys of issuers, and which signatures each of them can make."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK, PyJWKError, PyJWS, PyJWTError
from jwt.algorithms import AllowedPublicKeys

_LEAST_RSA_BITS = 2048
"""NIST SP 800-131A: less is broken, or will be."""

_JWS = PyJWS(algorithms=["RS256", "PS256", "ES256", "EdDSA"])


class VerificationKey(msgspec.Struct, frozen=True):
    """One public key and the algorithms that fit its own type. A token's word is not asked."""

    key: AllowedPublicKeys
    algorithms: tuple[str, ...]

    def payload(self, token: bytes) -> bytes | None:
        """Return what this key signed, None where it did not sign that."""
        try:
            return _JWS.decode_complete(token, self.key, list(self.algorithms))["payload"]
        except PyJWTError:
            return None


class Unverified(msgspec.Struct, frozen=True):
    """What a token says of itself before anybody looked at its signature: nothing to believe.

    `kid` is None where it names no key. Whatever else its header says, above all where a key is
    to be found (`jku`, `x5u`, `jwk`, `x5c`), is not looked at.
    """

    kid: str | None
    payload: bytes


def unverified(token: bytes) -> Unverified | None:
    """Return what a token says, None where it is no signed token at all (RFC 7515)."""
    try:
        parts = _JWS.decode_complete(token, options={"verify_signature": False})
    except PyJWTError:
        return None
    kid: object = parts["header"].get("kid")
    return Unverified(kid if isinstance(kid, str) else None, parts["payload"])


def read_keys(document: Sequence[Mapping[str, Any]]) -> dict[str, VerificationKey]:
    """Return the usable keys of a JWK set by their ids (RFC 7517).

    Left out are secrets, encryption keys, keys without an id, and types that are not known
    here: an issuer may have any for others.
    """
    found: dict[str, VerificationKey] = {}
    for jwk in document:
        kid = jwk.get("kid")
        key = _read(jwk)
        if key is not None and isinstance(kid, str):
            found[kid] = key
    return found


def _read(jwk: Mapping[str, Any]) -> VerificationKey | None:
    if jwk.get("use", "sig") != "sig" or jwk.get("kty") not in ("RSA", "EC", "OKP"):
        return None
    try:
        # Without the algorithm, which PyJWT knows more of than are taken here.
        public = {name: value for name, value in jwk.items() if name not in ("alg", "d")}
        key = cast(AllowedPublicKeys, PyJWK.from_dict(public).key)
    except (PyJWKError, PyJWTError, ValueError, TypeError):
        return None
    fitting = _fitting(key)
    said = jwk.get("alg")
    algorithms = fitting if said is None else tuple(one for one in fitting if one == said)
    return VerificationKey(key, algorithms) if algorithms else None


def _fitting(key: AllowedPublicKeys) -> tuple[str, ...]:
    """Return the algorithms of a key's own type, none for one that is too weak."""
    if isinstance(key, RSAPublicKey):
        return ("RS256", "PS256") if key.key_size >= _LEAST_RSA_BITS else ()
    if isinstance(key, EllipticCurvePublicKey):
        return ("ES256",) if isinstance(key.curve, SECP256R1) else ()
    return ("EdDSA",) if isinstance(key, Ed25519PublicKey) else ()
