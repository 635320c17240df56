"""A small task that a simulated model leads through several turns of tools.

The simulator calls what the last message tells it to, so that each tool's result says what comes
next: the script stands in what the tools return. Two calls of the second turn are parallel.
"""

from collections.abc import Callable
from typing import Any

from typing_extensions import TypedDict

SYSTEM = "You plan trips. Use the tools."
ASKED = 'Plan a trip. call find_city {"name": "Köln"}'
ANSWER = "The tool said: Booked for 41.5 euros."
TURNS = 4
"""How often the model is asked: three times it calls, then it answers."""


class Price(TypedDict):
    """An amount of money."""

    amount: float
    currency: str


class Trip:
    """The tools of one run, and the calls of them that came, in order."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def find_city(self, name: str) -> str:
        """Find a city by its name."""
        self.calls.append(("find_city", {"name": name}))
        days = ("mon", "tue")
        return "Köln is city 7." + "".join(
            f' call fare {{"city": 7, "day": "{day}"}}' for day in days
        )

    def fare(self, city: int, day: str) -> str:
        """Tell what the train to a city costs on a day."""
        self.calls.append(("fare", {"city": city, "day": day}))
        if day == "mon":
            return "41.5 euros."
        return '43 euros. call book {"days": ["mon"], "price": {"amount": 41.5, "currency": "EUR"}}'

    def book(self, days: list[str], price: Price) -> str:
        """Book a trip."""
        self.calls.append(("book", {"days": days, "price": dict(price)}))
        return "Booked for 41.5 euros."

    @property
    def tools(self) -> list[Callable[..., str]]:
        """The tools, for a framework to describe to the model."""
        return [self.find_city, self.fare, self.book]


CALLS: list[tuple[str, dict[str, Any]]] = [
    ("find_city", {"name": "Köln"}),
    ("fare", {"city": 7, "day": "mon"}),
    ("fare", {"city": 7, "day": "tue"}),
    ("book", {"days": ["mon"], "price": {"amount": 41.5, "currency": "EUR"}}),
]
"""Every call that the task needs; those of one turn may come in any order."""

RESULTS = ("Köln is city 7.", "41.5 euros.", "43 euros.", "Booked for 41.5 euros.")
"""What the model has to have read by its last turn."""
