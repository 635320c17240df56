"""The store dies, hangs and comes back under a gateway that serves on: one case for each policy."""

import asyncio
import signal
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conformance.store.server import server, until
from tests.integration.admission.fleet import Fleet, Tally, fleet
from tests.integration.robustness.callers import Answer, calling, get

LIMITED = {"limits": {"requests_per_minute": 8, "concurrency": 100}}
BUDGETED = {"budgets": [{"amount_usd": "1000.00", "period": "month", "alert_at": []}]}


async def asked(gateways: Fleet, number: int = 0) -> Answer:
    async with calling(gateways.urls[number]) as caller:
        await caller.send(gateways.call(300))
        return await caller.answer()


async def said(gateways: Fleet, count: int) -> Mapping[str, int]:
    """Return what so many calls, one after another, were answered."""
    tally = Tally()
    for _ in range(count):
        tally.note(await asked(gateways))
    return tally.counts


async def serving_again(gateways: Fleet) -> bool:
    return (await asked(gateways)).status == 200


@pytest.mark.anyio
async def test_local_limits_go_on_with_this_replicas_share(tmp_path: Path):
    async with server(tmp_path) as store, fleet(2, tmp_path, store, LIMITED) as gateways:
        await until(lambda: both_known(gateways))
        await store.kill()
        # Two replicas, eight calls a minute: each goes on with four.
        assert await said(gateways, 6) == {"ok": 4, "limit_exceeded": 2}


async def both_known(gateways: Fleet) -> bool:
    """Tell whether the first gateway has heard of the second."""
    return (await gateways.store_of(0))["replicas"] == 2


@pytest.mark.anyio
async def test_open_limits_let_everything_through(tmp_path: Path):
    policy = {"without_store": {"rates": "open", "concurrency": "open"}}
    async with (
        server(tmp_path) as store,
        fleet(1, tmp_path, store, LIMITED, admission=policy) as gateways,
    ):
        await store.kill()
        assert await said(gateways, 12) == {"ok": 12}


@pytest.mark.anyio
async def test_a_closed_budget_refuses_until_the_store_is_back_and_nobody_restarts(tmp_path: Path):
    async with server(tmp_path) as store, fleet(1, tmp_path, store, BUDGETED) as gateways:
        assert await said(gateways, 2) == {"ok": 2}
        await store.kill()
        assert await said(gateways, 3) == {"store_unavailable": 3}
        answer = await asked(gateways)
        assert (answer.status, answer.fields[b"retry-after"]) == (503, b"1")
        await store.start()
        await until(lambda: serving_again(gateways))


@pytest.mark.anyio
async def test_a_replica_is_ready_while_the_store_is_gone(tmp_path: Path):
    async with server(tmp_path) as store, fleet(1, tmp_path, store, BUDGETED) as gateways:
        await store.kill()
        await asked(gateways)
        async with calling(gateways.urls[0]) as caller:
            await caller.send(get(b"/health"))
            assert (await caller.answer()).status == 200


@pytest.mark.anyio
async def test_a_store_that_hangs_is_waited_for_once(tmp_path: Path):
    async with (
        server(tmp_path) as store,
        fleet(1, tmp_path, store, LIMITED, timeout=1.0) as gateways,
    ):
        assert await said(gateways, 1) == {"ok": 1}
        store.signal(signal.SIGSTOP)
        try:
            assert await timed(gateways) >= 0.9
            assert max([await timed(gateways) for _ in range(5)]) < 0.5
        finally:
            store.signal(signal.SIGCONT)
        await until(lambda: available(gateways))


async def timed(gateways: Fleet) -> float:
    began = time.monotonic()
    await asked(gateways)
    return time.monotonic() - began


async def available(gateways: Fleet) -> bool:
    return (await gateways.store_of(0))["available"] is True


@pytest.mark.anyio
async def test_a_burst_over_four_gateways_lets_exactly_the_limit_through(tmp_path: Path):
    limited = {"limits": {"requests_per_minute": 100}}
    tally = Tally()

    async def call(gateways: Fleet, number: int) -> None:
        tally.note(await asked(gateways, number % 4))

    async with server(tmp_path) as store, fleet(4, tmp_path, store, limited) as gateways:
        async with asyncio.TaskGroup() as group:
            for number in range(400):
                group.create_task(call(gateways, number))
        assert len(gateways.provider.charged) == 100
    assert tally.counts == {"ok": 100, "limit_exceeded": 300}
