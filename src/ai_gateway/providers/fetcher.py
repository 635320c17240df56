"""Images and documents that a caller names by URL, fetched for providers that take bytes alone."""

import asyncio
import base64
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec

from ai_gateway.core.errors import AddressRefused, InvalidRequest
from ai_gateway.core.headers import Headers
from ai_gateway.dialects.neutral.content import Document, Image, Part, Text, ToolResult
from ai_gateway.dialects.neutral.request import Message, Request
from ai_gateway.dialects.neutral.source import Inline, Link
from ai_gateway.providers.address import Address
from ai_gateway.providers.allowed_hosts import AllowedHosts, HostRule
from ai_gateway.transport import request as wire
from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import AddressNotAllowed, BodyTooLarge, TransportError

_LARGEST = 20 * 1024 * 1024
"""Bytes of one file: what Anthropic, OpenAI and Google take of an image at most."""

_MOST = 20
"""Files of one request: Bedrock takes no more images, and each is held in memory."""

_HTTP = ("http://", "https://")

_Media = TypeVar("_Media", bound=Image | Document)


class Fetcher:
    """Puts the bytes in the place of a URL, for hosts that the operator allows.

    Nothing of the caller's or the operator's is sent along, and no redirect is followed: it would
    lead to an address that nobody allowed.
    """

    def __init__(self, client: Client, allowed: AllowedHosts) -> None:
        self._client = client
        self._rule = HostRule(allowed)

    @property
    def fetches(self) -> bool:
        """Whether there is anything that it may fetch."""
        return self._rule.allows_any

    async def inlined(self, request: Request) -> Request:
        """Return `request` with the bytes of everything that it names by an http or https URL.

        Raises `AddressRefused` for a host that is not allowed, `InvalidRequest` for what cannot
        be fetched; either names the message. Cancelled, it leaves nothing under way.
        """
        links = [
            link
            for message in request.messages
            for part in message.parts
            for link in _links(part, message.at)
        ]
        if not links:
            return request
        if len(links) > _MOST:
            raise InvalidRequest(
                f"The request names {len(links)} files by URL; expected at most {_MOST} where the "
                "gateway fetches them. Send fewer, or their bytes in base64.",
                field=links[0][1],
            )
        once = {link.url: (link, at) for link, at in links}
        try:
            async with asyncio.TaskGroup() as group:
                tasks = {url: group.create_task(self._fetch(*named)) for url, named in once.items()}
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None
        found = {url: task.result() for url, task in tasks.items()}
        messages = tuple(_replaced(message, found) for message in request.messages)
        return msgspec.structs.replace(request, messages=messages)

    async def _fetch(self, link: Link, at: str) -> Inline:
        try:
            response = await self._client.send(self._request(link.url, at))
            try:
                if response.status != 200:
                    raise _failed(link, at, f"its server answered {response.status}")
                data = await response.body.read(_LARGEST)
            finally:
                await response.body.aclose()
        except AddressNotAllowed as error:
            raise AddressRefused(
                f"`{at}` names a file at {_host(link)}, whose address is private and not in "
                "routing.fetch.networks. Send the file in base64.",
                field=at,
            ) from error
        except BodyTooLarge as error:
            raise _failed(link, at, f"it has more than {_LARGEST} bytes") from error
        except TransportError as error:
            raise _failed(link, at, "its server did not answer as HTTP has it") from error
        told = Headers(response.headers).text(b"content-type") or link.media_type or ""
        media_type = told.partition(";")[0].strip().lower()
        return Inline(base64.b64encode(data).decode("ascii"), media_type)

    def _request(self, url: str, at: str) -> wire.Request:
        parts = urlsplit(url)
        try:
            address = Address.parse(f"{parts.scheme}://{parts.netloc}", self._rule.networks)
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            path = target.encode("ascii")
        except (ValueError, KeyError) as error:
            raise InvalidRequest(
                f"`{at}` names a file by what is no URL in ASCII: {url[:80]!r}. Correct it, or "
                "send the file in base64.",
                field=at,
            ) from error
        if not self._rule.allows(address.origin.host):
            raise AddressRefused(
                f"`{at}` names a file at {address.origin.host[:80]!r}, which is not in "
                "routing.fetch.hosts. Send the file in base64, or ask for the host to be added.",
                field=at,
            )
        accepted = [(b"accept", b"*/*"), (b"accept-encoding", b"identity")]
        return wire.Request(origin=address.origin, method="GET", target=path, headers=accepted)


def _links(part: Part, at: str) -> list[tuple[Link, str]]:
    """Return what of `part`, which stands at `at`, is at a URL."""
    match part:
        case Image(source=Link() as link) | Document(source=Link() as link):
            return [(link, at)] if link.url.startswith(_HTTP) else []
        case ToolResult():
            return [link for inner in part.content for link in _links(inner, at)]
        case _:
            return []


def _replaced(message: Message, found: dict[str, Inline]) -> Message:
    parts = tuple(_with_bytes(part, found) for part in message.parts)
    return msgspec.structs.replace(message, parts=parts)


def _with_bytes(part: Part, found: dict[str, Inline]) -> Part:
    match part:
        case Image() | Document():
            return _with_source(part, found)
        case ToolResult():
            content = tuple(
                inner if isinstance(inner, Text) else _with_source(inner, found)
                for inner in part.content
            )
            return msgspec.structs.replace(part, content=content)
        case _:
            return part


def _with_source(media: _Media, found: dict[str, Inline]) -> _Media:
    if isinstance(media.source, Link) and media.source.url in found:
        return msgspec.structs.replace(media, source=found[media.source.url])
    return media


def _failed(link: Link, at: str, why: str) -> InvalidRequest:
    return InvalidRequest(
        f"`{at}` names a file at {_host(link)} that cannot be fetched: {why}. Send the file in "
        "base64.",
        field=at,
    )


def _host(link: Link) -> str:
    # A path or a query may hold the key by which the file is shared.
    return repr(urlsplit(link.url).hostname)
