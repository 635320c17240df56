"""HTTP header fields as they came over the wire."""

from collections.abc import Iterable, Iterator

HeaderPairs = list[tuple[bytes, bytes]]
"""Lower-case names with their values, in the order of the wire; repeated names stay repeated."""


class Headers:
    """The header fields of one call: an ordered list with a look-up by lower-case name.

    Where a name is repeated, `get` answers the last value; `pairs` keeps them all.
    """

    __slots__ = ("_last", "pairs")

    def __init__(self, pairs: Iterable[tuple[bytes, bytes]] = ()) -> None:
        self.pairs: HeaderPairs = list(pairs)
        self._last: dict[bytes, bytes] = dict(self.pairs)

    def get(self, name: bytes) -> bytes | None:
        """Return the value of the lower-case `name`, or None where it is absent."""
        return self._last.get(name)

    def text(self, name: bytes) -> str | None:
        """Return the value of `name` as text (ISO 8859-1, as HTTP has it), or None."""
        value = self._last.get(name)
        return None if value is None else value.decode("latin-1")

    def __contains__(self, name: bytes) -> bool:
        return name in self._last

    def __iter__(self) -> Iterator[tuple[bytes, bytes]]:
        return iter(self.pairs)

    def __repr__(self) -> str:
        # Values are left out: some of them are credentials.
        return f"Headers({', '.join(name.decode('latin-1') for name, _ in self.pairs)})"
