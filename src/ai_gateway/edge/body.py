"""Request bodies, from ASGI messages."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from ai_gateway.core.errors import BodyTooLarge, InvalidRequest
from ai_gateway.core.headers import Headers

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class CallerLeft(asyncio.CancelledError):
    """The caller closed its connection before its request was whole; nobody is to be answered."""


async def read_whole(receive: Receive, limit: int) -> bytes:
    """Return the whole body. Raises `BodyTooLarge` above `limit` bytes, and `CallerLeft`."""
    message = await receive()
    first: bytes = _piece(message)
    if len(first) <= limit and not message.get("more_body"):
        return first  # nearly always, and so without a copy
    pieces = bytearray(first)
    while len(pieces) <= limit:
        if not message.get("more_body"):
            return bytes(pieces)
        message = await receive()
        pieces += _piece(message)
    raise _too_large(limit)


def announced_length(headers: Headers, limit: int) -> int | None:
    """Return the length that a request announces, None for one in chunks.

    Raises `BodyTooLarge` at once where it is above `limit`, before a byte of it is taken.
    """
    value = headers.get(b"content-length")
    if value is None:
        return None
    if not value.isdigit():
        raise InvalidRequest("content-length is not a number of bytes.", field="content-length")
    length = int(value)
    if length > limit:
        raise _too_large(limit)
    return length


class Upload:
    """A request body in pieces: read no faster than the provider takes it, held nowhere."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._left = limit
        self._more = True

    def __aiter__(self) -> "Upload":
        return self

    async def __anext__(self) -> bytes:
        while self._more:
            message = await self._receive()
            piece = _piece(message)
            self._more = bool(message.get("more_body"))
            self._left -= len(piece)
            if self._left < 0:
                raise _too_large(self._limit)
            if piece:
                return piece
        raise StopAsyncIteration

    async def aclose(self) -> None:
        """Read nothing more; the connection belongs to the caller."""
        self._more = False


def _piece(message: MutableMapping[str, Any]) -> bytes:
    if message["type"] == "http.disconnect":
        raise CallerLeft
    return message.get("body", b"")


def _too_large(limit: int) -> BodyTooLarge:
    return BodyTooLarge(
        f"The request body is larger than the {limit} bytes that this gateway takes. Send less, "
        "or raise edge.max_body_bytes (JSON) or edge.max_upload_bytes (everything else)."
    )
