"""What this replica's calls in flight hold on the server."""

from collections.abc import Iterator

_RENEWED_AT_ONCE = 500
"""Leases renewed by one script: under a millisecond of the server's time."""


class Leases:
    """The keys of leases of every call in flight."""

    def __init__(self) -> None:
        self._calls: dict[str, list[str]] = {}

    def __len__(self) -> int:
        return len(self._calls)

    def hold(self, call: str, keys: list[str]) -> None:
        """Note that `call` holds a lease in each of `keys`."""
        if keys:
            self._calls[call] = keys

    def release(self, call: str) -> None:
        """Note that `call` holds nothing any more."""
        self._calls.pop(call, None)

    def portions(self) -> Iterator[dict[str, list[str]]]:
        """Yield the calls by key, a bounded number at a time and at least one portion."""
        portion: dict[str, list[str]] = {}
        count = 0
        for call, keys in list(self._calls.items()):
            for key in keys:
                portion.setdefault(key, []).append(call)
            count += len(keys)
            if count >= _RENEWED_AT_ONCE:
                yield portion
                portion, count = {}, 0
        yield portion
