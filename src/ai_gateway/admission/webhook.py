"""Budget alerts as calls to an address of the operator's."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

import msgspec

from ai_gateway.admission.alert import BudgetAlert
from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import TransportError
from ai_gateway.transport.request import DEFAULT_PORTS, Origin, Request

_log = logging.getLogger(__name__)

_PAUSES = (1.0, 5.0, 25.0)
"""Seconds between the attempts: a receiver that restarts is back by the last one."""

_PATIENCE = 10.0
"""Seconds for one attempt."""

_LARGEST_ANSWER = 64 * 1024

Spawn = Callable[[Coroutine[Any, Any, None], str], object]


class Webhook:
    """Sends each alert to `url` as JSON, by POST, in the background.

    An answer of 2xx means that it arrived. After the last attempt it is given up and logged.
    """

    def __init__(self, url: str, client: Client, spawn: Spawn) -> None:
        parts = urlsplit(url)
        scheme = "https" if parts.scheme == "https" else "http"
        port = parts.port or DEFAULT_PORTS[scheme]
        self._origin = Origin(scheme=scheme, host=parts.hostname or "", port=port)
        query = f"?{parts.query}" if parts.query else ""
        self._target = f"{parts.path or '/'}{query}".encode()
        self._client = client
        self._spawn = spawn

    def __call__(self, alert: BudgetAlert) -> None:
        """Send `alert` soon."""
        self._spawn(self._send(msgspec.json.encode(alert)), "budget webhook")

    async def _send(self, body: bytes) -> None:
        for pause in (*_PAUSES, None):
            said = await self._attempt(body)
            if said is None:
                return
            if pause is None:
                _log.error("a budget alert did not reach the webhook: %s", said)
                return
            await asyncio.sleep(pause)

    async def _attempt(self, body: bytes) -> str | None:
        """Return why it failed, None where it did not."""
        request = Request(
            origin=self._origin,
            method="POST",
            target=self._target,
            headers=[(b"content-type", b"application/json")],
            body=body,
        )
        try:
            async with asyncio.timeout(_PATIENCE):
                response = await self._client.send(request)
                await response.body.read(_LARGEST_ANSWER)
        except (TransportError, TimeoutError) as error:
            return str(error) or type(error).__name__
        return None if response.status < 300 else f"it answered {response.status}"
