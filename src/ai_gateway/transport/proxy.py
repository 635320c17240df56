"""The forward proxy: its address, who goes around it, and the tunnel through it."""

import asyncio
import base64
import ipaddress
import socket
from typing import NamedTuple, Self
from urllib.parse import unquote, urlsplit

from ai_gateway.transport.errors import ProxyFailed
from ai_gateway.transport.parser import ResponseParser
from ai_gateway.transport.request import Origin

# A refusal comes with a page and a few fields: only its head is read.
_MAX_HEAD = 16384
_MAX_FIELDS = 100
_EXPECTED = "expected http://[user:password@]host[:port]"


class Proxy(NamedTuple):
    """Where the proxy is, and the value of Proxy-Authorization (RFC 7617), which is secret."""

    host: str
    port: int
    authorization: bytes | None

    def __repr__(self) -> str:
        return f"Proxy({self.host}:{self.port})"

    @classmethod
    def parse(cls, url: str) -> Self:
        """Return the proxy that `url` names; a URL without a scheme is taken as http.

        Raises `ValueError`, which does not show the URL. A proxy spoken to over TLS (https://)
        is not supported: inside the tunnel the provider's own TLS protects the call.
        """
        parts = urlsplit(url if "://" in url else f"http://{url}")
        try:
            host, port = parts.hostname, parts.port
        except ValueError:
            raise ValueError(f"proxy has a port that is no number: {_EXPECTED}") from None
        if parts.scheme != "http":
            raise ValueError(f"proxy has the scheme {parts.scheme!r}: {_EXPECTED}")
        if not host:
            raise ValueError(f"proxy has no host: {_EXPECTED}")
        authorization = None
        if parts.username is not None:
            user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            authorization = b"Basic " + base64.b64encode(user.encode())
        return cls(host, port or 80, authorization)

    async def tunnel(self, sock: socket.socket, origin: Origin) -> None:
        """Ask for a tunnel to `origin` by CONNECT (RFC 9110, 9.3.6) on a connected socket.

        Plain origins go through a tunnel too: the proxy then sees neither their keys nor has it
        a say in the framing of their answers. Raises `ProxyFailed`, or the `OSError` of a dead
        connection.
        """
        authority = origin.authority.encode("idna" if not origin.host.isascii() else "ascii")
        parts = [b"CONNECT ", authority, b" HTTP/1.1\r\nhost: ", authority, b"\r\n"]
        if self.authorization is not None:
            parts += [b"proxy-authorization: ", self.authorization, b"\r\n"]
        parts.append(b"\r\n")
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(sock, b"".join(parts))
        parser = ResponseParser(_MAX_HEAD, _MAX_FIELDS)
        parser.expect(bodiless=True)
        while not parser.complete:
            data = await loop.sock_recv(sock, 4096)
            parser.feed(data)
            if parser.violation is not None or not data:
                why = parser.violation or "it closed the connection"
                raise ProxyFailed(f"proxy {self.host}:{self.port} gave no answer to CONNECT: {why}")
        if not 200 <= parser.status < 300:
            raise ProxyFailed(
                f"proxy {self.host}:{self.port} refused a tunnel to {authority.decode()} with "
                f"status {parser.status}"
            )
        if parser.surplus:
            # Neither TLS nor HTTP lets a server speak first: these bytes are not the provider's.
            raise ProxyFailed(f"proxy {self.host}:{self.port} sent bytes of its own in a tunnel")


def bypasses(no_proxy: str | None, origin: Origin) -> bool:
    """Return whether `no_proxy` sends `origin` around the proxy.

    The list is separated by commas or spaces. An entry is `*`, a name (which covers its
    subdomains, with or without a leading dot), an address, or a network in CIDR notation; a
    name or address may carry a port. Names are compared, never resolved.
    """
    for entry in (no_proxy or "").replace(",", " ").lower().split():
        host, port = _split_port(entry)
        if (port is None or port == origin.port) and _covers(host, origin.host.lower()):
            return True
    return False


def _split_port(entry: str) -> tuple[str, int | None]:
    if entry.startswith("["):
        host, _, rest = entry[1:].partition("]")
        port = rest.removeprefix(":")
    elif entry.count(":") == 1:
        host, _, port = entry.partition(":")
    else:
        return entry, None
    return host, int(port) if port.isdecimal() else None


def _covers(pattern: str, host: str) -> bool:
    if pattern == "*":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        name = pattern.lstrip("*").strip(".")
        host = host.rstrip(".")
        return bool(name) and (host == name or host.endswith(f".{name}"))
    try:
        return address in ipaddress.ip_network(pattern, strict=False)
    except ValueError:
        return False
