"""The transport that google-auth fetches its tokens with: the gateway's own.

So a token is fetched through the same proxy and with the same certificates as everything else.
"""

import asyncio
from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec
from google.auth import exceptions, transport

from ai_gateway.providers.address import Address
from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import TransportError
from ai_gateway.transport.request import Request

_LARGEST_ANSWER = 64 * 1024
"""Bytes of an answer; a token has a few KB."""

_PATIENCE = 30.0
"""Seconds that one exchange may take: a few of google-auth's own retries fit into a call."""


class GoogleAnswer(msgspec.Struct, frozen=True):
    """An answer in google-auth's terms (`google.auth.transport.Response`)."""

    status: int
    headers: dict[str, str]
    data: bytes


class GoogleHttp(transport.Request):
    """Called from another thread, it exchanges on the event loop that it was made on."""

    def __init__(self, client: Client, loop: asyncio.AbstractEventLoop) -> None:
        self._client = client
        self._loop = loop

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        **_: object,
    ) -> GoogleAnswer:
        """Return the answer. Raises `google.auth.exceptions.TransportError` where none came."""
        content = body.encode() if isinstance(body, str) else body or b""
        exchange = self._exchange(url, method, content, headers or {})
        future = asyncio.run_coroutine_threadsafe(exchange, self._loop)
        try:
            return future.result(min(timeout or _PATIENCE, _PATIENCE))
        except (TransportError, TimeoutError, ValueError) as error:
            future.cancel()
            raise exceptions.TransportError(f"no answer from {urlsplit(url).hostname}") from error

    async def _exchange(
        self, url: str, method: str, body: bytes, headers: Mapping[str, str]
    ) -> GoogleAnswer:
        address = Address.parse(url.partition("?")[0])
        query = urlsplit(url).query
        response = await self._client.send(
            Request(
                origin=address.origin,
                method=method,
                target=(address.prefix or b"/") + (b"?" + query.encode() if query else b""),
                headers=[
                    (k.lower().encode("ascii"), v.encode("latin-1")) for k, v in headers.items()
                ],
                body=body,
            )
        )
        data = await response.body.read(_LARGEST_ANSWER)
        fields = {k.decode("latin-1"): v.decode("latin-1") for k, v in response.headers}
        return GoogleAnswer(response.status, fields, data)
