"""Where a provider is: base URLs taken apart once, and safe paths below them."""

from urllib.parse import unquote_to_bytes, urlsplit

import msgspec

from ai_gateway.core.call import Call
from ai_gateway.core.errors import InvalidRequest
from ai_gateway.transport.request import Origin

_DEFAULT_PORTS = {"http": 80, "https": 443}


class Address(msgspec.Struct, frozen=True):
    """A base URL, taken apart: who to connect to, and the path that every request begins with."""

    origin: Origin
    prefix: bytes

    @classmethod
    def parse(cls, base_url: str, networks: tuple[str, ...] | None = None) -> "Address":
        """Take `base_url` apart.

        `networks` is None for an address of the operator's; for one that a caller chose it
        holds the private networks that it may resolve into. Raises `ValueError` where it is
        not an absolute http or https URL with a host and a path in ASCII, and with neither
        credentials nor a query nor a fragment, none of which would be sent.
        """
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            raise ValueError("expected http://HOST or https://HOST, without user or password")
        if parts.query or parts.fragment or not parts.path.isascii():
            raise ValueError("expected nothing behind the path, and the path in ASCII")
        port = parts.port or _DEFAULT_PORTS[parts.scheme]
        origin = Origin(scheme=parts.scheme, host=parts.hostname, port=port, networks=networks)
        return cls(origin=origin, prefix=parts.path.rstrip("/").encode("ascii"))


def below_v1(call: Call) -> bytes:
    """Return the call's path without its leading `/v1`, as it stood on the wire.

    Raises `InvalidRequest` for a path with `.` or `..` segments, encoded or not: the provider's
    server might resolve them to something outside of the base URL that the operator named; and
    for one that begins with `/v1/` only once it is decoded, because nothing can be cut from it.
    """
    path = call.raw_path
    if not path.startswith(b"/v1/"):
        raise InvalidRequest(
            f"The path {call.path[:200]!r} is not written as it reads: expected it to begin with "
            "/v1/. Send that part of it without percent-encoding.",
            field="path",
        )
    if b"." in path or b"%2e" in path.lower():
        segments = unquote_to_bytes(path).replace(b"\\", b"/").split(b"/")
        if b"." in segments or b".." in segments:
            raise InvalidRequest(
                f"The path {call.path[:200]!r} has a '.' or '..' segment. Send the path that it "
                "resolves to.",
                field="path",
            )
    return path.removeprefix(b"/v1")
