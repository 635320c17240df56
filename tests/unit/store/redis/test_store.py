"""What only a shared store can suffer: lost answers, lost memory, silent replicas."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

import anyio
import msgspec
import pytest
import redis.asyncio

from ai_gateway.store.contract import (
    Balance,
    BudgetRule,
    Granted,
    RateRule,
    Refused,
    StoreUnavailable,
)
from ai_gateway.store.redis.client import Argument, Client, Reply
from ai_gateway.store.redis.script import ADMIT, SETTLE, Script
from ai_gateway.store.redis.store import RedisStore
from ai_gateway.store.settings import RedisSettings
from tests.conformance.store.asks import BUDGET, ask, granted, money, settled, slot
from tests.conformance.store.server import Server, until

TOKENS = RateRule("client:a:tpm", limit=100, window=60, tokens=True)


@asynccontextmanager
async def store_of(running: Server, *, lease: int = 30) -> AsyncGenerator[RedisStore]:
    settings = RedisSettings(host=running.host, port=running.port, timeout=5, lease=lease)
    store = RedisStore(settings)
    try:
        yield store
    finally:
        await store.aclose()


@asynccontextmanager
async def at_work(store: RedisStore) -> AsyncGenerator[None]:
    async with anyio.create_task_group() as group:
        group.start_soon(store.run)
        yield
        group.cancel_scope.cancel()


async def flushed(running: Server) -> None:
    client = redis.asyncio.Redis(host=running.host, port=running.port)
    await client.flushall()
    await client.aclose()


class LosingAnswers(Client):
    """A client that loses the first answer to a script, which the server has carried out."""

    def __init__(self, settings: RedisSettings, script: Script, error: BaseException) -> None:
        super().__init__(settings)
        self._losing = script
        self._error: BaseException | None = error

    async def run(
        self, script: Script, keys: Sequence[str], arguments: Sequence[Argument]
    ) -> Reply:
        reply = await super().run(script, keys, arguments)
        if script is self._losing and self._error is not None:
            error, self._error = self._error, None
            raise error
        return reply


async def losing(store: RedisStore, running: Server, script: Script, error: BaseException) -> None:
    await store._client.aclose()
    settings = RedisSettings(host=running.host, port=running.port, timeout=5)
    store._client = LosingAnswers(settings, script, error)


@pytest.mark.anyio
async def test_a_settlement_whose_answer_was_lost_is_applied_once(running: Server):
    async with store_of(running) as store:
        wanted = money(600)
        given = await granted(store, wanted)
        await losing(store, running, SETTLE, StoreUnavailable("lost"))
        async with at_work(store):
            store.settle(settled(wanted, given, cost=123))
            await until(lambda: _settled(store))
        assert await store.balance(BUDGET) == Balance(spent=123, reserved=0)


async def _settled(store: RedisStore) -> bool:
    return store.status()["settlements_waiting"] == 0


@pytest.mark.anyio
@pytest.mark.parametrize("error", [StoreUnavailable("lost"), asyncio.CancelledError()])
async def test_what_a_lost_answer_took_is_given_back(running: Server, error: BaseException):
    async with store_of(running) as store:
        await losing(store, running, ADMIT, error)
        with pytest.raises(type(error)):
            await store.admit(ask(budgets=(BUDGET,), least=9, bound=9, slots=(slot(1),)))
        assert (await store.balance(BUDGET)).reserved == 9
        async with at_work(store):
            await until(lambda: _settled(store))
        assert await store.balance(BUDGET) == Balance(spent=0, reserved=0)
        await granted(store, ask(slots=(slot(1),)))


@pytest.mark.anyio
async def test_the_same_ask_again_takes_money_and_slots_once(running: Server):
    async with store_of(running) as store:
        wanted = ask(budgets=(BUDGET,), least=600, bound=600, slots=(slot(1),))
        first = await granted(store, wanted)
        again = await granted(store, wanted)
        assert (first.amount, again.amount) == (600, 600)
        assert (await store.balance(BUDGET)).reserved == 600


@pytest.mark.anyio
async def test_a_server_that_lost_its_memory_is_told_what_was_spent(running: Server):
    async with store_of(running) as store:
        wanted = money(700)
        given = await granted(store, wanted)
        async with at_work(store):
            store.settle(settled(wanted, given, cost=700))
            await until(lambda: _settled(store))
        await flushed(running)
        assert await store.admit(money(400)) == Refused(BUDGET, remaining=300)
        assert (await store.balance(BUDGET)).spent == 700


@pytest.mark.anyio
async def test_a_replica_that_falls_silent_gives_back_what_it_held(running: Server):
    async with store_of(running, lease=1) as silent, store_of(running, lease=1) as other:
        await granted(silent, ask(budgets=(BUDGET,), least=900, bound=900, slots=(slot(1),)))
        assert isinstance(await other.admit(money(900)), Refused)
        await until(lambda: _fits(other))
        assert await other.balance(BUDGET) == Balance(spent=0, reserved=900)


async def _fits(store: RedisStore) -> bool:
    answer = await store.admit(ask(budgets=(BUDGET,), least=900, bound=900, slots=(slot(1),)))
    return isinstance(answer, Granted)


@pytest.mark.anyio
async def test_a_living_replica_keeps_what_it_holds_beyond_the_lease(running: Server):
    async with (
        store_of(running, lease=1) as living,
        store_of(running, lease=1) as other,
        at_work(living),
        at_work(other),
    ):
        await granted(living, ask(budgets=(BUDGET,), least=900, bound=900, slots=(slot(1),)))
        with anyio.move_on_after(2.5):
            while True:
                assert isinstance(await other.admit(ask(slots=(slot(1),))), Refused)
                assert isinstance(await other.admit(money(101)), Refused)
                await anyio.sleep(0.1)
        assert living.replicas == 2


@pytest.mark.anyio
async def test_money_never_expires_and_counts_of_the_past_do(running: Server):
    async with store_of(running) as store:
        await granted(store, ask(rates=(TOKENS,), tokens=1, budgets=(BUDGET,), slots=(slot(1),)))
        client = redis.asyncio.Redis(host=running.host, port=running.port)
        lasting = {str(key): await client.pttl(key) for key in await client.keys("*")}
        await client.aclose()
    money_keys = {key for key in lasting if ":budget:" in key or ":leases:" in key}
    assert {key for key, left in lasting.items() if left == -1} == money_keys
    assert len(lasting) == 4
    assert all("{ai-gateway:default}" in key for key in lasting)


@pytest.mark.anyio
async def test_what_nobody_watches_is_settled_too_and_the_end_sends_what_waits(running: Server):
    async with store_of(running) as store:
        wanted = money(600)
        store.settle(settled(wanted, await granted(store, wanted), cost=5))
        # Nobody runs it: the end does.
    async with store_of(running) as later:
        assert await later.balance(BUDGET) == Balance(spent=5, reserved=0)


@pytest.mark.anyio
async def test_settlements_that_cannot_be_sent_at_the_end_are_told_of(
    running: Server, caplog: pytest.LogCaptureFixture
):
    store = RedisStore(RedisSettings(host=running.host, port=running.port, timeout=1))
    wanted = money(600)
    store.settle(settled(wanted, await granted(store, wanted), cost=5))
    await running.kill()
    await store.aclose()
    assert "1 settlements were lost" in caplog.text


@pytest.mark.anyio
async def test_an_answer_that_makes_no_sense_is_no_answer(
    running: Server, monkeypatch: pytest.MonkeyPatch
):
    async with store_of(running) as store:

        async def nonsense(*_: object) -> Reply:
            return None

        monkeypatch.setattr(store._client, "run", nonsense)
        for asked in (store.admit(ask()), store.balance(BUDGET), store.renew()):
            with pytest.raises(StoreUnavailable, match="never should"):
                await asked
        monkeypatch.undo()


@pytest.mark.anyio
async def test_what_was_spent_is_known_until_the_period_is_over(running: Server):
    async with store_of(running) as store:
        assert store.spent(BUDGET) is None
        await granted(store, money(1))
        assert store.spent(BUDGET) == 0
        later: BudgetRule = msgspec.structs.replace(BUDGET, period=BUDGET.period + 1)
        assert store.spent(later) is None
