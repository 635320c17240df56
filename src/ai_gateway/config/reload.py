"""Reads the configuration again while the gateway runs: all or nothing, the old one on error."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from ai_gateway.config.mistakes import ConfigurationInvalid
from ai_gateway.config.settings import Settings
from ai_gateway.config.source import Source

_LOOK_EVERY = 2.0
"""Seconds between two looks at the file. One costs a system call."""

_READ_EVERY = 300.0
"""Seconds between two readings where nothing was noticed: a secret or an object in S3 that has
changed says nothing. Four secrets for each of two tasks cost 35 cents a month at that."""


@dataclass(frozen=True)
class Reloaded:
    """New settings are in use, all but `waiting`: what only a restart can change."""

    waiting: tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """The settings could not be read again; those before stay in use."""

    invalid: ConfigurationInvalid


Report: TypeAlias = Callable[[Reloaded | Kept], None]


class Reloader:
    """Hands on the settings when they have changed.

    It reads when `wake` is called, when the file at `source` has changed, and every five minutes
    for what lies elsewhere. `read` may block, and runs in a thread; `apply` takes settings that
    differ from those before and returns what of them needs a restart. Both may raise
    `ConfigurationInvalid`. The same failure is reported once until something else happens,
    unless `wake` asked for it.
    """

    def __init__(
        self,
        source: Source | None,
        read: Callable[[], Settings],
        apply: Callable[[Settings], tuple[str, ...]],
        report: Report,
        *,
        look_every: float = _LOOK_EVERY,
        read_every: float = _READ_EVERY,
    ) -> None:
        self._file = source if isinstance(source, Path) else None
        self._read = read
        self._apply = apply
        self._report = report
        self._look_every = look_every
        self._read_every = read_every
        self._asked = asyncio.Event()
        self._last_failure = ""

    def wake(self) -> None:
        """Read again now; whatever comes of it is reported."""
        self._last_failure = ""
        self._asked.set()

    async def run(self, current: Settings) -> None:
        """Watch for ever; `current` is what is in use."""
        seen = self._seen()
        while True:
            asked = await self._wait(seen)
            # Taken before reading: what changes meanwhile is seen the next time.
            seen = self._seen()
            try:
                found = await asyncio.to_thread(self._read)
                if found == current and not asked:
                    continue
                waiting = self._apply(found)
            except ConfigurationInvalid as invalid:
                self._failed(invalid)
                continue
            current = found
            self._last_failure = ""
            self._report(Reloaded(waiting))

    async def _wait(self, seen: object) -> bool:
        """Return whether `wake` was called; else the file has changed, or the time has come."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._read_every
        while loop.time() < until and self._seen() == seen:
            try:
                async with asyncio.timeout(self._look_every):
                    await self._asked.wait()
            except TimeoutError:
                continue
            self._asked.clear()
            return True
        return False

    def _seen(self) -> object:
        """Return what changes with the file. A file that is away for a moment has not changed."""
        if self._file is None:
            return None
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def _failed(self, invalid: ConfigurationInvalid) -> None:
        said = str(invalid)
        if said != self._last_failure:
            self._last_failure = said
            self._report(Kept(invalid))
