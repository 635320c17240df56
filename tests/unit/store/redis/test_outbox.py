"""Settlements in numbered batches: none lost, none twice, and bounded in an outage."""

import anyio
import msgspec
import pytest

from ai_gateway.store.contract import Granted, Settlement
from ai_gateway.store.redis import outbox as module
from ai_gateway.store.redis.outbox import Outbox
from tests.conformance.store.asks import BUDGET, ask

OTHER = msgspec.structs.replace(BUDGET, key="group:b")


def settlement(cost: int = 1, *budgets: object) -> Settlement:
    return Settlement(ask(budgets=budgets or (BUDGET,)), Granted(0, 0), None, cost)


def test_a_batch_is_the_same_until_it_is_applied():
    box = Outbox()
    sent = [settlement() for _ in range(100)]
    for one in sent:
        box.put(one)
    first = box.batch()
    box.put(settlement())
    assert box.batch() is first
    assert first == sent[: len(first)]
    assert box.number == 0
    box.applied()
    assert box.number == 1
    assert box.batch()[0] is sent[len(first)]
    assert len(box) == 101 - len(first)


def test_nothing_to_send_is_an_empty_batch():
    assert Outbox().batch() == []


@pytest.mark.anyio
async def test_whoever_sends_waits_until_there_is_something():
    box = Outbox()
    with anyio.move_on_after(0.01) as waited:
        await box.filled()
    assert waited.cancelled_caught
    box.put(settlement())
    await box.filled()
    box.batch()
    box.applied()
    with anyio.move_on_after(0.01) as again:
        await box.filled()
    assert again.cancelled_caught


def test_a_long_outage_adds_up_what_no_longer_fits(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_CROWDED", 10)
    box = Outbox()
    for _ in range(50):
        box.put(settlement(3, BUDGET, OTHER))
    box.put(settlement(0))
    assert len(box) == 12
    spent: dict[str, int] = {}
    while batch := box.batch():
        for one in batch:
            for budget in one.ask.budgets:
                spent[budget.key] = spent.get(budget.key, 0) + one.cost
        box.applied()
    assert spent == {BUDGET.key: 150, OTHER.key: 150}
    assert len(box) == 0
