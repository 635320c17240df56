"""Days and months of a budget, in its time zone."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from ai_gateway.core.policy import Period


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def bounds(period: Period, timezone: str, now: float) -> tuple[int, int]:
    """Return the beginning and the end of the `period` around `now`, in seconds since 1970.

    A day begins at midnight of the zone, or where the clock is set forward over midnight, when
    it has been.
    """
    zone = _zone(timezone)
    today = datetime.fromtimestamp(now, zone).date()
    if period == "day":
        return _midnight(today, zone), _midnight(today + timedelta(days=1), zone)
    first = today.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return _midnight(first, zone), _midnight(following, zone)


def _midnight(day: date, zone: ZoneInfo) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())
