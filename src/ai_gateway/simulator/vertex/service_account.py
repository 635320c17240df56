"""The one service account that may ask for tokens, and the check of what it signs.

Only the public half of its key is here, so that whoever wants a token needs the other half.
"""

import base64
import binascii
import hashlib
import hmac

import msgspec

from ai_gateway.simulator.jsonvalue import Json, is_object

EMAIL = "simulated@simulated.iam.gserviceaccount.com"
"""The account's name, which is the issuer of the assertions that it signs."""

_EXPONENT = 65537
_MODULUS = int(
    "9b15fd02b2664df83e9a9e702f94f955ae0556b0e3352be626ce1154887be707832860b9371e716dff67d3b5f7b8"
    "a40d7169cdc8ba27527bc329e496f28ac3ca0e224c90b156fa86acbe9932fec41a50fb20d2d415033750421219f0"
    "a3577a7b20eac525a309d50f8ce331ccf55cbb0337a324f9eb777a4e63db1e5dc1d3e2b3a363293f843f4a53d273"
    "793ccb7b84ee2324b7671001a0cc10ebcf2873f37741cf831f0b8d98ab25845c7b15705253b5c8c113109835deb8"
    "1873be0488eb160cce4609535a840d2a27d15eb12a6084955cde99c2058b1151efb87a0e667926d2f5983801a735"
    "f9f087f5b9e10018a34e0bcf4e26a33012fd426976c3018433fd",
    16,
)
_KEY_BYTES = 256

# The DER encoding of the name of SHA-256, which stands before the digest (RFC 8017, 9.2).
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")


class InvalidAssertion(Exception):
    """An assertion that is no JWT of RS256, or that the account did not sign."""


def claims(assertion: str) -> Json:
    """Return the claims of `assertion`, a JWT (RFC 7523) that the account signed.

    Raises InvalidAssertion with the reason that Google gives.
    """
    try:
        head, body, signature = map(_decoded, assertion.split("."))
        header, payload = msgspec.json.decode(head), msgspec.json.decode(body)
    except (ValueError, binascii.Error, msgspec.DecodeError):
        raise InvalidAssertion("Invalid JWT: not a signed JWT of three parts.") from None
    if not is_object(header) or header.get("alg") != "RS256" or not is_object(payload):
        raise InvalidAssertion("Invalid JWT: the algorithm has to be RS256.")
    if not _signed(assertion.rpartition(".")[0].encode(), signature):
        raise InvalidAssertion("Invalid JWT Signature.")
    return payload


def _signed(content: bytes, signature: bytes) -> bool:
    """Verify a signature by RSASSA-PKCS1-v1_5 (RFC 8017, 8.2.2)."""
    opened = pow(int.from_bytes(signature), _EXPONENT, _MODULUS).to_bytes(_KEY_BYTES)
    digest = _SHA256 + hashlib.sha256(content).digest()
    padding = b"\xff" * (_KEY_BYTES - len(digest) - 3)
    return hmac.compare_digest(opened, b"\x00\x01" + padding + b"\x00" + digest)


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
