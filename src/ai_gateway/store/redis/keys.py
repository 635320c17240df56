"""The names of keys on the server."""

from ai_gateway.store.contract import BudgetRule, RateRule, SlotRule


class Keys:
    """Keys of one environment, all in one slot of a cluster: they share its hash tag."""

    def __init__(self, environment: str) -> None:
        self._tag = f"{{ai-gateway:{environment}}}"
        self.replicas = f"{self._tag}:replicas"

    def replica(self, name: str) -> str:
        """Return where the number of a replica's last batch stands."""
        return f"{self._tag}:replica:{name}"

    def rate(self, rule: RateRule) -> str:
        """Return where a rate is counted."""
        return f"{self._tag}:rate:{rule.key}"

    def slots(self, rule: SlotRule) -> str:
        """Return where the leases of slots stand."""
        return f"{self._tag}:slots:{rule.key}"

    def balance(self, rule: BudgetRule) -> str:
        """Return where the money of a budget is counted."""
        return f"{self._tag}:budget:{rule.key}"

    def leases(self, rule: BudgetRule) -> str:
        """Return where the leases of what is reserved of a budget stand."""
        return f"{self._tag}:leases:{rule.key}"
