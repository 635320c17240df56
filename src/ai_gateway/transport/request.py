"""One request as the transport takes it."""

from collections.abc import AsyncIterator
from typing import Literal

import msgspec

DEFAULT_PORTS = {"http": 80, "https": 443}


class Origin(msgspec.Struct, frozen=True):
    """Where a request goes: one pool of connections for each.

    `host` is a name or an address without brackets. `networks` None means that the operator
    chose the host: connect wherever it leads. A tuple (CIDR notation, it may be empty) means
    that a caller chose it: the name is resolved once, only addresses that are globally routable
    or inside one of the networks are connected to, and those very addresses, so that a second
    look-up cannot lead elsewhere. Such a connection never takes the proxy: the proxy would
    resolve the name again, and unchecked.
    """

    scheme: Literal["http", "https"]
    host: str
    port: int
    networks: tuple[str, ...] | None = None

    @property
    def authority(self) -> str:
        """`host:port`, an IPv6 address in brackets."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}"


class Request(msgspec.Struct, frozen=True):
    """One request; `headers` go out in their order.

    `target` is path and query in origin form. `headers` are without host, content-length,
    transfer-encoding and connection, which the transport writes. A `body` in pieces goes out
    with content-length where `body_length` (bytes) is given, in chunks otherwise; it is read
    once, and its iterator stays the caller's to close.
    """

    origin: Origin
    method: str
    target: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes | AsyncIterator[bytes] = b""
    body_length: int | None = None

    def __repr__(self) -> str:
        # Header values and the query may be credentials, the body is the caller's own.
        return f"Request({self.method} {self.origin})"
