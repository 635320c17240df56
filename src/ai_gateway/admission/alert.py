"""Thresholds of budgets, and who is told when one is passed."""

import logging
from collections.abc import Callable
from fractions import Fraction
from math import ceil

import msgspec

from ai_gateway.core.policy import Allowance, Budget
from ai_gateway.store.contract import BudgetRule

_log = logging.getLogger(__name__)


class BudgetAlert(msgspec.Struct, frozen=True, tag="budget_alert", tag_field="event"):
    """A budget that has passed `threshold`, a share of its `amount`. Money in nano-dollars.

    `allowance` is `client:NAME` or `group:NAME`. `since` is when the period began, in seconds
    since 1970.
    """

    allowance: str
    period: str
    since: int
    model: str | None
    hard: bool
    threshold: str
    amount: int
    spent: int


class Alerts:
    """Watches the store's settlements, and tells of each threshold once in a period.

    The settlement that passes a threshold is one of one replica, so that only one tells. The
    whole amount is a threshold of every budget.
    """

    def __init__(self, tell: Callable[[BudgetAlert], None]) -> None:
        self._tell = tell
        self._budgets: dict[str, tuple[Allowance, Budget]] = {}
        self._thresholds: dict[str, list[tuple[int, Fraction]]] = {}

    def note(self, key: str, allowance: Allowance, budget: Budget) -> None:
        """Learn that `budget` of `allowance` is counted under `key`."""
        self._budgets[key] = (allowance, budget)
        shares = sorted({*budget.alert_at, Fraction(1)})
        # In whole nano-dollars, rounded up: no share of money is a float.
        self._thresholds[key] = [(ceil(budget.amount * share), share) for share in shares]

    def of(self, key: str) -> tuple[Allowance, Budget] | None:
        """Return whose budget is counted under `key`."""
        return self._budgets.get(key)

    def __call__(self, rule: BudgetRule, before: int, after: int) -> None:
        """Tell of the thresholds between what was spent `before` and `after`."""
        for threshold, share in self._thresholds.get(rule.key, ()):
            if before < threshold <= after:
                allowance, budget = self._budgets[rule.key]
                self._tell(_alert(rule, allowance, budget, share, after))


def _alert(
    rule: BudgetRule, allowance: Allowance, budget: Budget, share: Fraction, spent: int
) -> BudgetAlert:
    return BudgetAlert(
        allowance=allowance.name,
        period=budget.period,
        since=rule.period,
        model=budget.model,
        hard=budget.hard,
        threshold=f"{float(share):.10g}",
        amount=budget.amount,
        spent=spent,
    )


def log_alert(alert: BudgetAlert) -> None:
    """Say it in the gateway's log."""
    _log.warning(
        "the %s budget of %s has passed %s of its amount: %d of %d nano-dollars are spent",
        *(alert.period, alert.allowance, alert.threshold, alert.spent, alert.amount),
    )
