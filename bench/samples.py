"""The two sums of the benchmark: a percentile within one run, the median and spread over runs."""

import math
import statistics
from collections.abc import Sequence

import msgspec


class Spread(msgspec.Struct, frozen=True):
    """One measure over several rounds: the middle one, the lowest and the highest."""

    median: float
    low: float
    high: float


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest of `values` that `share` (0 to 1) of them do not exceed.

    The nearest rank: a value that was measured, never one between two. There is at least one.
    """
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def spread(values: Sequence[float]) -> Spread:
    """Return the spread of `values`, of which there is at least one."""
    return Spread(median=statistics.median(values), low=min(values), high=max(values))
