"""A caller that leaves takes its own call with it, and no other."""

import asyncio

import pytest

from ai_gateway.edge.caller import Caller

pytestmark = pytest.mark.anyio


def caller() -> Caller:
    return Caller(hold=lambda: None)


class Work:
    """A task that works for `caller` until `finish` is set."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self.begun = asyncio.Event()
        self.finish = asyncio.Event()
        self.task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        self._caller.begin()
        self.begun.set()
        await self.finish.wait()
        self._caller.end()


async def test_a_caller_that_leaves_cancels_the_call_in_flight():
    here = caller()
    work = Work(here)
    await work.begun.wait()
    here.left()
    await asyncio.wait([work.task], timeout=5)
    assert work.task.cancelled()
    assert here.gone


async def test_a_caller_that_leaves_between_calls_cancels_nothing():
    here = caller()
    here.begin()
    here.end()
    here.left()
    await asyncio.sleep(0)  # where a cancellation would arrive
    assert here.gone


async def test_a_call_that_begins_when_its_caller_has_left_is_cancelled():
    here = caller()
    here.left()
    work = Work(here)
    await asyncio.wait([work.task], timeout=5)
    assert work.task.cancelled()


async def test_a_call_that_ends_late_does_not_take_the_next_one_out_of_reach():
    here = caller()
    first = Work(here)
    await first.begun.wait()
    second = Work(here)
    await second.begun.wait()
    first.finish.set()
    await first.task
    here.left()
    await asyncio.wait([second.task], timeout=5)
    assert second.task.cancelled()
