"""Brings rows to the store without keeping the event loop waiting, and asks it."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from ai_gateway.accounting.row import Row
from ai_gateway.accounting.store import Store
from ai_gateway.accounting.usage_query import UsageLine, UsageQuery

_log = logging.getLogger(__name__)

T = TypeVar("T")

# A transaction costs as much as a hundred rows; so long a wait nobody notices in a chart.
_INTERVAL = 0.5

# What a store that does not answer may hold in memory, about 100 MB: the log has them all.
_MOST_WAITING = 100_000


class StoreKeeper:
    """Collects rows for `_INTERVAL` seconds and writes them in a thread of its own.

    A store that fails is said once, until it works again; calls go on without it, and the log
    lines can rebuild it. `close` writes what is left.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ledger")
        self._rows: list[Row] = []
        self._timer: asyncio.TimerHandle | None = None
        self.failing = False

    @property
    def backlog(self) -> int:
        """Rows that are not written yet."""
        return len(self._rows)

    def __call__(self, row: Row) -> None:
        """Keep `row`."""
        if len(self._rows) < _MOST_WAITING:
            self._rows.append(row)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_INTERVAL, self._hand_over)

    async def usage(self, query: UsageQuery) -> list[UsageLine]:
        """Return the answer to `query`, every call up to now included. Raises `sqlite3.Error`."""
        return await self._ask(lambda: self._store.usage(query))

    async def calls(self, name: str) -> list[Row]:
        """Return a call by its id, or those of a trace. Raises `sqlite3.Error`."""
        return await self._ask(lambda: self._store.calls(name))

    async def close(self) -> None:
        """Write what is left, and let the store go."""
        self._hand_over()
        await asyncio.get_running_loop().run_in_executor(self._thread, self._store.close)
        self._thread.shutdown()

    async def _ask(self, question: Callable[[], T]) -> T:
        self._hand_over()
        return await asyncio.get_running_loop().run_in_executor(self._thread, question)

    def _hand_over(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._rows:
            rows, self._rows = self._rows, []
            asyncio.get_running_loop().run_in_executor(self._thread, self._write, rows)

    def _write(self, rows: list[Row]) -> None:
        try:
            self._store.add(rows)
        except sqlite3.Error as error:
            if not self.failing:
                _log.error(
                    "the ledger's database does not take rows: %s. They are in the log; "
                    "`ai-gateway usage rebuild` makes the database of it.",
                    error,
                )
            self.failing = True
        else:
            self.failing = False
