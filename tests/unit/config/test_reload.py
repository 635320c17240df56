"""Reading the configuration again: when, and what comes of it."""

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from ai_gateway.config.mistakes import ConfigurationInvalid, Mistake
from ai_gateway.config.reload import Kept, Reloaded, Reloader
from ai_gateway.config.settings import Settings
from ai_gateway.config.source import S3Object, Source

pytestmark = pytest.mark.anyio

NEVER = 3600.0
INVALID = ConfigurationInvalid((Mistake("edge.port", "found 'abc'", "correct it"),))


def with_port(port: int) -> Settings:
    return Settings.model_validate({"edge": {"port": port}})


class Watched:
    """A reloader's surroundings: `answer` is what reading gives, `heard` what was reported."""

    def __init__(self) -> None:
        self.answer: Settings | ConfigurationInvalid = with_port(1)
        self.refused: ConfigurationInvalid | None = None
        self.applied: list[int] = []
        self.read = asyncio.Semaphore(0)
        self.heard: asyncio.Queue[Reloaded | Kept] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()

    def reader(self) -> Settings:
        self._loop.call_soon_threadsafe(self.read.release)
        if isinstance(self.answer, ConfigurationInvalid):
            raise self.answer
        return self.answer

    def apply(self, settings: Settings) -> tuple[str, ...]:
        if self.refused is not None:
            raise self.refused
        self.applied.append(settings.edge.port)
        return ("edge.port",)

    async def report(self) -> Reloaded | Kept:
        async with asyncio.timeout(10):
            return await self.heard.get()

    async def reads(self, count: int) -> None:
        async with asyncio.timeout(10):
            for _ in range(count):
                await self.read.acquire()


@asynccontextmanager
async def watching(
    watched: Watched, source: Source | None = None, *, read_every: float = NEVER
) -> AsyncGenerator[Reloader]:
    reloader = Reloader(
        source,
        watched.reader,
        watched.apply,
        watched.heard.put_nowait,
        look_every=0.005,
        read_every=read_every,
    )
    task = asyncio.create_task(reloader.run(with_port(1)))
    await asyncio.sleep(0)  # it looks at the file in its first step
    try:
        yield reloader
        assert not task.done()
    finally:
        task.cancel()


async def test_who_asks_hears_what_came_of_it_even_where_nothing_changed():
    watched = Watched()
    async with watching(watched) as reloader:
        reloader.wake()
        assert await watched.report() == Reloaded(("edge.port",))
        watched.answer = with_port(2)
        reloader.wake()
        await watched.report()
    assert watched.applied == [1, 2]


async def test_a_changed_file_is_read_and_one_that_says_the_same_is_not_applied(tmp_path: Path):
    watched, path = Watched(), tmp_path / "gateway.yaml"
    path.write_text("a")
    async with watching(watched, path):
        path.write_text("ab")
        await watched.reads(1)
        watched.answer = with_port(2)
        path.write_text("abc")
        assert await watched.report() == Reloaded(("edge.port",))
    assert watched.applied == [2]


async def test_a_file_that_is_replaced_is_seen_although_size_and_time_are_the_same(tmp_path: Path):
    watched, path = Watched(), tmp_path / "gateway.yaml"
    path.write_text("a")
    other = tmp_path / "other"
    other.write_text("b")
    times = path.stat()
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    watched.answer = with_port(2)
    async with watching(watched, path):
        other.replace(path)
        await watched.report()
    assert watched.applied == [2]


async def test_a_failure_keeps_what_is_in_use_and_is_told_once_until_it_is_another():
    watched = Watched()
    watched.answer = INVALID
    async with watching(watched, S3Object("b", "k"), read_every=0.01) as reloader:
        assert await watched.report() == Kept(INVALID)
        await watched.reads(5)
        assert watched.heard.empty()
        reloader.wake()
        assert await watched.report() == Kept(INVALID)
        watched.answer = with_port(2)
        assert await watched.report() == Reloaded(("edge.port",))
    assert watched.applied == [2]


async def test_settings_that_cannot_be_applied_are_a_failure_too():
    watched = Watched()
    watched.answer, watched.refused = with_port(2), INVALID
    async with watching(watched) as reloader:
        reloader.wake()
        assert await watched.report() == Kept(INVALID)
        watched.refused = None
        reloader.wake()
        assert await watched.report() == Reloaded(("edge.port",))


async def test_what_lies_elsewhere_is_read_from_time_to_time():
    watched = Watched()
    watched.answer = with_port(2)
    async with watching(watched, S3Object("b", "k"), read_every=0.01):
        assert await watched.report() == Reloaded(("edge.port",))
        await watched.reads(4)
        assert watched.heard.empty()
