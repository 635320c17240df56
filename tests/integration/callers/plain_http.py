"""A caller that speaks plain HTTP/1.1, one connection for each call, and leaves when it likes."""

import asyncio
import contextlib
import json
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tests.integration.callers.sdks import PATIENCE


class Answer(NamedTuple):
    """What came back: status, the gateway's id of the call, and the body without its framing."""

    status: int
    request_id: str | None
    body: bytes


def _request(path: str, body: dict[str, Any]) -> bytes:
    content = json.dumps(body).encode()
    vendor = (
        "x-api-key: sk-test-0123456789\r\nanthropic-version: 2023-06-01\r\n"
        if path == "/v1/messages"
        else "Authorization: Bearer sk-test-0123456789\r\n"
    )
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(content)}\r\n{vendor}Connection: close\r\n\r\n"
    )
    return head.encode() + content


async def answered(url: str, path: str, body: dict[str, Any]) -> Answer:
    """Make a call and read all of its answer; a connection that is cut ends it."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        writer.write(_request(path, body))
        async with asyncio.timeout(PATIENCE):
            with contextlib.suppress(ConnectionError):
                return _read(await reader.read())
            return Answer(0, None, b"")
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def closed_early(url: str, path: str, body: dict[str, Any]) -> None:
    """Make a call and leave once its answer has begun."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(_request(path, body))
    async with asyncio.timeout(PATIENCE):
        await reader.readuntil(b"data:")
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()


def _read(raw: bytes) -> Answer:
    if not raw:
        return Answer(0, None, b"")
    head, _, body = raw.partition(b"\r\n\r\n")
    line, *lines = head.decode("latin-1").split("\r\n")
    fields = dict(one.lower().split(": ", 1) for one in lines)
    if fields.get("transfer-encoding") == "chunked":
        body = _whole(body)
    return Answer(int(line.split()[1]), fields.get("x-ai-gateway-request-id"), body)


def _whole(chunked: bytes) -> bytes:
    whole = bytearray()
    while chunked:
        size, _, rest = chunked.partition(b"\r\n")
        length = int(size, 16)
        if length == 0:
            break
        whole += rest[:length]
        chunked = rest[length + 2 :]
    return bytes(whole)
