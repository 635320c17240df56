"""No task is lost, leaked or silently failed."""

import asyncio
import logging

import pytest

from ai_gateway.background.supervisor import Supervisor

pytestmark = pytest.mark.anyio


async def finish() -> None:
    """End at once."""


async def fail() -> None:
    raise RuntimeError("boom")


async def forever() -> None:
    await asyncio.Event().wait()


async def test_a_task_runs_under_its_name_and_is_forgotten_when_it_ends():
    supervisor = Supervisor()
    task = supervisor.spawn(finish(), "quick")
    assert (task.get_name(), len(supervisor)) == ("quick", 1)
    await task
    await asyncio.sleep(0)
    assert len(supervisor) == 0


async def test_a_failure_is_logged_with_its_traceback_and_touches_no_other(
    caplog: pytest.LogCaptureFixture,
):
    supervisor = Supervisor()
    other = supervisor.spawn(forever(), "other")
    failing = supervisor.spawn(fail(), "refresh of prices")
    await asyncio.wait([failing])
    await asyncio.sleep(0)
    [record] = caplog.records
    assert record.levelno == logging.ERROR
    assert record.getMessage() == "background task refresh of prices failed"
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], RuntimeError)
    assert not other.done()
    assert len(supervisor) == 1
    await supervisor.aclose()


async def test_closing_cancels_every_task_and_waits_until_it_has_ended():
    cleaned: list[str] = []

    async def careful(name: str) -> None:
        try:
            await forever()
        finally:
            await asyncio.sleep(0)
            cleaned.append(name)

    supervisor = Supervisor()
    tasks = [supervisor.spawn(careful(name), name) for name in "ab"]
    await asyncio.sleep(0)
    await supervisor.aclose()
    assert sorted(cleaned) == ["a", "b"]
    assert all(task.cancelled() for task in tasks)
    assert len(supervisor) == 0


async def test_a_cancelled_task_is_no_failure(caplog: pytest.LogCaptureFixture):
    supervisor = Supervisor()
    supervisor.spawn(forever(), "waiting")
    await supervisor.aclose()
    assert caplog.records == []


async def test_a_task_that_fails_while_it_is_closed_does_not_stop_the_closing(
    caplog: pytest.LogCaptureFixture,
):
    async def stubborn() -> None:
        try:
            await forever()
        except asyncio.CancelledError as error:
            raise RuntimeError("boom") from error

    supervisor = Supervisor()
    supervisor.spawn(stubborn(), "stubborn")
    await asyncio.sleep(0)
    await supervisor.aclose()
    assert [record.getMessage() for record in caplog.records] == ["background task stubborn failed"]


async def test_closing_twice_is_closing_once():
    supervisor = Supervisor()
    await supervisor.aclose()
    await supervisor.aclose()
    assert len(supervisor) == 0
