"""Dollars show every digit of their nano-dollars."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.accounting.money import dollars


@pytest.mark.parametrize(
    ("nano", "text"),
    [
        (0, "0.000000000"),
        (1, "0.000000001"),
        (41_200, "0.000041200"),
        (1_063_761_250, "1.063761250"),
        (-500_000_000, "-0.500000000"),
    ],
)
def test_nano_dollars_are_written_as_dollars(nano: int, text: str):
    assert dollars(nano) == text


@given(st.integers(-(10**18), 10**18))
def test_nothing_is_lost(nano: int):
    assert Decimal(dollars(nano)).scaleb(9) == nano
