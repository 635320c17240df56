"""One exchange with an issuer over HTTP, bounded in time and size."""

import asyncio
from urllib.parse import urlsplit

from ai_gateway.core.headers import HeaderPairs
from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import TransportError
from ai_gateway.transport.request import DEFAULT_PORTS, Origin, Request

_LARGEST = 512 * 1024
"""Bytes of an answer; Cognito's keys have two KB, the largest known issuers' forty."""

_PATIENCE = 10.0
"""Seconds for one exchange. A call waits for two of them where no key is known yet."""

_FIELDS: HeaderPairs = [(b"accept", b"application/json"), (b"accept-encoding", b"identity")]


class NoAnswer(Exception):
    """Nothing came back that could be read; the message says why, and holds no secret."""


async def get(client: Client, address: str) -> tuple[int, bytes]:
    """Return status and body of what is at `address`. Raises `NoAnswer`."""
    return await _exchange(client, address, "GET", [], b"")


async def post_form(
    client: Client, address: str, fields: HeaderPairs, form: bytes
) -> tuple[int, bytes]:
    """Send a form to `address`, and return status and body. Raises `NoAnswer`."""
    kind = (b"content-type", b"application/x-www-form-urlencoded")
    return await _exchange(client, address, "POST", [kind, *fields], form)


async def _exchange(
    client: Client, address: str, method: str, fields: HeaderPairs, body: bytes
) -> tuple[int, bytes]:
    origin, target = _parsed(address)
    request = Request(
        origin, method, target, headers=[*_FIELDS, *fields], body=body, body_length=len(body)
    )
    try:
        async with asyncio.timeout(_PATIENCE):
            response = await client.send(request)
            return response.status, await response.body.read(_LARGEST)
    except TimeoutError as error:
        raise NoAnswer(f"{origin} did not answer within {_PATIENCE:g} seconds") from error
    except TransportError as error:
        raise NoAnswer(str(error)) from error


def _parsed(address: str) -> tuple[Origin, bytes]:
    """Return where a URL leads and what to ask for there. Raises `NoAnswer`."""
    try:
        parts = urlsplit(address)
        port = parts.port
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        encoded = target.encode("ascii")
    except ValueError as error:
        raise NoAnswer(f"{address[:200]!r} is no address") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NoAnswer(f"{address[:200]!r} is no address")
    scheme = "https" if parts.scheme == "https" else "http"
    return Origin(scheme, parts.hostname, port or DEFAULT_PORTS[scheme]), encoded
