"""Waits, cheap enough for a thousand slow streams at once."""

import asyncio
import math

# Fine enough for any pace that a person or a benchmark asks for.
_TICKS_PER_SECOND = 1000


class Pacer:
    """Wakes everyone who waits for the same millisecond with one timer.

    A thousand streams that send ten chunks a second each then cost at most a thousand timers a
    second instead of ten thousand, and none at all while they are silent.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: dict[int, list[asyncio.Future[None]]] = {}

    def wake(self, waiter: asyncio.Future[None], when: float) -> None:
        """Complete `waiter`, if nothing else did, once the loop's clock is at `when`."""
        tick = math.ceil(when * _TICKS_PER_SECOND)
        waiting = self._waiting.get(tick)
        if waiting is None:
            waiting = self._waiting[tick] = []
            self._loop.call_at(tick / _TICKS_PER_SECOND, self._tick, tick)
        waiting.append(waiter)

    def _tick(self, tick: int) -> None:
        for waiter in self._waiting.pop(tick):
            if not waiter.done():
                waiter.set_result(None)
