"""Every failure of the transport has the gateway's own words, and none of the wire's."""

from collections.abc import Iterator

import pytest

from ai_gateway.core import errors as core
from ai_gateway.providers.failures import failure
from ai_gateway.transport import errors as transport
from ai_gateway.transport.errors import TransportError


def ladder(cls: type[TransportError]) -> Iterator[type[TransportError]]:
    for below in cls.__subclasses__():
        if below.__module__ == transport.__name__:
            yield below
            yield from ladder(below)


# `Timeout` is the rung between: only its own classes are raised.
RAISED = [cls for cls in ladder(TransportError) if cls is not transport.Timeout]


def raised(cls: type[TransportError]) -> TransportError:
    wire = "cannot connect to https://10.0.0.7:8443: sk-secret"
    if cls is transport.ConnectionDied:
        return transport.ConnectionDied(wire, answered=False)
    return cls(wire)


EXPECTED = {
    "ConnectFailed": core.ProviderUnreachable,
    "AddressNotAllowed": core.AddressRefused,
    "TlsFailed": core.ProviderUnreachable,
    "ProxyFailed": core.ProviderUnreachable,
    "ConnectTimeout": core.ProviderUnreachable,
    "PoolTimeout": core.Overloaded,
    "FirstByteTimeout": core.ProviderTimeout,
    "IdleTimeout": core.ProviderTimeout,
    "TotalTimeout": core.ProviderTimeout,
    "ProtocolViolation": core.ProviderMisbehaved,
    "ConnectionDied": core.ProviderDied,
    "BodyTooLarge": core.ProviderMisbehaved,
    "MalformedRequest": core.InvalidRequest,
    "ClientClosed": core.Overloaded,
}


@pytest.mark.parametrize("cls", RAISED)
def test_every_class_of_the_ladder_is_an_error_of_the_gateways(cls: type[TransportError]):
    assert type(failure(raised(cls), "openai")) is EXPECTED[cls.__name__]


@pytest.mark.parametrize("cls", RAISED)
def test_the_message_names_the_provider_and_repeats_nothing_of_the_wire(cls: type[TransportError]):
    error = failure(raised(cls), "openai")
    assert error.provider == "openai"
    assert error.message.startswith("openai ")
    assert error.message.endswith(".")
    assert "secret" not in error.message
    assert "10.0.0.7" not in error.message


def test_every_failure_has_words_of_its_own():
    messages = {failure(raised(cls), "openai").message for cls in RAISED}
    assert len(messages) == len(RAISED)


def test_a_class_without_a_row_has_that_of_the_nearest_above_it():
    class Refused(transport.TlsFailed):
        """A new rung."""

    assert failure(Refused("x"), "p").message == failure(transport.TlsFailed("x"), "p").message


def test_a_failure_of_no_kind_is_the_providers():
    error = failure(TransportError("sk-secret"), "openai")
    assert type(error) is core.ProviderError
    assert error.message == "The call to openai failed."
