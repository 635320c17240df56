"""Budgets: never more than the cap is reserved and spent, and what is spent is what it cost."""

import random

import anyio
import msgspec
import pytest

from ai_gateway.store.contract import LARGEST_CAP, Balance, Granted, Refused, Store
from tests.conformance.store.asks import BUDGET, granted, money, settled
from tests.conformance.store.conftest import Watched

SOFT = msgspec.structs.replace(BUDGET, key="client:a:month:soft:UTC:*", cap=None)


@pytest.mark.anyio
async def test_an_unknown_budget_has_nothing_spent(store: Store):
    assert await store.balance(BUDGET) == Balance(spent=0, reserved=0)


@pytest.mark.anyio
async def test_the_bound_is_reserved_and_the_cost_is_what_stays(store: Store, watched: Watched):
    wanted = money(600)
    given = await granted(store, wanted)
    assert given.amount == 600
    assert await store.balance(BUDGET) == Balance(spent=0, reserved=600)
    store.settle(settled(wanted, given, cost=123))
    await watched.wait_for(1)
    assert await store.balance(BUDGET) == Balance(spent=123, reserved=0)
    assert watched.seen == [(BUDGET.key, 0, 123)]


@pytest.mark.anyio
async def test_what_does_not_fit_is_refused_and_reserves_nothing(store: Store):
    await granted(store, money(600))
    assert await store.admit(money(401)) == Refused(BUDGET, remaining=400)
    assert (await store.balance(BUDGET)).reserved == 600
    assert (await granted(store, money(400))).amount == 400


@pytest.mark.anyio
async def test_what_is_left_is_granted_where_it_is_enough(store: Store):
    await granted(store, money(600))
    assert (await granted(store, money(900, 100))).amount == 400
    assert await store.admit(money(900, 1)) == Refused(BUDGET, remaining=0)


@pytest.mark.anyio
async def test_the_poorest_budget_decides_and_all_reserve_the_same(store: Store):
    poor = msgspec.structs.replace(BUDGET, key="group:b:day:hard:UTC:*", cap=300)
    wanted = money(900, 100, BUDGET, poor, SOFT)
    assert (await granted(store, wanted)).amount == 300
    balances = [(await store.balance(rule)).reserved for rule in wanted.budgets]
    assert balances == [300, 300, 1]


@pytest.mark.anyio
async def test_one_budget_that_refuses_leaves_the_others_untouched(store: Store):
    poor = msgspec.structs.replace(BUDGET, key="group:b:day:hard:UTC:*", cap=3)
    assert await store.admit(money(4, 4, BUDGET, poor)) == Refused(poor, remaining=3)
    assert await store.balance(BUDGET) == Balance(spent=0, reserved=0)


@pytest.mark.anyio
async def test_a_budget_without_a_cap_counts_and_never_refuses(store: Store, watched: Watched):
    wanted = money(10**12, None, SOFT)
    given = await granted(store, wanted)
    store.settle(settled(wanted, given, cost=10**15))
    await watched.wait_for(1)
    assert await store.balance(SOFT) == Balance(spent=10**15, reserved=0)
    await granted(store, money(10**12, None, SOFT))


@pytest.mark.anyio
async def test_a_cost_above_the_cap_is_counted_for_it_is_the_truth(store: Store, watched: Watched):
    wanted = money(1_000)
    store.settle(settled(wanted, await granted(store, wanted), cost=1_500))
    await watched.wait_for(1)
    assert (await store.balance(BUDGET)).spent == 1_500
    assert await store.admit(money(0)) == Refused(BUDGET, remaining=0)


@pytest.mark.anyio
async def test_a_new_period_begins_with_nothing_spent(store: Store, watched: Watched):
    wanted = money(1_000)
    store.settle(settled(wanted, await granted(store, wanted), cost=1_000))
    await watched.wait_for(1)
    later = msgspec.structs.replace(BUDGET, period=BUDGET.period + 86_400)
    assert (await granted(store, money(700, None, later))).amount == 700
    assert await store.balance(later) == Balance(spent=0, reserved=700)


@pytest.mark.anyio
async def test_a_replica_whose_clock_is_behind_brings_no_period_back(store: Store):
    later = msgspec.structs.replace(BUDGET, period=BUDGET.period + 86_400)
    await granted(store, money(700, None, later))
    assert await store.admit(money(400)) == Refused(BUDGET, remaining=300)


@pytest.mark.anyio
async def test_a_call_of_a_past_period_costs_the_new_one_nothing(store: Store, watched: Watched):
    old = money(600)
    given = await granted(store, old)
    later = msgspec.structs.replace(BUDGET, period=BUDGET.period + 86_400)
    new = money(100, None, later)
    new_given = await granted(store, new)
    store.settle(settled(old, given, cost=600))
    store.settle(settled(new, new_given, cost=50))
    await watched.wait_for(1)
    assert await store.balance(later) == Balance(spent=50, reserved=0)


@pytest.mark.anyio
async def test_the_last_nano_dollar_of_the_largest_budget_counts(store: Store, watched: Watched):
    rule = msgspec.structs.replace(BUDGET, cap=LARGEST_CAP)
    wanted = money(LARGEST_CAP - 2, None, rule)
    store.settle(settled(wanted, await granted(store, wanted), cost=LARGEST_CAP - 2))
    await watched.wait_for(1)
    assert (await granted(store, money(1, None, rule))).amount == 1
    assert await store.admit(money(2, None, rule)) == Refused(rule, remaining=1)
    assert (await store.balance(rule)).spent == LARGEST_CAP - 2


@pytest.mark.anyio
async def test_calls_at_once_never_spend_more_than_the_cap(store: Store, watched: Watched):
    dice = random.Random(7)
    spent: list[int] = []
    refused: list[int] = []

    async def caller() -> None:
        for _ in range(10):
            wanted = money(dice.randint(5, 60), 5)
            answer = await store.admit(wanted)
            if isinstance(answer, Granted):
                balance = await store.balance(BUDGET)
                assert balance.spent + balance.reserved <= 1_000
                spent.append(dice.randint(answer.amount // 20, answer.amount))
                store.settle(settled(wanted, answer, cost=spent[-1]))
            else:
                refused.append(answer.remaining)

    async with anyio.create_task_group() as group:
        for _ in range(20):
            group.start_soon(caller)
    await watched.wait_for(sum(cost > 0 for cost in spent))
    assert await store.balance(BUDGET) == Balance(spent=sum(spent), reserved=0)
    assert sum(spent) <= 1_000
    assert refused
