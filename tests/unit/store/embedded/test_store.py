"""The embedded store across restarts, and by a clock that a test moves."""

import time
from pathlib import Path

import anyio
import pytest

from ai_gateway.store.contract import Ask, Balance, BudgetRule, Granted, RateRule, Refused
from ai_gateway.store.embedded.journal import Journal
from ai_gateway.store.embedded.store import EmbeddedStore
from tests.conformance.store.asks import BUDGET, ask, granted, money, settled

DAY = RateRule("client:a:tpd", limit=100, window=86_400, tokens=True)
MINUTE = RateRule("client:a:rpm", limit=1, window=60)


async def spend(store: EmbeddedStore, cost: int) -> None:
    wanted = money(cost)
    store.settle(settled(wanted, await granted(store, wanted), cost=cost))


@pytest.mark.anyio
async def test_what_was_spent_and_used_survives_a_restart(tmp_path: Path):
    path = tmp_path / "store.db"
    store = EmbeddedStore(time.time, path=path)
    await spend(store, 400)
    await granted(store, ask(rates=(DAY, MINUTE), tokens=70))
    reserved = money(100)
    await granted(store, reserved)
    await store.aclose()
    again = EmbeddedStore(time.time, path=path)
    # What was reserved belonged to a call that ended with the process.
    assert await again.balance(BUDGET) == Balance(spent=400, reserved=0)
    answers = [await again.admit(ask(rates=(rule,), tokens=31)) for rule in (DAY, MINUTE)]
    assert [isinstance(answer, Refused) for answer in answers] == [True, True]
    await again.aclose()


@pytest.mark.anyio
async def test_what_was_spent_is_written_while_the_gateway_runs(tmp_path: Path):
    path = tmp_path / "store.db"
    store = EmbeddedStore(time.time, path=path)
    journal = store._journal
    assert journal is not None
    await spend(store, 400)
    await granted(store, ask(rates=(DAY, MINUTE), tokens=70))
    async with anyio.create_task_group() as group:
        group.start_soon(store.run)
        with anyio.fail_after(10):
            # A file tells nobody that it was written.
            while not journal.windows():  # noqa: ASYNC110
                await anyio.sleep(0.01)
        group.cancel_scope.cancel()
    journal.close()
    # Killed: nobody closed the store.
    again = Journal(path)
    assert again.purses() == [(BUDGET.key, BUDGET.period, 400)]
    assert [row[0] for row in again.windows()] == [DAY.key]
    again.close()


@pytest.mark.anyio
async def test_without_a_file_it_has_nothing_to_write():
    store = EmbeddedStore(time.time)
    await spend(store, 1)
    assert store.status() == {"backend": "embedded", "durable": False, "budgets": 1, "windows": 0}
    await store.aclose()
    await store.aclose()


@pytest.mark.anyio
async def test_the_clock_says_when_there_is_room_again():
    now = 1_795_000_000.0
    store = EmbeddedStore(lambda: now)
    assert await store.admit(ask(rates=(MINUTE,))) == Granted(int(now * 1000), 0)
    assert await store.admit(ask(rates=(MINUTE,))) == Refused(MINUTE, remaining=0, wait=61_000)
    now += 61
    assert isinstance(await store.admit(ask(rates=(MINUTE,))), Granted)


@pytest.mark.anyio
async def test_addresses_that_call_no_more_are_forgotten():
    now = 1_795_000_000.0
    store = EmbeddedStore(lambda: now)
    for number in range(500):
        await granted(store, Ask(id="x", rates=(RateRule(f"address:{number}", 9, 60),)))
    assert store.status()["windows"] == 500
    for _ in range(3):
        now += 61
        await granted(store, Ask(id="x", rates=(RateRule("address:new", 9, 60),)))
    assert store.status()["windows"] == 1


@pytest.mark.anyio
async def test_a_settlement_that_costs_nothing_is_not_told_of():
    told: list[BudgetRule] = []
    store = EmbeddedStore(time.time, lambda rule, _before, _after: told.append(rule))
    wanted = money(5)
    store.settle(settled(wanted, await granted(store, wanted), cost=0))
    assert told == []
