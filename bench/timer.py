"""An alarm on the event loop that is exact to some microseconds.

The loop's own timers count whole milliseconds: at thousands of calls a second they would gather
the schedule into bursts, and a burst's queue would be measured as the gateway's latency. Source:
timerfd_create(2). Python has it in `os` only from 3.13 on.
"""

import asyncio
import contextlib
import ctypes
import heapq
import itertools
import os
import time
from collections.abc import Callable

_ABSOLUTE = 1  # TFD_TIMER_ABSTIME
_libc = ctypes.CDLL(None, use_errno=True)


class _Setting(ctypes.Structure):
    """`struct itimerspec`: the interval, then the first expiry, as seconds and nanoseconds."""

    _fields_ = (
        ("interval_s", ctypes.c_long),
        ("interval_ns", ctypes.c_long),
        ("expiry_s", ctypes.c_long),
        ("expiry_ns", ctypes.c_long),
    )


class Timer:
    """Calls back at instants of `time.monotonic_ns`, in order, never early.

    The descriptor is held until `close`.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._file = _libc.timerfd_create(time.CLOCK_MONOTONIC, os.O_NONBLOCK | os.O_CLOEXEC)
        if self._file < 0:
            raise OSError(ctypes.get_errno(), "timerfd_create failed; the benchmark needs Linux")
        self._due: list[tuple[int, int, Callable[[], None]]] = []
        self._order = itertools.count()  # callbacks cannot be compared
        loop.add_reader(self._file, self._fire)

    def at(self, instant: int, callback: Callable[[], None]) -> None:
        """Call `callback` at `instant`, in nanoseconds; at once where that has passed."""
        heapq.heappush(self._due, (instant, next(self._order), callback))
        if self._due[0][0] == instant:
            self._arm()

    def close(self) -> None:
        """Forget what is due and give the descriptor back."""
        self._due.clear()
        self._loop.remove_reader(self._file)
        os.close(self._file)

    def _fire(self) -> None:
        # Nothing to read where it was set anew after it had gone off.
        with contextlib.suppress(BlockingIOError):
            os.read(self._file, 8)
        while self._due and self._due[0][0] <= time.monotonic_ns():
            heapq.heappop(self._due)[2]()
        if self._due:
            self._arm()

    def _arm(self) -> None:
        seconds, nanoseconds = divmod(self._due[0][0], 1_000_000_000)
        setting = _Setting(expiry_s=seconds, expiry_ns=nanoseconds)
        _libc.timerfd_settime(self._file, _ABSOLUTE, ctypes.byref(setting), None)
