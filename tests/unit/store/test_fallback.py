"""With the shared store gone, each rule does what was said, and no call waits."""

import time
from collections.abc import Mapping

import anyio
import msgspec
import pytest

from ai_gateway.store.contract import (
    Ask,
    Balance,
    BudgetRule,
    Granted,
    RateRule,
    Refused,
    Settlement,
    SlotRule,
    StoreUnavailable,
)
from ai_gateway.store.fallback import Fallback
from tests.conformance.store.asks import ask, granted, settled


class Shared:
    """A shared store that a test takes away and gives back."""

    def __init__(self) -> None:
        self.gone = False
        self.asked = 0
        self.settled: list[Settlement] = []
        self.known: dict[str, int] = {}
        self.replicas = 4
        self.closed = False

    async def admit(self, ask: Ask) -> Granted:
        self.asked += 1
        self._check()
        return Granted(1, ask.bound)

    def settle(self, settlement: Settlement) -> None:
        self.settled.append(settlement)

    async def balance(self, rule: BudgetRule) -> Balance:
        return Balance(1, 2)

    def spent(self, rule: BudgetRule) -> int | None:
        return self.known.get(rule.key)

    async def renew(self) -> None:
        self._check()

    def status(self) -> Mapping[str, object]:
        return {"backend": "test"}

    async def run(self) -> None:
        await anyio.sleep_forever()

    async def aclose(self) -> None:
        self.closed = True

    def _check(self) -> None:
        if self.gone:
            raise StoreUnavailable("gone")


RATE = RateRule("client:a:rpm", 8, 60)
OPEN_RATE = msgspec.structs.replace(RATE, degraded="open")
BUDGET = BudgetRule("client:a:day", 5, 1_000, "local")


def lost() -> tuple[Fallback, Shared]:
    shared = Shared()
    shared.gone = True
    return Fallback(shared, time.time), shared


@pytest.mark.anyio
async def test_while_the_store_answers_it_decides():
    shared = Shared()
    store = Fallback(shared, time.time)
    assert await store.admit(ask(rates=(RATE,), bound=7)) == Granted(1, 7)
    assert await store.balance(BUDGET) == Balance(1, 2)
    assert store.status() == {"backend": "test", "available": True}
    await store.aclose()
    assert shared.closed


@pytest.mark.anyio
async def test_a_store_that_is_gone_is_asked_once_and_shown():
    store, shared = lost()
    for _ in range(5):
        await granted(store, ask(slots=(SlotRule("s", 100),)))
    assert shared.asked == 1
    assert store.status() == {"backend": "test", "available": False, "reason": "gone"}


@pytest.mark.anyio
async def test_local_is_this_replicas_share():
    store, _ = lost()
    answers = [await store.admit(ask(rates=(RATE,))) for _ in range(3)]
    assert [type(answer) for answer in answers] == [Granted, Granted, Refused]
    held = ask(slots=(SlotRule("s", 4),))
    given = await granted(store, held)
    assert isinstance(await store.admit(ask(slots=(SlotRule("s", 4),))), Refused)
    store.settle(settled(held, given))
    await granted(store, ask(slots=(SlotRule("s", 4),)))


@pytest.mark.anyio
async def test_open_is_not_applied_and_closed_refuses():
    store, _ = lost()
    for _ in range(20):
        await granted(store, ask(rates=(OPEN_RATE,)))
    closed = msgspec.structs.replace(BUDGET, degraded="closed")
    with pytest.raises(StoreUnavailable, match="gone"):
        await store.admit(ask(rates=(OPEN_RATE,), budgets=(closed,)))


@pytest.mark.anyio
async def test_of_a_budget_this_replica_has_its_share_of_what_was_left():
    store, shared = lost()
    shared.known[BUDGET.key] = 200
    wanted = ask(budgets=(BUDGET,), least=150, bound=150)
    given = await granted(store, wanted)
    assert await store.admit(ask(budgets=(BUDGET,), least=51, bound=51)) == Refused(
        msgspec.structs.replace(BUDGET, cap=200), remaining=50
    )
    store.settle(settled(wanted, given, cost=10))
    assert (await granted(store, ask(budgets=(BUDGET,), least=190, bound=190))).amount == 190
    assert [one.cost for one in shared.settled] == [10]


@pytest.mark.anyio
async def test_a_budget_of_which_nothing_was_seen_is_unknown_and_not_zero():
    store, _ = lost()
    with pytest.raises(StoreUnavailable):
        await store.admit(ask(budgets=(BUDGET,), least=1, bound=1))


@pytest.mark.anyio
async def test_a_budget_without_a_cap_stops_nobody():
    store, _ = lost()
    soft = msgspec.structs.replace(BUDGET, cap=None)
    await granted(store, ask(budgets=(soft,), estimate=10**9))


@pytest.mark.anyio
async def test_the_store_is_found_again_without_a_restart_and_the_share_begins_anew():
    store, shared = lost()
    rates = (msgspec.structs.replace(RATE, limit=4),)
    await granted(store, ask(rates=rates))
    assert isinstance(await store.admit(ask(rates=rates)), Refused)
    async with anyio.create_task_group() as group:
        group.start_soon(store.run)
        shared.gone = False
        with anyio.fail_after(10):
            while not store.status()["available"]:  # noqa: ASYNC110  it tells nobody
                await anyio.sleep(0.01)
        assert await store.admit(ask(rates=rates)) == Granted(1, 0)
        shared.gone = True
        await granted(store, ask(rates=rates))
        group.cancel_scope.cancel()


@pytest.mark.anyio
async def test_a_call_let_in_alone_ends_where_it_began():
    store, shared = lost()
    held = ask(slots=(SlotRule("s", 4),))
    given = await granted(store, held)
    first = store._local
    store._gone.clear()
    store._lose(StoreUnavailable("gone again"))
    assert store._local is not first
    await granted(store, ask(slots=(SlotRule("s", 4),)))
    store.settle(settled(held, given))
    assert isinstance(await store.admit(ask(slots=(SlotRule("s", 4),))), Refused)
    assert len(shared.settled) == 1
