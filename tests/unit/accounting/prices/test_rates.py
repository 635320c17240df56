"""Units never overlap, and a rate that was not published is that of what it is part of."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from ai_gateway.accounting.prices.rates import UNITS, Rates, counts
from ai_gateway.core.usage import Usage
from tests.unit.core.test_usage import usages


def nano(rates: Rates, unit: str) -> Fraction:
    return Fraction(rates.of[unit], rates.denominator)


def test_dollars_for_a_million_tokens_are_thousands_of_nano_dollars_for_one():
    rates = Rates({"input": Decimal("1.25"), "output": Decimal(10)})
    assert (nano(rates, "input"), nano(rates, "output")) == (1250, 10_000)


def test_searches_are_by_the_thousand_and_recordings_by_the_hour():
    rates = Rates({"web_search": Decimal(10), "audio_hour": Decimal("0.36")})
    assert nano(rates, "web_search") == 10_000_000
    assert nano(rates, "audio_hour") * 3_600_000 == 360_000_000


@pytest.mark.parametrize(
    ("unit", "billed_as"),
    [
        ("cache_read", "input"),
        ("cache_write", "input"),
        ("cache_write_1h", "input"),
        ("audio_input", "input"),
        ("image_cache_read", "input"),
        ("reasoning", "output"),
        ("audio_output", "output"),
    ],
)
def test_what_has_no_price_costs_what_it_is_part_of(unit: str, billed_as: str):
    rates = Rates({"input": Decimal(3), "output": Decimal(15)})
    assert rates.of[unit] == rates.of[billed_as] > 0


def test_an_hours_cache_without_a_price_costs_what_the_short_one_does():
    rates = Rates({"input": Decimal(3), "cache_write": Decimal("3.75")})
    assert rates.of["cache_write_1h"] == rates.of["cache_write"]


def test_fractions_of_a_nano_dollar_are_exact():
    rates = Rates({"input": Decimal("0.0001"), "cache_read": Decimal("0.00003")})
    assert (nano(rates, "input"), nano(rates, "cache_read")) == (
        Fraction(1, 10),
        Fraction(3, 100),
    )


WRITTEN = ("output", "reasoning", "audio_output", "image_output")
NO_TOKENS = ("web_search", "file_search", "audio_hour", "request")


@given(usages)
def test_every_token_that_was_read_is_billed_once(usage: Usage):
    billed = dict(counts(usage).billed)
    read = [count for unit, count in billed.items() if unit not in (*WRITTEN, *NO_TOKENS)]
    assert sum(read) == counts(usage).total_input
    assert min(billed.values()) >= 0
    assert set(billed) <= set(UNITS)


@given(usages)
def test_every_token_that_was_written_is_billed_once(usage: Usage):
    billed = dict(counts(usage).billed)
    written = sum(billed.get(unit, 0) for unit in WRITTEN)
    parts = (usage.audio_output_tokens or 0) + (usage.image_output_tokens or 0)
    assert written == max(usage.output_tokens or 0, parts)


@given(usages)
def test_without_a_cache_the_same_tokens_are_all_input(usage: Usage):
    taken = counts(usage)
    uncached = dict(taken.uncached)
    read = sum(uncached.get(unit, 0) for unit in ("input", "audio_input", "image_input"))
    assert "cache_read" not in uncached
    assert read == taken.total_input


def test_parts_that_exceed_their_whole_stand():
    taken = counts(Usage(input_tokens=10, cache_read_tokens=30, cache_write_tokens=5))
    assert dict(taken.billed)["cache_read"] == 30
    assert dict(taken.billed)["input"] == 0
