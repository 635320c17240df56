"""The section `accounting.prices`."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from ai_gateway.accounting.prices.settings import PriceSettings


def test_an_unknown_price_is_estimated_by_default():
    assert PriceSettings().unknown == "estimate"


def test_numbers_keep_the_digits_that_were_written():
    said = PriceSettings.model_validate({"models": {"a/m": {"input": 0.1, "output": "0.00875"}}})
    assert said.models["a/m"].input == Decimal("0.1")
    assert said.models["a/m"].output == Decimal("0.00875")


@pytest.mark.parametrize("value", [-1, "nan", "inf", 1_000_001, "cheap"])
def test_what_is_no_price_is_refused(value: object):
    with pytest.raises(ValidationError):
        PriceSettings.model_validate({"models": {"a/m": {"input": value}}})


def test_a_policy_that_does_not_exist_is_refused():
    with pytest.raises(ValidationError, match="unknown"):
        PriceSettings.model_validate({"unknown": "ignore"})
