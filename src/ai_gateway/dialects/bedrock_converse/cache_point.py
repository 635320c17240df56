"""Marks in a prompt up to which it may be cached."""

from ai_gateway.dialects.bedrock_converse.shapes import CachePoint
from ai_gateway.dialects.neutral.content import CacheMark

_AN_HOUR = 3600


def write_point(mark: CacheMark) -> CachePoint:
    """Return the mark with the shortest time to live that the service has and that is enough.

    The service keeps for 5 minutes, its default, or for an hour.
    """
    if mark.seconds is None:
        return CachePoint("default")
    return CachePoint("default", "5m" if mark.seconds < _AN_HOUR else "1h")
