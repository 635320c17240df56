"""Four gateways, one hard budget, 200 callers at once: not a nano-dollar more than the cap."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from ai_gateway.admission.period import bounds
from ai_gateway.store.contract import Balance, BudgetRule
from ai_gateway.store.redis.store import RedisStore
from ai_gateway.store.settings import RedisSettings
from tests.conformance.store.server import Server, server, until
from tests.integration.admission.fleet import Fleet, Tally, call_until, fleet

CAP = 1_000_000_000
"""Nano-dollars: one dollar."""

GATEWAYS = 4
CALLERS = 200
MAX_TOKENS = 600

CLIENT = {"budgets": [{"amount_usd": "1.00", "period": "month", "alert_at": []}]}
KEY = "client:team:month:hard:UTC:*"
DURABLE = ("--appendonly", "yes", "--appendfsync", "always")

Count = Callable[[], Coroutine[None, None, Balance]]
Mischief = Callable[[Fleet, Server], Coroutine[None, None, None]]


async def nothing(gateways: Fleet, store: Server) -> None:
    """Let them run."""


async def gateway_dies(gateways: Fleet, store: Server) -> None:
    gateways.kill(0)


async def store_restarts(gateways: Fleet, store: Server) -> None:
    await store.kill()
    await store.start()


@asynccontextmanager
async def counting(store: Server) -> AsyncGenerator[Count]:
    """Yield what reads the balance that the gateways share."""
    own = RedisStore(RedisSettings(host=store.host, port=store.port, timeout=5))
    begin, _ = bounds("month", "UTC", time.time())
    rule = BudgetRule(KEY, begin, CAP)
    try:
        yield lambda: own.balance(rule)
    finally:
        await own.aclose()


async def race(directory: Path, mischief: Mischief) -> tuple[Balance, Fleet, Tally]:
    """Return what is spent once nobody calls any more."""
    tally = Tally()
    async with (
        server(directory, *DURABLE) as store,
        fleet(GATEWAYS, directory, store, CLIENT) as gateways,
        counting(store) as balance,
    ):
        async with asyncio.TaskGroup() as group:
            group.create_task(spend(gateways, tally))
            await until(lambda: begun(balance))
            await mischief(gateways, store)
        await nothing_reserved(balance)
        # What a gateway held that was killed can be spent now.
        await spend(gateways, tally)
        await nothing_reserved(balance)
        return await balance(), gateways, tally


async def spend(gateways: Fleet, tally: Tally) -> None:
    """Call from everywhere at once until the budget is spent."""
    wire = gateways.call(MAX_TOKENS)
    async with asyncio.TaskGroup() as group:
        for number in range(CALLERS):
            url = gateways.urls[number % GATEWAYS]
            group.create_task(call_until(url, wire, tally, 3, "budget_exceeded"))


async def begun(balance: Count) -> bool:
    """Tell whether they are in the middle of it."""
    return (await balance()).spent >= CAP // 4


async def nothing_reserved(balance: Count) -> None:
    """Wait until leases have run out, which is soon."""

    async def none() -> bool:
        return (await balance()).reserved == 0

    await until(none)


@pytest.mark.anyio
async def test_all_that_is_charged_is_settled_and_no_more_than_the_cap(tmp_path: Path):
    balance, gateways, tally = await race(tmp_path, nothing)
    assert balance.spent == sum(gateways.provider.charged) <= CAP
    # What is left would not have paid for the least that is of use to anybody.
    assert balance.spent > CAP - 2_500_000
    assert tally.counts["ok"] == len(gateways.provider.charged)
    # The last answers were bounded to what was left.
    assert min(gateways.provider.bounds) < MAX_TOKENS
    assert set(tally.counts) == {"ok", "budget_exceeded"}


@pytest.mark.anyio
async def test_a_gateway_that_is_killed_leaves_no_reservation(tmp_path: Path):
    balance, gateways, _ = await race(tmp_path, gateway_dies)
    assert CAP - 2_500_000 < balance.spent <= CAP
    # What the killed one had under way is charged and never settled, and nothing else is.
    assert 0 <= sum(gateways.provider.charged) - balance.spent < 50 * 3_200_000


@pytest.mark.anyio
async def test_a_store_that_restarts_loses_and_doubles_nothing(tmp_path: Path):
    balance, gateways, tally = await race(tmp_path, store_restarts)
    assert balance.spent == sum(gateways.provider.charged) <= CAP
    assert balance.spent > CAP - 2_500_000
    assert tally.counts["ok"] == len(gateways.provider.charged)
    assert set(tally.counts) <= {"ok", "budget_exceeded", "store_unavailable"}
