"""Signature Version 4 of one request.

Source: the IAM user guide, "Create a signed AWS API request". It is computed here and not by
botocore, which takes 60 µs for what takes 17: the key of a day is derived once, and nothing is
parsed that was just put together. The tests hold it against botocore's.
"""

import hashlib
import hmac
import time
from urllib.parse import quote

import msgspec

from ai_gateway.core.headers import HeaderPairs

_ALGORITHM = "AWS4-HMAC-SHA256"
SERVICE = "bedrock"
"""What the signature is for: the runtime and the control plane sign alike."""


class AccessKey(msgspec.Struct, frozen=True):
    """A key to sign with. Its repr shows nothing of the secret."""

    id: str
    secret: str
    token: str | None = None

    def __repr__(self) -> str:
        return f"AccessKey({self.id})"


class Signer:
    """Signs requests of one region, remembering the key derived for the day."""

    def __init__(self, region: str) -> None:
        self._region = region
        self._derived: tuple[str, str, bytes] | None = None

    def fields(
        self, key: AccessKey, method: str, host: str, target: bytes, signed: "Signed"
    ) -> HeaderPairs:
        """Return the header fields that authenticate a request, to be sent beside those given.

        `target` is the path as it goes over the wire, encoded once and without a query; `host`
        is what the transport writes into the field of that name.
        """
        instant = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(signed.at))
        fields = [
            ("content-type", signed.content_type),
            ("host", host),
            ("x-amz-date", instant),
        ]
        if key.token is not None:
            fields.append(("x-amz-security-token", key.token))
        names = ";".join(name for name, _ in fields)
        canonical = "\n".join(
            (
                method,
                # Every service but S3 encodes the path once more.
                quote(target, safe="/-_.~"),
                "",
                *(f"{name}:{value}" for name, value in fields),
                "",
                names,
                hashlib.sha256(signed.body).hexdigest(),
            )
        )
        scope = f"{instant[:8]}/{self._region}/{SERVICE}/aws4_request"
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        to_sign = f"{_ALGORITHM}\n{instant}\n{scope}\n{digest}"
        signature = hmac.digest(self._key(key, instant[:8]), to_sign.encode(), "sha256").hex()
        authorization = (
            f"{_ALGORITHM} Credential={key.id}/{scope}, SignedHeaders={names}, "
            f"Signature={signature}"
        )
        pairs = [(b"x-amz-date", instant.encode()), (b"authorization", authorization.encode())]
        if key.token is not None:
            pairs.append((b"x-amz-security-token", key.token.encode()))
        return pairs

    def _key(self, key: AccessKey, day: str) -> bytes:
        known = self._derived
        if known is not None and known[:2] == (key.secret, day):
            return known[2]
        derived = f"AWS4{key.secret}".encode()
        for part in (day, self._region, SERVICE, "aws4_request"):
            derived = hmac.digest(derived, part.encode(), "sha256")
        self._derived = (key.secret, day, derived)
        return derived


class Signed(msgspec.Struct, frozen=True):
    """What of a request is signed beside where it goes; `at` is the wall clock in seconds."""

    body: bytes
    content_type: str
    at: float
