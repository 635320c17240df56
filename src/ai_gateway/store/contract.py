"""What a store is to the rest of the gateway."""

from collections.abc import Callable, Mapping
from typing import Literal, Protocol

import msgspec

Degraded = Literal["local", "open", "closed"]
"""What becomes of a rule while the store cannot be reached.

`local` holds it to this replica's share, `open` does not apply it, `closed` refuses.
"""


class RateRule(msgspec.Struct, frozen=True):
    """At most `limit` calls, or tokens where `tokens` is set, in any `window` seconds."""

    key: str
    limit: int
    window: int
    tokens: bool = False
    degraded: Degraded = "local"


class SlotRule(msgspec.Struct, frozen=True):
    """At most `limit` calls in flight."""

    key: str
    limit: int
    degraded: Degraded = "local"


class BudgetRule(msgspec.Struct, frozen=True):
    """At most `cap` nano-dollars in the period that began at `period` (seconds since 1970).

    Without a cap it only counts. `cap` is at most `LARGEST_CAP`.
    """

    key: str
    period: int
    cap: int | None
    degraded: Degraded = "closed"


Rule = RateRule | SlotRule | BudgetRule

LARGEST_CAP = 2**53 - 1
"""Nano-dollars, nine million dollars: the largest number up to which Lua counts exactly."""


class Ask(msgspec.Struct, frozen=True):
    """What one call takes: one call of every rate, a slot of each, money from every budget.

    `id` is unique among the calls of all replicas. `tokens` go to the rates that count tokens.
    Each budget with a cap reserves `bound` nano-dollars, or what is left if that is at least
    `least`; each without one reserves `estimate`.
    """

    id: str
    rates: tuple[RateRule, ...] = ()
    slots: tuple[SlotRule, ...] = ()
    budgets: tuple[BudgetRule, ...] = ()
    tokens: int = 0
    least: int = 0
    bound: int = 0
    estimate: int = 0


class Granted(msgspec.Struct, frozen=True):
    """The call may go on.

    `at` is the store's clock in milliseconds since 1970. `amount` is what every budget with a cap
    reserved: what the call may cost.
    """

    at: int
    amount: int


class Refused(msgspec.Struct, frozen=True):
    """The first rule that the call does not fit into; nothing was taken.

    `remaining` is what is left in it. `wait` is the milliseconds until the call would fit if
    nobody else came, None where only time or others will tell, or where it never would.
    """

    rule: Rule
    remaining: int
    wait: int | None = None


class Settlement(msgspec.Struct, frozen=True):
    """The end of a call: what it really took, `tokens` None where nobody knows.

    `cost` in nano-dollars is added to every budget, also above a cap: it is the truth.
    """

    ask: Ask
    granted: Granted
    tokens: int | None
    cost: int


class Balance(msgspec.Struct, frozen=True):
    """Nano-dollars of one budget: spent, and reserved by calls in flight."""

    spent: int
    reserved: int


Watch = Callable[[BudgetRule, int, int], None]
"""Is told what was spent of a budget before and after a settlement. Must not fail nor wait."""


class StoreUnavailable(Exception):
    """The store cannot be asked. `message` says what happened, without any credential."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Store(Protocol):
    """Counts for all replicas that share it.

    `admit` takes everything that a call needs in one step, or nothing. No rate ever lets more
    than its limit through in any stretch of its window, no budget more than its cap. What is
    taken stays taken until `settle`, or until the replica that took it has been silent for the
    store's lease. Cancelled, `admit` may have taken something, which then ends by itself.

    `settle` never fails and never waits: it takes effect exactly once, later if need be, and
    whoever watches the store is told of the new balance.

    `run` does the work beside the calls and is to be cancelled at the end; `aclose` then
    finishes what is left. `admit` and `balance` raise `StoreUnavailable`.
    """

    async def admit(self, ask: Ask) -> Granted | Refused:
        """Take what `ask` needs, or tell what does not fit."""
        ...

    def settle(self, settlement: Settlement) -> None:
        """Give back what a call held and count what it cost."""
        ...

    async def balance(self, rule: BudgetRule) -> Balance:
        """Return what is spent and reserved of a budget in its period."""
        ...

    def status(self) -> Mapping[str, object]:
        """Return what the admin listener shows of the store."""
        ...

    async def run(self) -> None:
        """Work until cancelled."""
        ...

    async def aclose(self) -> None:
        """Finish what is left to do, as far as it can be done soon. Never raises."""
        ...
