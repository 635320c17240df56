"""Microsoft Entra tokens, fetched with client credentials and kept until shortly before expiry."""

import asyncio
from collections.abc import Callable
from urllib.parse import urlencode

import msgspec

from ai_gateway.core.errors import ProviderError, ProviderMisbehaved
from ai_gateway.providers.address import Address
from ai_gateway.providers.credential import Field
from ai_gateway.providers.failures import failure
from ai_gateway.providers.settings import EntraSettings
from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import TransportError
from ai_gateway.transport.request import Request

_MARGIN = 300.0
"""Seconds before its expiry at which a token is no longer used: Microsoft's own libraries' rule."""

_LARGEST_ANSWER = 64 * 1024
"""Bytes of a token answer; real ones have about 2 KB."""


class _Grant(msgspec.Struct):
    """The answer of the token endpoint (RFC 6749 §5.1)."""

    access_token: str
    expires_in: float


class EntraToken:
    """A bearer token of one application, fetched when it is first needed.

    Calls that need it at the same time share one fetch. A fetch that fails is raised to those
    that waited for it and tried again by the next call.
    """

    def __init__(self, client: Client, settings: EntraSettings, clock: Callable[[], float]) -> None:
        self._client = client
        self._address = Address.parse(settings.authority)
        self._path = f"/{settings.tenant_id}/oauth2/v2.0/token".encode("ascii")
        self._form = urlencode(
            {
                "grant_type": "client_credentials",
                "client_id": settings.client_id,
                "client_secret": settings.client_secret.get_secret_value(),
                "scope": settings.scope,
            }
        ).encode("ascii")
        self._clock = clock
        self._lock = asyncio.Lock()
        self._field: Field | None = None
        self._good_until = 0.0

    async def field(self) -> Field:
        """Return the header field with a token that is good for minutes at least."""
        if self._field is not None and self._clock() < self._good_until:
            return self._field
        async with self._lock:
            if self._field is None or self._clock() >= self._good_until:
                grant = await self._fetch()
                self._good_until = self._clock() + grant.expires_in - _MARGIN
                self._field = (b"authorization", b"Bearer " + grant.access_token.encode("ascii"))
            return self._field

    async def _fetch(self) -> _Grant:
        request = Request(
            origin=self._address.origin,
            method="POST",
            target=self._address.prefix + self._path,
            headers=[(b"content-type", b"application/x-www-form-urlencoded")],
            body=self._form,
        )
        try:
            response = await self._client.send(request)
            body = await response.body.read(_LARGEST_ANSWER)
        except TransportError as error:
            raise failure(error, "Microsoft Entra") from error
        if response.status != 200:
            # The answer's text is left out: it repeats the application's ids.
            raise ProviderError(
                f"Microsoft Entra refused a token with status {response.status}. "
                "Check tenant_id, client_id and client_secret of the provider's azure.entra.",
                provider="Microsoft Entra",
            )
        try:
            return msgspec.json.decode(body, type=_Grant)
        except msgspec.MsgspecError as error:
            raise ProviderMisbehaved(
                "Microsoft Entra answered 200 without a token.", provider="Microsoft Entra"
            ) from error
