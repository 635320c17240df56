"""Markers of prefixes to be cached, in the two shapes that travel in this dialect."""

import re

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.content import CacheMark
from ai_gateway.dialects.openai_chat.content_shapes import CacheBreakpoint, CacheControl

_LIFETIME = re.compile(r"([1-9]\d{0,3})([mh])")
_SECONDS = {"m": 60, "h": 3600}
_FIVE_MINUTES = 300
_HALF_AN_HOUR = 1800


def read_mark(
    at: str, control: CacheControl | None, point: CacheBreakpoint | None = None
) -> CacheMark | None:
    """Return the marker of the part at `at`, which is "" for the request itself.

    Where both stand, `cache_control` counts: it says more. Raises
    `InvalidRequest` for a `ttl` that is no time, such as `5m` or `1h`.
    """
    mark = control or point
    if mark is None:
        return None
    if mark.ttl is None:
        return CacheMark()
    lifetime = _LIFETIME.fullmatch(mark.ttl)
    if lifetime is None:
        name = "cache_control" if control else "prompt_cache_breakpoint"
        field = f"{at}.{name}.ttl".removeprefix(".")
        raise InvalidRequest(
            f"`{field}` is {mark.ttl!r}; expected a time such as `5m` or `1h`. Correct it or leave"
            " it out.",
            field=field,
        )
    return CacheMark(int(lifetime[1]) * _SECONDS[lifetime[2]])


def write_control(mark: CacheMark | None) -> CacheControl | None:
    """Return `cache_control`, with the shorter of Anthropic's two lifetimes that is enough."""
    if mark is None:
        return None
    if mark.seconds is None:
        return CacheControl()
    return CacheControl("5m" if mark.seconds <= _FIVE_MINUTES else "1h")


def write_breakpoint(mark: CacheMark | None) -> CacheBreakpoint | None:
    """Return `prompt_cache_breakpoint`, with the shorter of OpenAI's two that is enough."""
    if mark is None:
        return None
    if mark.seconds is None:
        return CacheBreakpoint()
    return CacheBreakpoint("30m" if mark.seconds <= _HALF_AN_HOUR else "12h")
