"""The rules that a principal's calls are held to."""

from collections.abc import Callable

import msgspec

from ai_gateway.admission.period import bounds
from ai_gateway.admission.settings import AdmissionSettings
from ai_gateway.core.call import Call
from ai_gateway.core.policy import Allowance, Budget, Policy
from ai_gateway.core.principal import Principal
from ai_gateway.store.contract import LARGEST_CAP, BudgetRule, RateRule, SlotRule

_DAY = 86400


class Plan(msgspec.Struct, frozen=True):
    """What every call of one principal takes, until `until` (seconds since 1970).

    `of_models` are the budgets that count one model each, beside `budgets`, which count all.
    `tokens` says that a rate counts tokens.
    """

    policy: Policy
    until: float
    rates: tuple[RateRule, ...] = ()
    slots: tuple[SlotRule, ...] = ()
    budgets: tuple[BudgetRule, ...] = ()
    of_models: tuple[tuple[str, BudgetRule], ...] = ()
    tokens: bool = False

    def budgets_of(self, call: Call) -> tuple[BudgetRule, ...]:
        """Return the budgets that `call` counts in."""
        if not self.of_models:
            return self.budgets
        matching = (rule for model, rule in self.of_models if model == call.model)
        return (*self.budgets, *matching)


Told = Callable[[str, Allowance, Budget], None]
"""Is told under which key a budget of an allowance is counted."""


class Plans:
    """Makes the plan of each client once, and anew when its policy or a period has changed."""

    def __init__(
        self, settings: AdmissionSettings, wall: Callable[[], float], told: Told | None = None
    ) -> None:
        self._settings = settings
        self._wall = wall
        self._told = told
        self._plans: dict[str, Plan] = {}

    def of(self, principal: Principal) -> Plan:
        """Return the rules for a call of `principal` now."""
        plan = self._plans.get(principal.client)
        if plan is None or plan.policy is not principal.policy or self._wall() >= plan.until:
            plan = self._plans[principal.client] = self._made(principal.policy)
        return plan

    def _made(self, policy: Policy) -> Plan:
        rates: list[RateRule] = []
        slots: list[SlotRule] = []
        budgets: dict[str, tuple[str | None, BudgetRule]] = {}
        until = float("inf")
        for allowance in policy.allowances:
            rates += self._rates(allowance)
            slots += self._slots(allowance, batch=policy.priority == "batch")
            for budget in allowance.budgets:
                rule, end = self._budget(allowance, budget)
                until = min(until, end)
                budgets[rule.key] = (budget.model, rule)
        return Plan(
            policy=policy,
            until=until,
            rates=tuple(rates),
            slots=tuple(slots),
            budgets=tuple(rule for model, rule in budgets.values() if model is None),
            of_models=tuple((model, rule) for model, rule in budgets.values() if model is not None),
            tokens=any(rate.tokens for rate in rates),
        )

    def _rates(self, allowance: Allowance) -> list[RateRule]:
        limits, degraded = allowance.limits, self._settings.without_store.rates
        wanted = [
            ("rpm", limits.requests_per_minute, 60, False),
            ("tpm", limits.tokens_per_minute, 60, True),
            ("tpd", limits.tokens_per_day, _DAY, True),
        ]
        return [
            RateRule(f"{allowance.name}:{name}", limit, window, tokens, degraded)
            for name, limit, window, tokens in wanted
            if limit is not None
        ]

    def _slots(self, allowance: Allowance, *, batch: bool) -> list[SlotRule]:
        limit = allowance.limits.concurrency
        if limit is None:
            return []
        if batch and allowance.name.startswith("group:"):
            limit = max(1, int(limit * self._settings.batch_share))
        return [SlotRule(allowance.name, limit, self._settings.without_store.concurrency)]

    def _budget(self, allowance: Allowance, budget: Budget) -> tuple[BudgetRule, float]:
        begin, end = bounds(budget.period, budget.timezone, self._wall())
        kind = "hard" if budget.hard else "soft"
        key = f"{allowance.name}:{budget.period}:{kind}:{budget.timezone}:{budget.model or '*'}"
        cap = min(budget.amount, LARGEST_CAP) if budget.hard else None
        # A soft budget never refuses, and so neither for want of a store.
        degraded = self._settings.without_store.budgets if budget.hard else "open"
        if self._told is not None:
            self._told(key, allowance, budget)
        return BudgetRule(key, begin, cap, degraded), end
