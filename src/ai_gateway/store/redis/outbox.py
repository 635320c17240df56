"""Settlements on their way to the server, each to be applied exactly once."""

import asyncio
from collections import deque

from ai_gateway.store.contract import Ask, BudgetRule, Granted, Settlement

_BATCH = 64
"""Settlements in one script: about a millisecond of the server's time, in which nobody else is
served."""

_CROWDED = 20_000
"""Settlements that wait one by one, some 20 MB. More are added up, and their leases run out."""


class Outbox:
    """A queue of settlements in batches, of which one at a time is under way.

    A batch keeps its number until it is known to be applied, so that the server can tell a
    repetition. Nothing is lost in a long outage: what no longer fits is added up by budget.
    """

    def __init__(self) -> None:
        self._waiting: deque[Settlement] = deque()
        self._sums: dict[BudgetRule, int] = {}
        self._batch: list[Settlement] = []
        self._filled = asyncio.Event()
        self.number = 0

    def __len__(self) -> int:
        return len(self._batch) + len(self._waiting) + len(self._sums)

    def put(self, settlement: Settlement) -> None:
        """Take a settlement."""
        if len(self._waiting) >= _CROWDED:
            self._add_up(self._waiting.popleft())
        self._waiting.append(settlement)
        self._filled.set()

    async def filled(self) -> None:
        """Wait until there is something to send."""
        await self._filled.wait()

    def batch(self) -> list[Settlement]:
        """Return the batch under way, or the next one; empty where nothing waits."""
        if not self._batch:
            self._batch = self._next()
        return self._batch

    def applied(self) -> None:
        """Note that the batch under way was applied."""
        self._batch = []
        self.number += 1
        if not len(self):
            self._filled.clear()

    def _next(self) -> list[Settlement]:
        from_sums = [self._sums.popitem() for _ in range(min(_BATCH, len(self._sums)))]
        batch = [_of(budget, cost) for budget, cost in from_sums]
        room = min(_BATCH - len(batch), len(self._waiting))
        return batch + [self._waiting.popleft() for _ in range(room)]

    def _add_up(self, settlement: Settlement) -> None:
        if settlement.cost:
            for budget in settlement.ask.budgets:
                self._sums[budget] = self._sums.get(budget, 0) + settlement.cost


def _of(budget: BudgetRule, cost: int) -> Settlement:
    # No call has an empty id, so it gives nothing back.
    return Settlement(Ask(id="", budgets=(budget,)), Granted(at=0, amount=0), None, cost)
