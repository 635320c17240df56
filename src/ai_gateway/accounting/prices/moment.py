"""The moment that a price holds at."""

from collections.abc import Callable
from datetime import UTC, date, datetime


class Moment:
    """Tells the day and the minute of it, in UTC; a date is made once a day.

    `wall` gives seconds since 1970.
    """

    def __init__(self, wall: Callable[[], float]) -> None:
        self._wall = wall
        self._day: tuple[int, date] = (-1, date.min)

    def now(self) -> tuple[date, int]:
        """Return the day, and the minute of it."""
        seconds = int(self._wall())
        number, rest = divmod(seconds, 86_400)
        if number != self._day[0]:
            self._day = (number, datetime.fromtimestamp(seconds, UTC).date())
        return self._day[1], rest // 60
