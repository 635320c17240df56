"""The ladder: each rung says whose fault it is, and an instance adds only what varies."""

import re
from collections.abc import Iterator

import pytest

from ai_gateway.core import errors
from ai_gateway.core.errors import CallerError, GatewayError, Overloaded, ProviderError


def rungs(cls: type[GatewayError]) -> Iterator[type[GatewayError]]:
    yield cls
    for below in cls.__subclasses__():
        # Other layers and tests may add rungs of their own; they test them.
        if below.__module__ == errors.__name__:
            yield from rungs(below)


LADDER = list(rungs(GatewayError))


def test_the_ladder_is_the_one_that_the_docstring_draws():
    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__ or "")
    assert sorted(cls.__name__ for cls in LADDER[1:]) == sorted(drawn)


def test_every_status_is_the_one_that_the_docstring_draws():
    drawn = re.findall(r"[├└]── (\w+) +(\d{3})", errors.__doc__ or "")
    statuses = {cls.__name__: cls.status for cls in LADDER}
    assert {name: statuses[name] for name, _ in drawn} == {
        name: int(status) for name, status in drawn
    }


@pytest.mark.parametrize("cls", LADDER)
def test_a_rung_is_consistent(cls: type[GatewayError]):
    """The code is a metric label, and fault, status and retry do not contradict each other."""
    assert re.fullmatch(r"[a-z][a-z_]*", cls.code)
    if issubclass(cls, CallerError):
        assert (cls.fault, cls.retryable, 400 <= cls.status < 500) == ("caller", False, True)
    elif issubclass(cls, ProviderError):
        assert (cls.fault, cls.retryable, cls.status in (502, 504)) == ("provider", True, True)
    else:
        assert (cls.fault, cls.status >= 500) == ("gateway", True)


def test_a_code_means_one_thing():
    """Only the rung between shares its code with the class that stands for all of it."""
    codes = [cls.code for cls in LADDER if cls is not CallerError]
    assert len(codes) == len(set(codes))
    assert CallerError.code == errors.InvalidRequest.code


def test_an_error_says_its_sentence_and_what_else_is_known():
    error = Overloaded("No room.", field="model", provider="openai", retry_after=2)
    assert str(error) == error.message == "No room."
    assert (error.field, error.provider, error.retry_after) == ("model", "openai", 2)


def test_what_is_not_known_is_absent():
    error = GatewayError("Broken.")
    assert (error.field, error.provider, error.retry_after) == (None, None, None)


def test_a_status_of_its_own_changes_nothing_for_the_class():
    assert ProviderError("Not found.", status=404).status == 404
    assert ProviderError("Broken.").status == 502
