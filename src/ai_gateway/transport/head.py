"""The bytes of a request head."""

from ai_gateway.transport.errors import MalformedRequest
from ai_gateway.transport.request import DEFAULT_PORTS, Origin, Request

# A method with one of these says by itself that no body follows (RFC 9110, 8.6).
_BODILESS_METHODS = frozenset({"GET", "HEAD", "DELETE", "OPTIONS", "TRACE"})
_NOTHING = b"\r\n"
_LENGTH = b"content-length: %d\r\n\r\n"
_CHUNKED = b"transfer-encoding: chunked\r\n\r\n"


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
    body, target = request.body, request.target
    if not isinstance(body, bytes):
        length = request.body_length
        framing = _CHUNKED if length is None else _LENGTH % length
    elif body or request.method not in _BODILESS_METHODS:
        framing = _LENGTH % len(body)
    else:
        framing = _NOTHING
    fields = [b": ".join(field) for field in request.headers]
    fields.append(framing)
    head = b"".join((request.method.encode(), b" ", target, host, b"\r\n".join(fields)))
    # One pass over the joined bytes is cheaper than a check of each part: the line ends that
    # belong there are the only CR, LF and NUL in it.
    lines = len(request.headers) + (3 if framing is _NOTHING else 4)
    if len(head) - len(head.translate(None, b"\r\n\0")) != 2 * lines or b" " in target:
        raise MalformedRequest(
            f"request to {request.origin}: a line break or NUL in its method, target or header "
            "fields, or a space in its target; remove or encode it"
        )
    return head
