"""A mapping that forgets what has not been used for a while."""

from collections.abc import Iterator
from typing import Generic, TypeVar

V = TypeVar("V")


class Recent(Generic[V]):
    """Keeps what was used within `span` milliseconds, and forgets it within twice that.

    Two generations: what is used moves into the younger one, and when the span is over the older
    one is dropped as a whole. So forgetting costs nothing, however many keys there are.
    """

    __slots__ = ("_new", "_old", "_span", "_turn")

    def __init__(self, span: int) -> None:
        self._span = span
        self._turn = 0
        self._new: dict[str, V] = {}
        self._old: dict[str, V] = {}

    def get(self, key: str, now: int) -> V | None:
        """Return the value of `key`, which thereby counts as used."""
        if now >= self._turn:
            self._age(now)
        found = self._new.get(key)
        if found is None and self._old:
            found = self._old.pop(key, None)
            if found is not None:
                self._new[key] = found
        return found

    def put(self, key: str, value: V) -> None:
        """Keep `value`."""
        self._new[key] = value

    def __iter__(self) -> Iterator[tuple[str, V]]:
        yield from self._new.items()
        yield from self._old.items()

    def __len__(self) -> int:
        return len(self._new) + len(self._old)

    def _age(self, now: int) -> None:
        # A jump over more than one span leaves nothing that was used within it.
        self._old = self._new if now < self._turn + self._span else {}
        self._new = {}
        self._turn = now + self._span
