"""What goes on while the shared store is gone."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Protocol

import msgspec

from ai_gateway.store.contract import (
    Ask,
    Balance,
    BudgetRule,
    Granted,
    Refused,
    Rule,
    Settlement,
    Store,
    StoreUnavailable,
)
from ai_gateway.store.embedded.store import EmbeddedStore

_log = logging.getLogger(__name__)

_PROBE_INTERVAL = 0.25
"""Seconds between questions to a store that is gone: how long it may be back unnoticed."""


class Shared(Store, Protocol):
    """A store that can be gone, and what this replica knows for that time."""

    @property
    def replicas(self) -> int:
        """How many replicas shared it at last."""
        ...

    def spent(self, rule: BudgetRule) -> int | None:
        """Return what was last seen spent of a budget, None where nothing is known."""
        ...

    async def renew(self) -> None:
        """Ask whether it is there. Raises `StoreUnavailable`."""
        ...


class Fallback:
    """A shared store, and this replica alone while that is gone.

    The first call that the store does not answer opens the breaker: from then on none waits for
    it, each rule does what its `degraded` says, and the store is asked in the background until it
    answers. A call is refused, by `StoreUnavailable`, if one of its rules is closed. This
    replica's share is the limit, or what was last seen left of a budget, divided by the replicas
    that lived; a budget of which nothing was seen is unknown, and closed.

    What calls cost in the meantime is settled when the store is back.
    """

    def __init__(self, shared: Shared, wall: Callable[[], float]) -> None:
        self._shared = shared
        self._wall = wall
        self._gone = asyncio.Event()
        self._reason = ""
        self._local = EmbeddedStore(wall)
        self._alone: dict[str, EmbeddedStore] = {}

    async def admit(self, ask: Ask) -> Granted | Refused:
        """Take what `ask` needs, or tell what does not fit."""
        if not self._gone.is_set():
            try:
                return await self._shared.admit(ask)
            except StoreUnavailable as error:
                self._lose(error)
        share = self._share_of(ask)
        answer = await self._local.admit(share)
        if isinstance(answer, Granted):
            self._alone[ask.id] = self._local
        return answer

    def settle(self, settlement: Settlement) -> None:
        """Give back what a call held and count what it cost."""
        local = self._alone.pop(settlement.ask.id, None)
        if local is not None:
            local.settle(settlement)
        self._shared.settle(settlement)

    async def balance(self, rule: BudgetRule) -> Balance:
        """Return what is spent and reserved of a budget in its period."""
        return await self._shared.balance(rule)

    def status(self) -> Mapping[str, object]:
        """Return what the admin listener shows of the store."""
        reason = {"reason": self._reason} if self._gone.is_set() else {}
        return {**self._shared.status(), "available": not self._gone.is_set(), **reason}

    async def run(self) -> None:
        """Run the shared store, and look for it while it is gone."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._shared.run())
            group.create_task(self._watch())

    async def aclose(self) -> None:
        """Close the shared store."""
        await self._shared.aclose()

    def _lose(self, error: StoreUnavailable) -> None:
        if not self._gone.is_set():
            _log.warning("%s; going on without it", error.message)
            # Begun anew, for what was used in an earlier outage has been settled since.
            self._local = EmbeddedStore(self._wall)
            self._reason = error.message
            self._gone.set()

    async def _watch(self) -> None:
        while True:
            await self._gone.wait()
            try:
                await self._shared.renew()
            except StoreUnavailable as error:
                self._reason = error.message
                await asyncio.sleep(_PROBE_INTERVAL)
            else:
                _log.warning("the store answers again")
                self._gone.clear()

    def _share_of(self, ask: Ask) -> Ask:
        rules: tuple[Rule, ...] = (*ask.rates, *ask.slots, *ask.budgets)
        if any(rule.degraded == "closed" for rule in rules):
            raise StoreUnavailable(self._reason)
        return msgspec.structs.replace(
            ask,
            rates=tuple(
                msgspec.structs.replace(rule, limit=self._part(rule.limit))
                for rule in ask.rates
                if rule.degraded == "local"
            ),
            slots=tuple(
                msgspec.structs.replace(rule, limit=self._part(rule.limit))
                for rule in ask.slots
                if rule.degraded == "local"
            ),
            budgets=tuple(
                msgspec.structs.replace(rule, cap=self._left(rule))
                for rule in ask.budgets
                if rule.degraded == "local"
            ),
        )

    def _part(self, limit: int) -> int:
        return max(1, limit // self._shared.replicas)

    def _left(self, rule: BudgetRule) -> int | None:
        if rule.cap is None:
            return None
        spent = self._shared.spent(rule)
        if spent is None:
            raise StoreUnavailable(self._reason)
        return max(0, rule.cap - spent) // self._shared.replicas
