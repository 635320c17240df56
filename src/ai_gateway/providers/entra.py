"""Microsoft Entra tokens, fetched with client credentials and kept until shortly before expiry."""

import asyncio
from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote, urlencode

import msgspec

from ai_gateway.core.errors import GatewayError, ProviderError, ProviderMisbehaved
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

    access_token: Annotated[str, msgspec.Meta(pattern="^[!-~]+$")]
    expires_in: float


class EntraToken:
    """A bearer token of one application, fetched when it is first needed.

    Calls that need it at the same time share one fetch. A fetch that fails is raised to those
    that waited for it and tried again by the next call.
    """

    def __init__(self, client: Client, settings: EntraSettings, clock: Callable[[], float]) -> None:
        self._client = client
        self._address = Address.parse(settings.authority)
        self._path = f"/{quote(settings.tenant_id, safe='')}/oauth2/v2.0/token".encode("ascii")
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
        self._outcome: Field | GatewayError | None = None
        self._good_until = 0.0

    async def field(self) -> Field:
        """Return the header field with a token that is good for minutes at least."""
        before = self._outcome
        if isinstance(before, tuple) and self._clock() < self._good_until:
            return before
        async with self._lock:
            outcome = self._outcome
            # Where it is another by now, a fetch ended while this call waited, which shares it.
            if outcome is None or outcome is before:
                outcome = self._outcome = await self._fetch()
        if isinstance(outcome, GatewayError):
            raise outcome
        return outcome

    async def _fetch(self) -> Field | GatewayError:
        """Return the field with a new token, or why there is none."""
        asked = self._clock()
        try:
            grant = await self._ask()
        except GatewayError as error:
            return error
        # Counted from the question: the answer may have been long on its way.
        self._good_until = asked + grant.expires_in - _MARGIN
        return b"authorization", b"Bearer " + grant.access_token.encode("ascii")

    async def _ask(self) -> _Grant:
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
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise ProviderMisbehaved(
                "Microsoft Entra answered 200 without a token.", provider="Microsoft Entra"
            ) from error
