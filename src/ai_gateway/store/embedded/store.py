"""The embedded store."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from ai_gateway.store.contract import (
    Ask,
    Balance,
    BudgetRule,
    Granted,
    RateRule,
    Refused,
    Settlement,
    Watch,
)
from ai_gateway.store.embedded.journal import Journal, PurseRow, WindowRow
from ai_gateway.store.embedded.purse import Purse
from ai_gateway.store.embedded.recent import Recent
from ai_gateway.store.embedded.window import Window

_log = logging.getLogger(__name__)

FLUSH_INTERVAL = 0.25
"""Seconds between writes to the file: what a killed process may forget having spent."""

_LONG_WINDOW = 3600
"""Seconds from which on a window is written while the gateway runs; shorter ones at its end."""


class EmbeddedStore:
    """Counts in this process. With `path`, an SQLite file keeps what was spent and used.

    `wall` is the clock in seconds since 1970, `watch` is told of every settlement. A call in
    flight ends with the process, so nothing has a lease.
    """

    def __init__(
        self, wall: Callable[[], float], watch: Watch | None = None, path: Path | None = None
    ) -> None:
        self._wall = wall
        self._watch = watch
        self._windows: dict[int, Recent[Window]] = {}
        self._slots: dict[str, int] = {}
        self._purses: dict[str, Purse] = {}
        self._changed: set[str] = set()
        self._used: dict[str, tuple[int, Window]] = {}
        self._journal = None if path is None else Journal(path)
        if self._journal is not None:
            self._load(self._journal)

    async def admit(self, ask: Ask) -> Granted | Refused:
        """Take what `ask` needs, or tell what does not fit."""
        now = int(self._wall() * 1000)
        windows = [self._window(rule, now) for rule in ask.rates]
        for rule, window in zip(ask.rates, windows, strict=True):
            amount = ask.tokens if rule.tokens else 1
            left = rule.limit - window.used(now)
            if amount > left:
                wait = window.wait(now, rule.limit - amount)
                return Refused(rule, max(left, 0), wait)
        for slot in ask.slots:
            if self._slots.get(slot.key, 0) >= slot.limit:
                return Refused(slot, 0)
        amount = ask.bound
        for budget in ask.budgets:
            purse = self._purse(budget)
            if budget.cap is not None:
                left = purse.left(budget.cap)
                if left < ask.least:
                    return Refused(budget, max(left, 0))
                amount = min(amount, left)
        self._take(ask, windows, now, amount)
        return Granted(now, amount)

    def _take(self, ask: Ask, windows: list[Window], now: int, amount: int) -> None:
        for rule, window in zip(ask.rates, windows, strict=True):
            window.add(now, ask.tokens if rule.tokens else 1)
            if rule.window >= _LONG_WINDOW:
                self._used[rule.key] = (rule.window, window)
        for slot in ask.slots:
            self._slots[slot.key] = self._slots.get(slot.key, 0) + 1
        for budget in ask.budgets:
            self._purses[budget.key].reserve(ask.id, ask.estimate if budget.cap is None else amount)

    def settle(self, settlement: Settlement) -> None:
        """Give back what a call held and count what it cost."""
        ask, cost = settlement.ask, settlement.cost
        if settlement.tokens is not None and settlement.tokens != ask.tokens:
            self._correct(ask, settlement.granted.at, settlement.tokens - ask.tokens)
        for slot in ask.slots:
            taken = self._slots.get(slot.key, 0)
            if taken > 1:
                self._slots[slot.key] = taken - 1
            else:
                self._slots.pop(slot.key, None)
        for budget in ask.budgets:
            purse = self._purse(budget)
            if purse.settle(ask.id, budget.period, cost) and cost:
                self._changed.add(budget.key)
                if self._watch is not None:
                    self._watch(budget, purse.spent - cost, purse.spent)

    async def balance(self, rule: BudgetRule) -> Balance:
        """Return what is spent and reserved of a budget in its period."""
        purse = self._purse(rule)
        return Balance(purse.spent, purse.reserved)

    def status(self) -> Mapping[str, object]:
        """Return what the admin listener shows of the store."""
        return {
            "backend": "embedded",
            "durable": self._journal is not None,
            "budgets": len(self._purses),
            "windows": sum(map(len, self._windows.values())),
        }

    async def run(self) -> None:
        """Write to the file what has changed, again and again."""
        while True:
            await asyncio.sleep(FLUSH_INTERVAL)
            if self._journal is not None and (self._changed or self._used):
                purses, windows = self._purse_rows(), self._window_rows()
                try:
                    await asyncio.to_thread(self._journal.write, purses, windows)
                except sqlite3.Error:
                    _log.exception("the store's file cannot be written; trying again")
                    self._changed.update(row[0] for row in purses)

    async def aclose(self) -> None:
        """Write everything and close the file."""
        journal, self._journal = self._journal, None
        if journal is None:
            return
        now = int(self._wall() * 1000)
        try:
            await asyncio.to_thread(journal.write, self._purse_rows(), ())
            await asyncio.to_thread(journal.keep_only, list(self._all_windows(now)))
        except sqlite3.Error:
            _log.exception("the store's file could not be written at the end")
        journal.close()

    def _window(self, rule: RateRule, now: int) -> Window:
        kind = self._windows.get(rule.window)
        if kind is None:
            kind = self._windows[rule.window] = Recent(rule.window * 1000)
        found = kind.get(rule.key, now)
        if found is None:
            found = Window(rule.window)
            kind.put(rule.key, found)
        return found

    def _purse(self, rule: BudgetRule) -> Purse:
        purse = self._purses.get(rule.key)
        if purse is None:
            purse = self._purses[rule.key] = Purse(rule.period)
        elif rule.period > purse.period:
            purse.turn(rule.period)
        return purse

    def _correct(self, ask: Ask, at: int, change: int) -> None:
        now = int(self._wall() * 1000)
        for rule in ask.rates:
            if rule.tokens:
                self._window(rule, now).correct(at, change)

    def _load(self, journal: Journal) -> None:
        for key, period, spent in journal.purses():
            self._purses[key] = Purse(period, spent)
        for key, seconds, counts in journal.windows():
            kind = self._windows.setdefault(seconds, Recent(seconds * 1000))
            kind.get(key, int(self._wall() * 1000))
            kind.put(key, Window(seconds, counts))

    def _purse_rows(self) -> list[PurseRow]:
        """Return what was spent since the last time."""
        changed, self._changed = self._changed, set()
        found = ((key, self._purses[key]) for key in changed)
        return [(key, purse.period, purse.spent) for key, purse in found]

    def _window_rows(self) -> list[WindowRow]:
        """Return the long windows that were used since the last time."""
        used, self._used = self._used, {}
        return [(key, seconds, dict(window.counts)) for key, (seconds, window) in used.items()]

    def _all_windows(self, now: int) -> Iterator[WindowRow]:
        for seconds, kind in self._windows.items():
            for key, window in kind:
                if window.used(now):
                    yield key, seconds, window.counts
