"""What a provider is called with: the server's own key, a fetched token, or the caller's key."""

from typing import Protocol

from ai_gateway.core.call import Call
from ai_gateway.core.errors import Unauthenticated
from ai_gateway.core.headers import Headers
from ai_gateway.providers.catalogue import CredentialKind
from ai_gateway.providers.fields import KEY_FIELDS

Field = tuple[bytes, bytes]


class Credential(Protocol):
    """Something that authenticates the gateway at a provider."""

    async def field(self) -> Field | None:
        """Return the header field to send, or None where none is needed.

        Raises `ProviderError` where it has to be fetched and cannot be.
        """
        ...


class Key:
    """The server's own key, or the absence of any need for one. Its repr shows neither."""

    __slots__ = ("_field",)

    def __init__(self, kind: CredentialKind, secret: str) -> None:
        self._field = None if kind == "none" else key_field(kind, secret.encode("latin-1"))

    async def field(self) -> Field | None:
        """Return the key where its provider looks for it."""
        return self._field


def key_field(kind: CredentialKind, secret: bytes) -> Field:
    """Return the header field that carries `secret` to a provider of this kind."""
    if kind in ("x-api-key", "api-key", "x-goog-api-key"):
        return kind.encode(), secret
    return b"authorization", b"Bearer " + secret


def brings_key(call: Call) -> bool:
    """Tell whether a client brought a key of its own, which its policy has to allow.

    Authentication leaves such a key in the header fields only where that is so.
    """
    principal = call.principal
    return (
        principal is not None
        and principal.policy.own_keys
        and any(name in KEY_FIELDS for name, _ in call.headers.pairs)
    )


def callers_key(headers: Headers, kind: CredentialKind, provider: str) -> Field | None:
    """Return the caller's own key, moved to where this provider looks for it.

    Vendors' SDKs put it in `x-api-key`, `api-key`, `x-goog-api-key` or `Authorization: Bearer`.
    Raises `Unauthenticated` where it is in none of them and the provider needs one.
    """
    for name in (b"x-api-key", b"api-key", b"x-goog-api-key"):
        secret = headers.get(name)
        if secret:
            return key_field(kind, secret)
    authorization = headers.get(b"authorization")
    if authorization:
        scheme, _, secret = authorization.partition(b" ")
        if scheme.lower() == b"bearer" and secret.strip():
            # Anthropic's SDK sends keys and OAuth tokens alike as bearers, and only a key would be
            # taken as x-api-key. Source: `anthropic._client.Anthropic.auth_headers`.
            stays = kind == "x-api-key" and b"anthropic-version" in headers
            return key_field("bearer" if stays else kind, secret.strip())
    if kind == "none":
        return None
    raise Unauthenticated(
        f"There is no key for {provider}: the gateway has none and the call brought none. "
        f"Configure providers.{provider}.api_key on the gateway, or send your own key as "
        "Authorization: Bearer, x-api-key, api-key or x-goog-api-key.",
        provider=provider,
    )
