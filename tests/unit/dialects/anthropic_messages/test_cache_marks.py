"""Prompt-cache markers."""

import pytest

from ai_gateway.dialects.anthropic_messages.blocks import CacheControl
from ai_gateway.dialects.anthropic_messages.cache_marks import read_mark, write_mark
from ai_gateway.dialects.neutral.content import CacheMark


@pytest.mark.parametrize(
    ("control", "mark"),
    [
        (None, None),
        (CacheControl(), CacheMark()),
        (CacheControl("5m"), CacheMark(300)),
        (CacheControl("1h"), CacheMark(3600)),
    ],
)
def test_a_marker_is_the_same_both_ways(
    control: CacheControl | None, mark: CacheMark | None
) -> None:
    assert read_mark(control) == mark
    assert write_mark(mark) == control


@pytest.mark.parametrize(("seconds", "ttl"), [(60, "5m"), (301, "1h"), (86_400, "1h")])
def test_another_time_becomes_the_next_one_that_there_is(seconds: int, ttl: str) -> None:
    control = write_mark(CacheMark(seconds))
    assert control is not None
    assert control.ttl == ttl
