"""What this replica knows of the shared budgets."""

from ai_gateway.store.contract import BudgetRule


class Seen:
    """The most that was ever seen spent of each budget in its period.

    What is spent only grows, so that a server which knows of less has lost something: a failover
    before a write arrived, an eviction, a flush. It is told with the next call.
    """

    def __init__(self) -> None:
        self._most: dict[str, tuple[int, int]] = {}

    def note(self, rule: BudgetRule, spent: int) -> None:
        """Remember that `spent` nano-dollars of `rule` are spent."""
        known = self._most.get(rule.key)
        if known is None or (rule.period, spent) > known:
            self._most[rule.key] = (rule.period, spent)

    def spent(self, rule: BudgetRule) -> int | None:
        """Return the most that was seen spent, None where nothing was seen in this period."""
        known = self._most.get(rule.key)
        if known is None or known[0] != rule.period:
            return None
        return known[1]
