"""What the embedded store knows, in an SQLite file."""

import sqlite3
import threading
from collections.abc import Iterable
from pathlib import Path

import msgspec

from ai_gateway.store.contract import StoreUnavailable

_SCHEMA = """
CREATE TABLE IF NOT EXISTS purse (key TEXT PRIMARY KEY, period INTEGER, spent INTEGER) STRICT;
CREATE TABLE IF NOT EXISTS window (key TEXT PRIMARY KEY, seconds INTEGER, counts TEXT) STRICT;
"""

_COUNTS = msgspec.json.Decoder(dict[int, int])

PurseRow = tuple[str, int, int]
"""Key, period in seconds since 1970, nano-dollars spent."""

WindowRow = tuple[str, int, dict[int, int]]
"""Key, seconds, and what was used in each part of the window."""


class Journal:
    """One SQLite file of one gateway, which nobody else may have open.

    A commit survives the end of the process at once, and a power cut once the system has written
    it out. Opening raises `StoreUnavailable` with what to do; reading and writing raise
    `sqlite3.Error`. Writing is done by one thread at a time.
    """

    def __init__(self, path: Path) -> None:
        self._writing = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, timeout=0, check_same_thread=False)
            try:
                self._database.execute("PRAGMA locking_mode=EXCLUSIVE")
                self._database.execute("PRAGMA journal_mode=WAL")
                self._database.execute("PRAGMA synchronous=NORMAL")
                self._database.executescript(_SCHEMA)
            except sqlite3.Error:
                self._database.close()
                raise
        except (OSError, sqlite3.Error) as error:
            raise StoreUnavailable(
                f"store.path {path} cannot be opened as the store: {error}. Give a file that is"
                " this gateway's alone; several gateways share a Redis (store.backend: redis)."
            ) from error

    def purses(self) -> list[PurseRow]:
        """Return every purse."""
        return list(self._database.execute("SELECT key, period, spent FROM purse"))

    def windows(self) -> list[WindowRow]:
        """Return every window."""
        rows = self._database.execute("SELECT key, seconds, counts FROM window")
        return [(key, seconds, _COUNTS.decode(counts)) for key, seconds, counts in rows]

    def write(self, purses: Iterable[PurseRow], windows: Iterable[WindowRow]) -> None:
        """Keep these, in one transaction."""
        with self._writing, self._database:
            self._database.executemany("INSERT OR REPLACE INTO purse VALUES (?, ?, ?)", purses)
            self._database.executemany(
                "INSERT OR REPLACE INTO window VALUES (?, ?, ?)",
                (
                    (key, seconds, msgspec.json.encode(counts).decode())
                    for key, seconds, counts in windows
                ),
            )

    def keep_only(self, windows: Iterable[WindowRow]) -> None:
        """Keep these windows and no other."""
        with self._writing, self._database:
            self._database.execute("DELETE FROM window")
        self.write((), windows)

    def close(self) -> None:
        """Close the file."""
        self._database.close()
