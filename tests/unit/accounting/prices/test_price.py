"""A cost is exact, rounded once, and never above the bound that a budget reserves."""

from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.accounting.prices.listing import Dollars
from ai_gateway.accounting.prices.price import STANDARD, Amount, Band, Cost, Price, Window
from ai_gateway.accounting.prices.rates import UNITS, Rates, Unit
from ai_gateway.core.usage import Usage
from tests.unit.core.test_usage import usages

CACHE: Dollars = {"cache_read": Decimal("0.3"), "cache_write": Decimal("3.75")}
LOW = Rates({"input": Decimal(3), "output": Decimal(15), **CACHE})
HIGH = Rates(
    {**{unit: dollars * 2 for unit, dollars in LOW.dollars.items()}, "output": Decimal("22.5")}
)
FLEX = Rates({"input": Decimal("1.5"), "output": Decimal("7.5")})
NIGHT = Rates({"input": Decimal(1), "output": Decimal(2)})
PRICE = Price(
    "acme/m",
    "a list",
    {STANDARD: (Band(0, LOW), Band(1000, HIGH)), "flex": (Band(0, FLEX),)},
    windows=(Window(1380, 60, (Band(0, NIGHT),)),),
    regions={"us": Fraction(11, 10)},
)


def simple(dollars: str) -> Price:
    return Price("a/m", "a list", {STANDARD: (Band(0, Rates({"input": Decimal(dollars)})),)})


def test_each_unit_is_billed_at_its_rate():
    usage = Usage(input_tokens=600, output_tokens=10, cache_read_tokens=400, cache_write_tokens=100)
    assert PRICE.cost(usage).nano == 100 * 3000 + 400 * 300 + 100 * 3750 + 10 * 15000


def test_savings_are_the_uncached_cost_less_the_cost_and_may_be_negative():
    read = PRICE.cost(Usage(input_tokens=100, cache_read_tokens=100))
    assert (read.uncached_nano, read.savings_nano) == (300_000, 270_000)
    assert PRICE.cost(Usage(input_tokens=100, cache_write_tokens=100)).savings_nano == -75_000


@pytest.mark.parametrize(("tokens", "rate"), [(1000, 3000), (1001, 6000)])
def test_above_a_threshold_every_token_costs_more(tokens: int, rate: int):
    assert PRICE.cost(Usage(input_tokens=tokens)).nano == tokens * rate


def test_the_threshold_counts_what_is_cached():
    usage = Usage(input_tokens=1001, cache_read_tokens=1001, output_tokens=1)
    assert PRICE.cost(usage).nano == 1001 * 600 + 22_500


@pytest.mark.parametrize(
    ("tier", "nano", "known"),
    [
        (None, 3000, True),
        ("default", 3000, True),
        ("ON_DEMAND", 3000, True),
        ("flex", 1500, True),
        ("ultrafast", 3000, False),
    ],
)
def test_a_tier_without_rates_costs_what_the_standard_does_and_is_not_known(
    tier: str | None, nano: int, known: bool
):
    assert PRICE.cost(Usage(input_tokens=1, tier=tier)).nano == nano
    assert PRICE.knows(tier) is known


@pytest.mark.parametrize(
    ("minute", "nano"), [(None, 3000), (1379, 3000), (1380, 1000), (59, 1000), (60, 3000)]
)
def test_hours_of_the_day_go_over_midnight(minute: int | None, nano: int):
    assert PRICE.cost(Usage(input_tokens=1), minute).nano == nano


def test_a_tier_has_no_hours():
    assert PRICE.cost(Usage(input_tokens=1, tier="flex"), 0).nano == 1500


def test_a_window_within_a_day():
    window = Window(60, 120, ())
    assert [window.holds(minute) for minute in (59, 60, 119, 120)] == [False, True, True, False]


def test_a_region_raises_tokens_and_not_searches():
    rates = Rates({"input": Decimal(10), "web_search": Decimal(10)})
    price = Price("a/m", "a list", {STANDARD: (Band(0, rates),)}, regions={"us": Fraction(11, 10)})
    usage = Usage(input_tokens=100, web_searches=1, region="us")
    assert price.cost(usage).nano == 1_100_000 + 10_000_000


@pytest.mark.parametrize(
    ("dollars", "tokens", "nano"),
    # Half a nano-dollar each time: 0.5, 1.5, 2.5 and 3.5 go to 0, 2, 2 and 4.
    [("0.0005", 1, 0), ("0.0005", 3, 2), ("0.0005", 5, 2), ("0.0005", 7, 4), ("0.1", 5, 500)],
)
def test_half_a_nano_dollar_goes_to_the_even_one(dollars: str, tokens: int, nano: int):
    assert simple(dollars).cost(Usage(input_tokens=tokens)).nano == nano


def test_amounts_are_added_before_they_are_rounded():
    half = simple("0.0005").amount(Usage(input_tokens=1))
    assert half.rounded() == Cost(0, 0)
    assert half.plus(half).plus(half).rounded() == Cost(2, 2)
    assert isinstance(half, Amount)


PRICED: list[Unit] = [*UNITS[:10], "audio_output", "image_output", "request"]


@st.composite
def made(draw: st.DrawFn) -> Price:
    """Draw a price with two bands, a tier and a region."""
    dollars = st.dictionaries(st.sampled_from(PRICED), st.decimals(0, 100, places=4))
    low, high, tier = (Rates(draw(dollars)) for _ in range(3))
    tiers = {STANDARD: (Band(0, low), Band(500, high)), "x": (Band(0, tier),)}
    return Price("a/m", "a list", tiers, regions={"us": Fraction(11, 10)})


@st.composite
def usage_told(draw: st.DrawFn) -> Usage:
    """Draw usage of some tier and region."""
    return msgspec.structs.replace(
        draw(usages),
        tier=draw(st.sampled_from([None, "x", "priority"])),
        region=draw(st.sampled_from([None, "us"])),
    )


prices, told = made(), usage_told()


@given(prices, told)
def test_one_rounding_equals_the_exact_amount(price: Price, usage: Usage):
    assert price.cost(usage) == price.amount(usage).rounded()


@given(prices, told)
def test_no_call_costs_more_than_the_bound(price: Price, usage: Usage):
    usage = msgspec.structs.replace(usage, web_searches=None, file_searches=None, audio_ms=None)
    cached = ("cache_read_tokens", "cache_write_tokens", "cache_write_1h_tokens")
    made = ("audio_output_tokens", "image_output_tokens")
    read = max(usage.input_tokens or 0, sum(getattr(usage, name) or 0 for name in cached))
    written = max(usage.output_tokens or 0, sum(getattr(usage, name) or 0 for name in made))
    assert price.cost(usage).nano <= price.upper_bound(read, written)
