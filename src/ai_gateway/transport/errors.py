"""Every way the transport can fail, as one ladder, and what foreign errors become on it.

::

    TransportError
    ├── ConnectFailed            no connection: name, route, refusal
    │   ├── AddressNotAllowed    the name leads where this caller may not go
    │   ├── TlsFailed            no trust, or no common version
    │   └── ProxyFailed          the proxy would not open a tunnel
    ├── Timeout
    │   ├── ConnectTimeout       name, connection, proxy and TLS together
    │   ├── PoolTimeout          every connection to this origin stayed busy
    │   ├── FirstByteTimeout     the request was sent and nothing came back
    │   ├── IdleTimeout          the answer, or our upload, stopped moving
    │   └── TotalTimeout         the answer goes on for too long
    ├── ProtocolViolation        what came back is not HTTP, or larger than its limits
    ├── ConnectionDied           the connection ended before the answer did
    ├── BodyTooLarge             the answer's body exceeds what its reader takes
    ├── MalformedRequest         the request cannot be written as HTTP
    └── ClientClosed             the client was closed

A message names the origin and what was expected; it never holds a header value, a body or the
proxy's password. What the caller's own body iterator raises is not on this ladder: it passes
through `Client.send` as it is.
"""

import socket
import ssl

from httptools import HttpParserError, HttpParserUpgrade


class TransportError(Exception):
    """A call to a provider failed below HTTP's own status codes."""


class ConnectFailed(TransportError):
    """No connection could be had; the request was not sent."""


class AddressNotAllowed(ConnectFailed):
    """Every address of a host that a caller chose is outside what the caller may reach."""


class TlsFailed(ConnectFailed):
    """The TLS handshake failed, or the TLS files in the settings are unusable."""


class ProxyFailed(ConnectFailed):
    """The proxy answered CONNECT with a refusal or with something that is no answer."""


class Timeout(TransportError):
    """A time limit of the settings passed; the message names which."""


class ConnectTimeout(Timeout):
    """The connection was not there after `connect_timeout`; the request was not sent."""


class PoolTimeout(Timeout):
    """No connection became free within `pool_timeout`; the request was not sent."""


class FirstByteTimeout(Timeout):
    """The head of the answer was not there `first_byte_timeout` after the request was sent."""


class IdleTimeout(Timeout):
    """Neither a byte of the answer nor room for the upload came for `idle_timeout`."""


class TotalTimeout(Timeout):
    """The answer was not complete `total_timeout` after the exchange began."""


class ProtocolViolation(TransportError):
    """The answer breaks HTTP/1.1 (RFC 9112) or exceeds a limit of the settings."""


class ConnectionDied(TransportError):
    """The connection ended before the answer was complete.

    `answered` says whether any byte of the answer had arrived; where none had, the provider may
    or may not have acted on the request.
    """

    def __init__(self, message: str, *, answered: bool) -> None:
        super().__init__(message)
        self.answered = answered


class BodyTooLarge(TransportError):
    """The answer's body is longer than the limit that its reader gave."""


class MalformedRequest(TransportError):
    """The request holds something that HTTP/1.1 cannot carry, or a body of another length."""


class ClientClosed(TransportError):
    """The client was closed before or during the call."""


CONNECTING: tuple[tuple[type[Exception], type[ConnectFailed | ConnectTimeout]], ...] = (
    (ssl.SSLError, TlsFailed),
    (TimeoutError, ConnectTimeout),
    (socket.gaierror, ConnectFailed),
    (OSError, ConnectFailed),
    # A name that IDNA cannot encode, or one with a NUL in it.
    (ValueError, ConnectFailed),
    # uvloop answers a connect on a closing handle with it.
    (RuntimeError, ConnectFailed),
)
"""What a foreign error becomes while a connection is made; the first row that fits."""

CONNECTING_ERRORS: tuple[type[Exception], ...] = tuple(foreign for foreign, _ in CONNECTING)
"""What to catch there."""

PARSING_ERRORS: tuple[type[Exception], ...] = (HttpParserError, HttpParserUpgrade)
"""What llhttp's binding raises; every one is a `ProtocolViolation`."""


def connecting_error(error: Exception, origin: str) -> TransportError:
    """Return what `error`, one of `CONNECTING_ERRORS`, is on the ladder.

    `origin` is its printable form. Raises `LookupError` for an error without a row.
    """
    for foreign, ours in CONNECTING:
        if isinstance(error, foreign):
            return ours(f"cannot connect to {origin}: {type(error).__name__}: {error}")
    raise LookupError(f"{type(error).__name__} has no row in CONNECTING: add one")
