"""The bytes of a request head."""

from ai_gateway.transport.errors import MalformedRequest
from ai_gateway.transport.request import DEFAULT_PORTS, Origin, Request

# A method with one of these says by itself that no body follows (RFC 9110, 8.6).
_BODILESS_METHODS = frozenset({"GET", "HEAD", "DELETE", "OPTIONS", "TRACE"})


def host_line(origin: Origin) -> bytes:
    """Return what follows the target in every request to `origin`: version and host field.

    Raises `MalformedRequest` where the host cannot stand in a header field.
    """
    host = origin.authority
    if origin.port == DEFAULT_PORTS[origin.scheme]:
        host = host.removesuffix(f":{origin.port}")
    try:
        encoded = host.encode("ascii") if host.isascii() else host.encode("idna")
    except UnicodeError as error:
        raise MalformedRequest(
            f"host {origin.host!r} is no host name: {error}; write it in ASCII"
        ) from None
    if not host.isprintable() or any(character in host for character in " /?#@\\"):
        raise MalformedRequest(f"host {origin.host!r} is no host name or address")
    return b" HTTP/1.1\r\nhost: " + encoded + b"\r\n"


def encode_head(request: Request, host: bytes) -> bytes:
    """Return the head of `request`, with `host` from `host_line`.

    Raises `MalformedRequest` where a line break hides in the method, the target or a field:
    what follows it would be read as a field, or as a request, of its own.
    """
    body = request.body
    parts = [request.method.encode("latin-1"), b" ", request.target, host]
    for name, value in request.headers:
        parts += (name, b": ", value, b"\r\n")
    if isinstance(body, bytes):
        if body or request.method not in _BODILESS_METHODS:
            parts.append(b"content-length: %d\r\n\r\n" % len(body))
        else:
            parts.append(b"\r\n")
    elif request.body_length is None:
        parts.append(b"transfer-encoding: chunked\r\n\r\n")
    else:
        parts.append(b"content-length: %d\r\n\r\n" % request.body_length)
    head = b"".join(parts)
    # One pass over the joined bytes is cheaper than a check of each part.
    lines = head.count(b"\r\n")
    expected = 2 + len(request.headers) + parts[-1].count(b"\r\n")
    if lines != expected or head.count(b"\n") != lines or head.count(b"\r") != lines:
        raise MalformedRequest(
            f"request to {request.origin}: a line break in its method, target or header fields; "
            "remove it"
        )
    if b" " in request.target or b"\0" in head:
        raise MalformedRequest(
            f"request to {request.origin}: a space in its target or a NUL in its head; encode it"
        )
    return head
