"""Requests that no SDK would send, and answers as the bytes that came."""

import asyncio
from urllib.parse import urlsplit

from tests.integration.callers.sdks import PATIENCE


async def exchange(url: str, request: bytes) -> bytes:
    """Send `request` to `url` and return every byte until the connection is closed."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        writer.write(request)
        async with asyncio.timeout(PATIENCE):
            return await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()
