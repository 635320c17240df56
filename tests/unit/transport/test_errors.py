"""No foreign error is without a place on the ladder."""

import socket
import ssl

import httptools
import pytest

from ai_gateway.transport import errors
from ai_gateway.transport.errors import (
    CONNECTING_ERRORS,
    PARSING_ERRORS,
    ConnectFailed,
    ConnectTimeout,
    TlsFailed,
    TransportError,
    connecting_error,
)

OWN = [
    value
    for value in vars(errors).values()
    if isinstance(value, type) and issubclass(value, TransportError)
]


def _descendants(error: type[Exception]) -> list[type[Exception]]:
    """Return `error` and what the language and the modules that the transport calls make of it."""
    found = [error, *(more for child in error.__subclasses__() for more in _descendants(child))]
    return [each for each in found if each.__module__ in {"builtins", "ssl", "socket"}]


def _made(error: type[Exception]) -> Exception:
    return error("utf-8", b"", 0, 1, "x") if error is UnicodeDecodeError else error(1, "why")


def test_the_docstring_draws_every_class_of_the_ladder() -> None:
    assert len(OWN) > 10
    for error in OWN:
        assert error.__name__ in (errors.__doc__ or "")


@pytest.mark.parametrize("module", [ssl, socket, httptools])
def test_every_error_of_a_foreign_module_is_mapped(module: object) -> None:
    found = [
        value
        for name, value in vars(module).items()
        if not name.startswith("_") and isinstance(value, type) and issubclass(value, Exception)
    ]
    assert found
    for error in found:
        assert issubclass(error, CONNECTING_ERRORS + PARSING_ERRORS), error


@pytest.mark.parametrize("error", _descendants(OSError), ids=lambda error: error.__name__)
def test_every_error_of_the_operating_system_is_mapped(error: type[Exception]) -> None:
    ours = connecting_error(_made(error), "https://provider.test:443")
    assert isinstance(ours, ConnectFailed | ConnectTimeout)
    assert "https://provider.test:443" in str(ours)


@pytest.mark.parametrize(
    ("foreign", "ours"),
    [
        (ssl.SSLCertVerificationError("no"), TlsFailed),
        (TimeoutError(), ConnectTimeout),
        (socket.gaierror(-2, "unknown"), ConnectFailed),
        (ConnectionRefusedError(), ConnectFailed),
        (UnicodeError("label too long"), ConnectFailed),
        (RuntimeError("closing"), ConnectFailed),
    ],
)
def test_the_closest_row_is_taken(foreign: Exception, ours: type[TransportError]) -> None:
    assert type(connecting_error(foreign, "o")) is ours


def test_an_error_without_a_row_is_no_transport_error() -> None:
    with pytest.raises(LookupError, match="KeyError"):
        connecting_error(KeyError("x"), "o")
