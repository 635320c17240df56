"""Percentiles and spreads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.samples import Spread, percentile, spread

_NUMBERS = st.lists(st.floats(-1e9, 1e9), min_size=1)


@pytest.mark.parametrize(
    ("share", "expected"), [(0.0, 1), (0.5, 5), (0.51, 6), (0.9, 9), (0.99, 10), (1.0, 10)]
)
def test_a_percentile_is_the_nearest_rank(share: float, expected: float) -> None:
    assert percentile([10, 1, 9, 2, 8, 3, 7, 4, 6, 5], share) == expected


@given(_NUMBERS, st.floats(0, 1))
def test_a_percentile_was_measured_and_covers_its_share(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-6


def test_a_spread_has_the_middle_and_both_ends() -> None:
    assert spread([3.0, 9.0, 1.0]) == Spread(median=3.0, low=1.0, high=9.0)


@given(_NUMBERS)
def test_a_median_lies_within_its_spread(values: list[float]) -> None:
    found = spread(values)
    assert found.low <= found.median <= found.high
