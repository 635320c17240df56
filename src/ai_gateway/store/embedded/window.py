"""A sliding window that costs the same however much it counts."""

BUCKETS = 60
"""Parts of a window. The oldest counts in full until it is wholly past, so that no stretch of a
window ever holds more than the limit; what that costs is at most one part: 1/61 of the rate."""


def bucket_ms(window: int) -> int:
    """Return the milliseconds of one part of `window` seconds, rounded up to be never short."""
    return -(-window * 1000 // BUCKETS)


class Window:
    """Counts what was used in the last `window` seconds, by parts of equal length.

    Times are milliseconds since 1970. A clock that is set back only makes the window longer.
    """

    __slots__ = ("_bucket", "_counts", "_oldest", "_total")

    def __init__(self, window: int, counts: dict[int, int] | None = None) -> None:
        self._bucket = bucket_ms(window)
        self._counts: dict[int, int] = {} if counts is None else counts
        self._oldest = min(self._counts, default=0)
        self._total = sum(self._counts.values())

    @property
    def counts(self) -> dict[int, int]:
        """What was used, by number of the part since 1970."""
        return self._counts

    def used(self, now: int) -> int:
        """Return what counts at `now`, and forget what does no more."""
        first = now // self._bucket - BUCKETS
        if self._oldest < first:
            self._forget(first)
        return self._total

    def add(self, now: int, amount: int) -> None:
        """Count `amount` more."""
        bucket = now // self._bucket
        counts = self._counts
        if not counts:
            self._oldest = bucket
        elif bucket < self._oldest:
            bucket = self._oldest
        counts[bucket] = counts.get(bucket, 0) + amount
        self._total += amount

    def correct(self, at: int, change: int) -> None:
        """Change what was counted at the time `at`, unless that is past."""
        bucket = at // self._bucket
        if bucket in self._counts:
            self._counts[bucket] += change
            self._total += change

    def wait(self, now: int, room: int) -> int | None:
        """Return the milliseconds until at most `room` is used, None if `room` is negative."""
        if room < 0:
            return None
        total = self._total
        for bucket in sorted(self._counts):
            if total <= room:
                break
            total -= self._counts[bucket]
            end = (bucket + BUCKETS + 1) * self._bucket
            if total <= room:
                return max(end - now, 0)
        return 0

    def _forget(self, first: int) -> None:
        counts = self._counts
        if first - self._oldest > BUCKETS:
            past = [bucket for bucket in counts if bucket < first]
        else:
            past = [bucket for bucket in range(self._oldest, first) if bucket in counts]
        for bucket in past:
            self._total -= counts.pop(bucket)
        self._oldest = first
