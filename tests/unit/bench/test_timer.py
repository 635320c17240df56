"""The exact alarm."""

import asyncio
import time
from collections.abc import AsyncGenerator

import pytest

from bench.timer import Timer

pytestmark = pytest.mark.anyio


@pytest.fixture
async def timer() -> AsyncGenerator[Timer, None]:
    timer = Timer(asyncio.get_running_loop())
    yield timer
    timer.close()


async def test_callbacks_come_in_the_order_of_their_instants(timer: Timer) -> None:
    now = time.monotonic_ns()
    called: list[int] = []
    done = asyncio.Event()
    for instant in (3, 1, 2):
        timer.at(now + instant * 1_000_000, lambda instant=instant: called.append(instant))
    timer.at(now + 4_000_000, done.set)
    await asyncio.wait_for(done.wait(), 5)
    assert called == [1, 2, 3]


async def test_no_callback_comes_early_and_an_instant_that_passed_is_now(timer: Timer) -> None:
    now = time.monotonic_ns()
    late: list[int] = []
    done = asyncio.Event()
    for instant in (now - 1_000_000_000, now + 300_000, now + 1_700_000):
        timer.at(instant, lambda instant=instant: late.append(time.monotonic_ns() - instant))
    timer.at(now + 2_000_000, done.set)
    await asyncio.wait_for(done.wait(), 5)
    assert len(late) == 3
    assert min(late) >= 0


async def test_a_callback_may_set_the_next(timer: Timer) -> None:
    done = asyncio.Event()
    left = 3

    def again() -> None:
        nonlocal left
        left -= 1
        if left:
            timer.at(time.monotonic_ns() + 100_000, again)
        else:
            done.set()

    again()
    await asyncio.wait_for(done.wait(), 5)
