"""What the load generator counts: only what falls into the window of its plan."""

import asyncio

from bench.plan import Percentiles
from bench.samples import percentile


class Tally:
    """Counts and latencies of one window; instants are nanoseconds of `time.monotonic_ns`.

    A call belongs to the window where its intended start does, an answer's end and a chunk where
    they arrive.
    """

    def __init__(self, begin: int, end: int) -> None:
        self._begin = begin
        self._end = end
        self._ending: asyncio.Event = asyncio.Event()
        self.pending = 0
        self.calls = 0
        self.errors = 0
        self.error = ""
        self.chunks = 0
        self.alone = 0
        self._first_byte: list[float] = []
        self._transit: list[float] = []

    @property
    def first_byte(self) -> Percentiles:
        """From the intended start to the first byte of the answer's body."""
        return _percentiles(self._first_byte)

    @property
    def transit(self) -> Percentiles:
        """From the upstream's sending of a chunk to its arrival."""
        return _percentiles(self._transit)

    def started(self, intended: int) -> None:
        """Count a call that is now due."""
        self.pending += self._counts(intended)

    def answered(self, intended: int, now: int) -> None:
        """Count the first byte of an answer's body."""
        if self._counts(intended):
            self._first_byte.append((now - intended) / 1e3)

    def arrived(self, now: int, stamps: list[bytes]) -> None:
        """Count the chunks of one read."""
        if self._counts(now):
            self.chunks += len(stamps)
            self.alone += len(stamps) == 1
            self._transit.extend((now - int(stamp)) / 1e3 for stamp in stamps)

    def completed(self, intended: int, now: int) -> None:
        """Count an answer that ended as it should."""
        self.calls += self._counts(now)
        self._ended(intended)

    def failed(self, intended: int, reason: str) -> None:
        """Count a call that failed, in the window or not: no error is unimportant."""
        self.error = self.error or reason
        self.errors += 1
        self._ended(intended)

    async def drain(self, seconds: float) -> None:
        """Wait for the calls of the window, no new one of which starts, `seconds` at most."""
        if not self.pending:
            return
        self._ending.clear()
        try:
            await asyncio.wait_for(self._ending.wait(), seconds)
        except TimeoutError:
            self.error = self.error or f"no end after {seconds:g} s"
            self.errors += self.pending

    def _counts(self, instant: int) -> bool:
        return self._begin <= instant < self._end

    def _ended(self, intended: int) -> None:
        if self._counts(intended):
            self.pending -= 1
            if not self.pending:
                self._ending.set()


def _percentiles(values: list[float]) -> Percentiles:
    if not values:
        return Percentiles(p50=None, p99=None)
    return Percentiles(p50=percentile(values, 0.5), p99=percentile(values, 0.99))
