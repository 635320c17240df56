"""Marks in a prompt: the shortest time to live that is enough."""

import pytest

from ai_gateway.dialects.bedrock_converse.cache_point import write_point
from ai_gateway.dialects.neutral.content import CacheMark


@pytest.mark.parametrize(
    ("seconds", "ttl"), [(None, None), (60, "5m"), (300, "5m"), (3600, "1h"), (86_400, "1h")]
)
def test_a_time_to_live_becomes_one_of_the_two(seconds: int | None, ttl: str | None) -> None:
    point = write_point(CacheMark(seconds))
    assert (point.type, point.ttl) == ("default", ttl)
