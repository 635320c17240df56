"""One GET, for commands that ask a running gateway or fetch a file."""

from urllib.parse import urlencode

import uvloop

from ai_gateway.providers.address import Address
from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import TransportError
from ai_gateway.transport.request import Request
from ai_gateway.transport.settings import TransportSettings

_LARGEST = 64 * 1024 * 1024


class FetchFailed(Exception):
    """Nothing useful came back; `message` says what did."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def fetch(url: str, query: dict[str, str] | None = None) -> tuple[int, bytes]:
    """Return status and body of `GET url`, up to 64 MiB. Raises `FetchFailed`."""
    return uvloop.run(_fetch(url, query or {}))


async def _fetch(url: str, query: dict[str, str]) -> tuple[int, bytes]:
    try:
        address = Address.parse(url)
    except ValueError as error:
        raise FetchFailed(f"{url} is no address: {error}.") from error
    target = address.prefix + (b"?" + urlencode(query).encode() if query else b"")
    client = Client(TransportSettings(first_byte_timeout=30.0))
    fields = [(b"accept", b"application/json"), (b"accept-encoding", b"identity")]
    try:
        response = await client.send(Request(address.origin, "GET", target or b"/", fields))
        return response.status, await response.body.read(_LARGEST)
    except TransportError as error:
        raise FetchFailed(f"{url} cannot be asked: {error}.") from error
    finally:
        await client.aclose()
