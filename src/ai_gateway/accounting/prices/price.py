"""The price of one model on one day, and what usage costs by it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import msgspec

from ai_gateway.accounting.prices.rates import Counts, Part, Rates, counts
from ai_gateway.core.usage import Usage

STANDARD = ""
"""The service tier of whoever asks for none."""

# What vendors call it, and capacity that was bought beforehand, which no call is billed for.
_STANDARD_NAMES = frozenset(
    {STANDARD, "default", "auto", "standard", "scale", "reserved", "on_demand",
     "provisioned_throughput"}
)  # fmt: skip


class Band(msgspec.Struct, frozen=True):
    """The rates of calls that read more than `above` tokens, up to the next band."""

    above: int
    rates: Rates


Bands = Sequence[Band]
"""Bands in ascending order; the first begins at 0 and the last has no end."""


class Window(msgspec.Struct, frozen=True):
    """Rates that hold every day from minute `start` of it to before minute `end`, in UTC.

    Where the end is before the start, the window goes over midnight.
    """

    start: int
    end: int
    bands: Bands

    def holds(self, minute: int) -> bool:
        """Say whether it holds at `minute` of a day."""
        if self.start <= self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


class Cost(msgspec.Struct, frozen=True):
    """What a call cost and would have cost without the provider's cache, in nano-dollars."""

    nano: int
    uncached_nano: int

    @property
    def savings_nano(self) -> int:
        """What the cache saved; less than nothing where it was written and hardly read."""
        return self.uncached_nano - self.nano


FREE = Cost(0, 0)


class Amount(msgspec.Struct, frozen=True):
    """An exact number of nano-dollars for what was billed, and for the same without a cache."""

    billed: Fraction
    uncached: Fraction

    def plus(self, other: "Amount") -> "Amount":
        """Return the exact sum."""
        return Amount(self.billed + other.billed, self.uncached + other.uncached)

    def rounded(self) -> Cost:
        """Return whole nano-dollars, each half rounded to the even one."""
        return Cost(round(self.billed), round(self.uncached))


NOTHING = Amount(Fraction(0), Fraction(0))


class Price:
    """What one model costs on one day.

    `name` is `provider/model` as the price list has them, `source` the list and its version.
    `tiers` has the rates of each service tier, `STANDARD` among them; `windows` are hours at
    which the standard tier costs something else, the later one first where two overlap;
    `regions` are factors for tokens that the provider says it processed there. `estimated` says
    that it is another model's price, or a guess.
    """

    def __init__(
        self,
        name: str,
        source: str,
        tiers: Mapping[str, Bands],
        *,
        windows: Sequence[Window] = (),
        regions: Mapping[str, Fraction] | None = None,
        estimated: bool = False,
    ) -> None:
        self.name = name
        self.source = source
        self.estimated = estimated
        self.tiers = tiers
        self.windows = windows
        self.regions = regions or {}

    def knows(self, tier: str | None) -> bool:
        """Say whether a service tier has rates; one that has none costs what the standard does."""
        return tier is None or tier in self.tiers or tier.lower() in _STANDARD_NAMES

    def cost(self, usage: Usage, minute: int | None = None) -> Cost:
        """Return what `usage` costs, rounded half-even once.

        `minute` is the minute of the day in UTC at which the call was made, for models that have
        hours; without it they cost what they cost outside of them.
        """
        taken = counts(usage)
        rates = self._rates(usage, taken, minute)
        if usage.region in self.regions:
            return self.amount(usage, minute).rounded()
        denominator = rates.denominator
        billed = _half_even(_sum(taken.billed, rates), denominator)
        if taken.uncached is taken.billed:
            return Cost(billed, billed)
        return Cost(billed, _half_even(_sum(taken.uncached, rates), denominator))

    def amount(self, usage: Usage, minute: int | None = None) -> Amount:
        """Return exactly what `usage` costs, for sums that are rounded once at their end."""
        taken = counts(usage)
        rates = self._rates(usage, taken, minute)
        factor = self.regions.get(usage.region or "", Fraction(1))
        return Amount(_scaled(taken.billed, rates, factor), _scaled(taken.uncached, rates, factor))

    def upper_bound(self, input_tokens: int, output_tokens: int) -> int:
        """Return nano-dollars that no call with at most so many tokens costs more than.

        It holds for every service tier, hour and region, and whatever of the input is cached,
        heard or seen. Searches are not part of it.
        """
        bands = [band for tier in self.tiers.values() for band in tier]
        bands += [band for window in self.windows for band in window.bands]
        highest = max(
            _bound(band.rates, input_tokens, output_tokens)
            for band in bands
            if band.above < max(input_tokens, 1)
        )
        return -(-highest * max(self.regions.values(), default=1) // 1)

    def _rates(self, usage: Usage, taken: Counts, minute: int | None) -> Rates:
        bands = self.tiers.get(usage.tier or STANDARD)
        if bands is None:
            bands = self.tiers[STANDARD]
        if self.windows and minute is not None and bands is self.tiers[STANDARD]:
            bands = next((one.bands for one in self.windows if one.holds(minute)), bands)
        chosen = bands[0].rates
        for band in bands[1:]:
            if taken.total_input <= band.above:
                break
            chosen = band.rates
        return chosen


def _sum(parts: Sequence[Part], rates: Rates) -> int:
    of, total = rates.of, 0
    for unit, count in parts:
        total += of[unit] * count
    return total


_BY_TOKEN_NOT = frozenset({"web_search", "file_search", "audio_hour", "request"})


def _scaled(parts: Sequence[Part], rates: Rates, factor: Fraction) -> Fraction:
    tokens = [part for part in parts if part[0] not in _BY_TOKEN_NOT]
    others = [part for part in parts if part[0] in _BY_TOKEN_NOT]
    return (_sum(tokens, rates) * factor + _sum(others, rates)) / rates.denominator


def _bound(rates: Rates, input_tokens: int, output_tokens: int) -> Fraction:
    read, written = rates.highest_read * input_tokens, rates.highest_written * output_tokens
    return Fraction(read + written + rates.of["request"], rates.denominator)


def _half_even(numerator: int, denominator: int) -> int:
    whole, rest = divmod(numerator, denominator)
    twice = 2 * rest
    return whole + (twice > denominator or (twice == denominator and whole & 1))
