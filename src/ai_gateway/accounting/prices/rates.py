"""What each billed unit of a model costs, and what a call's units add up to.

Prices are decimals of dollars for a million tokens, a thousand searches or an hour. As
nano-dollars for one unit many are fractions, so sums stay rational: all rates of one price get a
common denominator, and a sum of products of integers is exact.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Literal, get_args

import msgspec

from ai_gateway.core.usage import Usage

Unit = Literal[
    "input",
    "output",
    "cache_read",
    "cache_write",
    "cache_write_1h",
    "reasoning",
    "audio_input",
    "audio_cache_read",
    "audio_output",
    "image_input",
    "image_cache_read",
    "image_output",
    "web_search",
    "file_search",
    "audio_hour",
    "request",
]
"""What a price can be for. Tokens are priced by the million, searches and requests by the
thousand, audio by the hour."""

UNITS: tuple[Unit, ...] = get_args(Unit)

_NANO = 1_000_000_000
_THOUSAND = 1_000
_MILLION = 1_000_000
_MS_PER_HOUR = 3_600_000

_PER: Mapping[Unit, int] = {
    "web_search": _THOUSAND,
    "file_search": _THOUSAND,
    "request": _THOUSAND,
    "audio_hour": _MS_PER_HOUR,
}

# What has no price of its own is billed as what it is part of: no discount was promised for it.
_BILLED_AS: Mapping[Unit, Unit] = {
    "cache_read": "input",
    "cache_write": "input",
    "cache_write_1h": "cache_write",
    "reasoning": "output",
    "audio_input": "input",
    "audio_cache_read": "cache_read",
    "audio_output": "output",
    "image_input": "input",
    "image_cache_read": "cache_read",
    "image_output": "output",
}

_READ: tuple[Unit, ...] = (
    "input", "cache_write", "cache_write_1h", "cache_read", "audio_input", "audio_cache_read",
    "image_input", "image_cache_read",
)  # fmt: skip
_WRITTEN: tuple[Unit, ...] = ("output", "reasoning", "audio_output", "image_output")


class Rates:
    """Nano-dollars for each unit, as integers over `denominator`.

    `dollars` are the published prices, for as many units as they are published for; a unit
    without one costs what it is part of costs, else nothing.
    """

    __slots__ = ("denominator", "dollars", "highest_read", "highest_written", "of")

    def __init__(self, dollars: Mapping[Unit, Decimal]) -> None:
        self.dollars = dict(dollars)
        exact = {unit: self._nano(unit) for unit in UNITS}
        self.denominator = lcm(*(rate.denominator for rate in exact.values()))
        self.of = {unit: int(exact[unit] * self.denominator) for unit in UNITS}
        self.highest_read = max(self.of[unit] for unit in _READ)
        self.highest_written = max(self.of[unit] for unit in _WRITTEN)

    def _nano(self, unit: Unit) -> Fraction:
        asked: Unit | None = unit
        while asked is not None and asked not in self.dollars:
            asked = _BILLED_AS.get(asked)
        if asked is None:
            return Fraction(0)
        return Fraction(self.dollars[asked]) * _NANO / _PER.get(asked, _MILLION)


Part = tuple[Unit, int]
"""A unit, and how many of it."""


class Counts(msgspec.Struct, frozen=True):
    """The units of one call, none counted twice.

    `uncached` is the same, had nothing been read from the cache or written to it.
    """

    billed: tuple[Part, ...]
    uncached: tuple[Part, ...]
    total_input: int


def counts(usage: Usage) -> Counts:
    """Take a call's usage apart into units that do not overlap.

    A provider whose parts exceed their whole contradicts itself; the parts are what it itemised,
    so they stand, and what is left of the whole is nothing.
    """
    read = usage.cache_read_tokens or 0
    short, long = usage.cache_write_tokens or 0, usage.cache_write_1h_tokens or 0
    total = max(usage.input_tokens or 0, read + short + long)
    audio, audio_read = usage.audio_input_tokens or 0, usage.audio_cache_read_tokens or 0
    image, image_read = usage.image_input_tokens or 0, usage.image_cache_read_tokens or 0
    others = _others(usage)
    if not (read or short or long or audio or image):
        billed: tuple[Part, ...] = (("input", total), *others)
        return Counts(billed, billed, total)
    heard, seen = max(audio - audio_read, 0), max(image - image_read, 0)
    fresh = total - read - short - long
    # Of what is fresh, audio and images go first; what was written to the cache is text.
    heard = min(heard, fresh)
    seen = min(seen, fresh - heard)
    billed = (
        ("input", fresh - heard - seen),
        ("cache_read", max(read - audio_read - image_read, 0)),
        ("cache_write", short),
        ("cache_write_1h", long),
        ("audio_input", heard),
        ("audio_cache_read", min(audio_read, read)),
        ("image_input", seen),
        ("image_cache_read", min(image_read, max(read - audio_read, 0))),
        *others,
    )
    heard, seen = min(audio, total), min(image, max(total - audio, 0))
    uncached: tuple[Part, ...] = (
        ("input", total - heard - seen),
        ("audio_input", heard),
        ("image_input", seen),
        *others,
    )
    return Counts(billed, uncached, total)


def _others(usage: Usage) -> tuple[Part, ...]:
    """Return what no cache makes cheaper."""
    thought = usage.reasoning_tokens or 0
    said, drawn = usage.audio_output_tokens or 0, usage.image_output_tokens or 0
    written = max(usage.output_tokens or 0, said + drawn)
    if thought or said or drawn:
        thought = min(thought, written - said - drawn)
        parts: list[Part] = [
            ("output", written - said - drawn - thought),
            ("reasoning", thought),
            ("audio_output", said),
            ("image_output", drawn),
        ]
    else:
        parts = [("output", written)]
    parts.append(("request", 1))
    if usage.web_searches:
        parts.append(("web_search", usage.web_searches))
    if usage.file_searches:
        parts.append(("file_search", usage.file_searches))
    if usage.audio_ms:
        parts.append(("audio_hour", usage.audio_ms))
    return tuple(parts)
