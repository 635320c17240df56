"""What the simulator remembers between requests, in bounded memory."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Shelf(Generic[T]):
    """Values by their identifier; past `limit`, the oldest is forgotten."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._values: dict[str, T] = {}

    def put(self, key: str, value: T) -> None:
        """Keep `value`, as the newest."""
        self._values.pop(key, None)
        self._values[key] = value
        if len(self._values) > self._limit:
            del self._values[next(iter(self._values))]

    def get(self, key: str) -> T | None:
        """Return the value of `key`, or None where it is unknown or forgotten."""
        return self._values.get(key)

    def pop(self, key: str) -> T | None:
        """Remove the value of `key` and return it, or None."""
        return self._values.pop(key, None)

    def __iter__(self) -> Iterator[T]:
        """Go through the values, the newest first."""
        return reversed(list(self._values.values()))

    def __len__(self) -> int:
        return len(self._values)
