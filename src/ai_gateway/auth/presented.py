"""Which credential a call shows, and the header fields without it."""

from ai_gateway.core.errors import InvalidCredential
from ai_gateway.core.headers import HeaderPairs, Headers

_OWN = b"x-portkey-api-key"
_VENDORS = frozenset({b"authorization", b"x-api-key", b"api-key", b"x-goog-api-key"})
"""Where the vendors' SDKs put a key."""

_CARRIERS = _VENDORS | {_OWN}

_LONGEST = 8192
"""Bytes of a credential. Cognito's tokens have 1 KB, those with many groups 4 KB."""

_WHERE = "Authorization: Bearer, x-api-key, api-key, x-goog-api-key or x-portkey-api-key"


def presented(headers: Headers) -> tuple[bytes, HeaderPairs, HeaderPairs]:
    """Return a call's credential, the other fields, and the vendor's own key fields beside it.

    `x-portkey-api-key` wins, and only then are there vendor's fields that are not the
    gateway's. Raises `InvalidCredential` where there is no credential, more than one, or one
    that cannot be one.
    """
    carriers: HeaderPairs = []
    rest: HeaderPairs = []
    for pair in headers.pairs:
        (carriers if pair[0] in _CARRIERS else rest).append(pair)
    if len(carriers) == 1:
        return _secret(*carriers[0]), rest, []
    names = [name for name, _ in carriers]
    if len(set(names)) < len(names):
        raise InvalidCredential("A header field with a credential came twice. Send one credential.")
    own = [value for name, value in carriers if name == _OWN]
    if own:
        return _secret(_OWN, own[0]), rest, [pair for pair in carriers if pair[0] != _OWN]
    secrets = {_secret(name, value) for name, value in carriers}
    if not secrets:
        raise InvalidCredential(f"The call shows no credential. Send a token or a key as {_WHERE}.")
    if len(secrets) > 1:
        raise InvalidCredential(
            f"The call shows different credentials, in {b' and '.join(names).decode()}. Send one. "
            "A provider's key of your own goes beside a gateway credential in x-portkey-api-key."
        )
    return secrets.pop(), rest, []


def _secret(name: bytes, value: bytes) -> bytes:
    if name == b"authorization":
        scheme, _, value = value.partition(b" ")
        if scheme.lower() != b"bearer":
            raise InvalidCredential("Authorization is not of the scheme Bearer. Send one that is.")
        value = value.strip()
    if not value or len(value) > _LONGEST or b" " in value or not value.isascii():
        raise InvalidCredential(
            f"{name.decode()} holds no credential: expected up to {_LONGEST} characters of ASCII "
            f"without spaces. Send a token or a key as {_WHERE}."
        )
    return value
