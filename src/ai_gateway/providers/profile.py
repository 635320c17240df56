"""What is known of models beyond their wire format, as data."""

import re
import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from ai_gateway.dialects.neutral.profile import Profile


@cache
def profiles() -> dict[str, Profile]:
    """Return every known family of models by the beginning of its members' names."""
    text = files("ai_gateway.providers").joinpath("profiles.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Profile])


def profile_of(model: str | None) -> Profile:
    """Return what is known of `model`: of the family with the longest matching beginning.

    What stands before the name does not count, be it a vendor, a region or a path, as in
    `openai/gpt-5`, `eu.anthropic.claude-…` or an ARN; nor what follows a whole word of it, such
    as `-20250929`, `@20251001` or `:free`. A model of no known family gets the defaults.
    """
    return known_profile(model) or Profile()


def known_profile(model: str | None) -> Profile | None:
    """Return what is known of `model`, None for one of no known family; see `profile_of`."""
    found = _family().search((model or "").lower())
    return None if found is None else _by_hyphens()[_hyphened(found[1])]


@cache
def _family() -> re.Pattern[str]:
    """Return the pattern that finds the family in a name: of those that fit, the longest."""
    longest_first = sorted(_by_hyphens(), key=len, reverse=True)
    names = "|".join(re.escape(family).replace(r"\-", "[-.]") for family in longest_first)
    return re.compile(rf"(?:^|[./:@])({names})(?![a-z0-9])")


@cache
def _by_hyphens() -> dict[str, Profile]:
    return {_hyphened(family): profile for family, profile in profiles().items()}


def _hyphened(family: str) -> str:
    # OpenRouter writes `claude-opus-4.6` where Anthropic writes `claude-opus-4-6`.
    return family.replace(".", "-")
