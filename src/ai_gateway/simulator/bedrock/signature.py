"""Signature Version 4, computed from what arrived.

Source: docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.
"""

import hashlib
import hmac
import re
from urllib.parse import quote, unquote

import msgspec

from ai_gateway.simulator.request import Request

ALGORITHM = "AWS4-HMAC-SHA256"
"""The scheme of the authorization header."""

_UNRESERVED = "-_.~"
_SPACES = re.compile(r" +")


class Authorization(msgspec.Struct, frozen=True):
    """What the authorization header says: who signed, for when and what, which header fields."""

    access_key: str
    date: str
    region: str
    service: str
    signed_headers: tuple[str, ...]
    signature: str

    @property
    def scope(self) -> str:
        """What the signing key is good for."""
        return f"{self.date}/{self.region}/{self.service}/aws4_request"


def parse_authorization(header: str) -> Authorization | None:
    """Read the header `authorization`; None where it is not of the form that AWS wants."""
    scheme, _, rest = header.partition(" ")
    if scheme != ALGORITHM:
        return None
    parts = [part.strip().partition("=") for part in rest.split(",")]
    fields = {name: value for name, _, value in parts}
    if fields.keys() != {"Credential", "SignedHeaders", "Signature"}:
        return None
    credential = fields["Credential"].split("/")
    if len(credential) != 5 or credential[-1] != "aws4_request":
        return None
    access_key, date, region, service, _ = credential
    signed = tuple(fields["SignedHeaders"].split(";"))
    return Authorization(access_key, date, region, service, signed, fields["Signature"])


def sign(request: Request, authorization: Authorization, secret: str) -> str:
    """Return the signature that `request` has to carry if `secret` is its signer's."""
    canonical = _digest(_canonical_request(request, authorization.signed_headers).encode())
    instant = request.header("x-amz-date")
    to_sign = "\n".join((ALGORITHM, instant, authorization.scope, canonical))
    key = f"AWS4{secret}".encode()
    for part in authorization.scope.split("/"):
        key = _hmac(key, part)
    return _hmac(key, to_sign).hex()


def _canonical_request(request: Request, signed_headers: tuple[str, ...]) -> str:
    fields = [
        f"{name}:{_SPACES.sub(' ', request.header(name).strip())}\n" for name in signed_headers
    ]
    return "\n".join(
        (
            request.method,
            # Every service but S3 encodes the path, encoded as it already is, once more.
            quote(request.raw_path or "/", safe="/" + _UNRESERVED),
            _canonical_query(request.query),
            "".join(fields),
            ";".join(signed_headers),
            _digest(request.body),
        )
    )


def _canonical_query(query: str) -> str:
    pairs = [part.partition("=")[::2] for part in query.split("&") if part]
    encoded = [(_encoded(name), _encoded(value)) for name, value in pairs]
    return "&".join(f"{name}={value}" for name, value in sorted(encoded))


def _encoded(text: str) -> str:
    return quote(unquote(text), safe=_UNRESERVED)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")
