"""Days and months begin at midnight of their zone, the ends of summer time included."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from ai_gateway.admission.period import bounds
from ai_gateway.core.policy import Period


def at(text: str, zone: str = "UTC") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


@pytest.mark.parametrize(
    ("period", "zone", "now", "begin", "end"),
    [
        ("day", "UTC", "2026-11-23T21:59", "2026-11-23", "2026-11-24"),
        ("day", "UTC", "2026-11-23T00:00", "2026-11-23", "2026-11-24"),
        ("month", "UTC", "2026-11-30T23:59", "2026-11-01", "2026-12-01"),
        ("month", "UTC", "2026-12-31T23:59", "2026-12-01", "2027-01-01"),
        ("month", "UTC", "2028-02-29T12:00", "2028-02-01", "2028-03-01"),
        ("day", "Europe/Berlin", "2026-03-29T12:00", "2026-03-29", "2026-03-30"),
        ("day", "Europe/Berlin", "2026-10-25T12:00", "2026-10-25", "2026-10-26"),
        ("month", "Asia/Tokyo", "2026-11-01T00:00", "2026-11-01", "2026-12-01"),
    ],
)
def test_a_period_lies_around_now(period: Period, zone: str, now: str, begin: str, end: str):
    assert bounds(period, zone, at(now, zone)) == (at(begin, zone), at(end, zone))


def test_a_day_may_have_23_or_25_hours():
    begin, end = bounds("day", "Europe/Berlin", at("2026-03-29T12:00"))
    assert end - begin == 23 * 3600
    begin, end = bounds("day", "Europe/Berlin", at("2026-10-25T12:00"))
    assert end - begin == 25 * 3600


def test_a_zone_has_its_own_midnight():
    assert bounds("day", "Asia/Tokyo", at("2026-11-23T16:00"))[0] == at("2026-11-23T15:00")
