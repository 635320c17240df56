"""Markers of prefixes to be cached, in both shapes."""

import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.content import CacheMark
from ai_gateway.dialects.openai_chat.cache_mark import read_mark, write_breakpoint, write_control
from ai_gateway.dialects.openai_chat.content_shapes import CacheBreakpoint, CacheControl


@pytest.mark.parametrize(
    ("ttl", "seconds"), [(None, None), ("5m", 300), ("1h", 3600), ("30m", 1800), ("12h", 43200)]
)
def test_a_lifetime_is_read_in_seconds(ttl: str | None, seconds: int | None) -> None:
    assert read_mark("messages.0", CacheControl(ttl)) == CacheMark(seconds)
    assert read_mark("messages.0", None, CacheBreakpoint(ttl)) == CacheMark(seconds)


def test_no_marker_is_none() -> None:
    assert read_mark("messages.0", None) is None
    assert write_control(None) is None
    assert write_breakpoint(None) is None


def test_cache_control_says_more_than_a_breakpoint() -> None:
    assert read_mark("", CacheControl("1h"), CacheBreakpoint("30m")) == CacheMark(3600)


@pytest.mark.parametrize("at", ["messages.0", ""])
def test_a_lifetime_that_is_no_time_is_named(at: str) -> None:
    with pytest.raises(InvalidRequest, match=r"'soon'; expected a time such as `5m`") as caught:
        read_mark(at, CacheControl("soon"))
    assert caught.value.field == f"{at}.cache_control.ttl".removeprefix(".")


@pytest.mark.parametrize(
    ("seconds", "control", "point"),
    [(None, None, None), (300, "5m", "30m"), (3600, "1h", "12h"), (1800, "1h", "30m")],
)
def test_the_shorter_lifetime_that_is_enough_is_written(
    seconds: int | None, control: str | None, point: str | None
) -> None:
    assert write_control(CacheMark(seconds)) == CacheControl(control)
    assert write_breakpoint(CacheMark(seconds)) == CacheBreakpoint(point)
