"""Policies as rules: one account after the other, made once, made anew when they change."""

import msgspec

from ai_gateway.admission.plan import Plan, Plans
from ai_gateway.admission.settings import AdmissionSettings
from ai_gateway.core.policy import Allowance, Budget, Limits, Policy
from ai_gateway.core.principal import Principal
from ai_gateway.store.contract import LARGEST_CAP, BudgetRule, RateRule, SlotRule
from tests.unit.core.calls import call_with

NOON = 1_795_435_200.0  # 2026-11-23T12:00Z
NOVEMBER = 1_793_491_200
TODAY = 1_795_392_000
LIMITS = Limits(10, 20, 30, 40)


def principal(policy: Policy) -> Principal:
    return Principal("a", "a", "key", "keys", frozenset(), (), policy)


def plans(now: float = NOON, **settings: object) -> Plans:
    return Plans(AdmissionSettings.model_validate(settings), lambda: now)


def plan_of(*allowances: Allowance, now: float = NOON, **policy: object) -> Plan:
    made = msgspec.structs.replace(Policy(allowances=allowances), **policy)
    return plans(now).of(principal(made))


def test_a_client_without_bounds_has_no_rules():
    plan = plan_of(Allowance("client:a"))
    assert (plan.rates, plan.slots, plan.budgets, plan.tokens) == ((), (), (), False)


def test_limits_are_rates_and_slots_of_every_account():
    plan = plan_of(Allowance("client:a", LIMITS), Allowance("group:b", Limits(concurrency=5)))
    assert plan.rates == (
        RateRule("client:a:rpm", 10, 60),
        RateRule("client:a:tpm", 20, 60, tokens=True),
        RateRule("client:a:tpd", 30, 86_400, tokens=True),
    )
    assert plan.slots == (SlotRule("client:a", 40), SlotRule("group:b", 5))
    assert plan.tokens


def test_a_batch_client_fills_its_part_of_what_is_shared_and_all_of_its_own():
    limits = Limits(concurrency=5)
    accounts = (Allowance("client:a", limits), Allowance("group:b", limits))
    assert [rule.limit for rule in plan_of(*accounts, priority="batch").slots] == [5, 2]
    one = Allowance("group:b", Limits(concurrency=1))
    assert [rule.limit for rule in plan_of(one, priority="batch").slots] == [1]


def test_budgets_begin_with_their_period_and_end_the_plan_with_it():
    month, day = Budget(500, "month"), Budget(70, "day", hard=False)
    plan = plan_of(Allowance("client:a", budgets=(month, day)))
    assert plan.budgets == (
        BudgetRule("client:a:month:hard:UTC:*", NOVEMBER, 500, "closed"),
        BudgetRule("client:a:day:soft:UTC:*", TODAY, None, "open"),
    )
    assert plan.until == TODAY + 86_400


def test_a_budget_larger_than_the_store_counts_is_the_largest():
    [rule] = plan_of(Allowance("client:a", budgets=(Budget(2**60, "month"),))).budgets
    assert rule.cap == LARGEST_CAP


def test_a_budget_of_a_model_counts_calls_that_ask_for_it():
    own = Budget(5, "month", model="dear")
    plan = plan_of(Allowance("client:a", budgets=(Budget(9, "month"), own)))
    assert [rule.cap for rule in plan.budgets_of(call_with(model="dear"))] == [9, 5]
    assert [rule.cap for rule in plan.budgets_of(call_with(model="cheap"))] == [9]


def test_settings_say_what_holds_without_the_store():
    without = {"rates": "open", "concurrency": "closed", "budgets": "local"}
    account = Allowance("client:a", LIMITS, (Budget(5, "month"),))
    made = plans(without_store=without).of(principal(Policy(allowances=(account,))))
    assert {rule.degraded for rule in made.rates} == {"open"}
    assert made.slots[0].degraded == "closed"
    assert made.budgets[0].degraded == "local"


def test_a_plan_is_made_once_for_a_policy_and_anew_for_another():
    known = plans()
    first, second = Policy(), Policy()
    plan = known.of(principal(first))
    assert known.of(principal(first)) is plan
    assert known.of(principal(second)) is not plan


def test_a_plan_ends_with_its_period():
    now = NOON
    account = Allowance("client:a", budgets=(Budget(5, "day"),))
    who = principal(Policy(allowances=(account,)))
    known = Plans(AdmissionSettings(), lambda: now)
    assert known.of(who).budgets[0].period == TODAY
    now = float(TODAY + 86_400)
    assert known.of(who).budgets[0].period == TODAY + 86_400


def test_whoever_watches_is_told_under_which_key_a_budget_counts():
    told: dict[str, tuple[Allowance, Budget]] = {}
    account = Allowance("client:a", budgets=(Budget(5, "day"),))

    def note(key: str, allowance: Allowance, budget: Budget) -> None:
        told[key] = (allowance, budget)

    Plans(AdmissionSettings(), lambda: NOON, note).of(principal(Policy(allowances=(account,))))
    assert told == {"client:a:day:hard:UTC:*": (account, account.budgets[0])}
