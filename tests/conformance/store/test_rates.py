"""Rates and slots: never more than the limit in any stretch of a window, and hardly less."""

import time

import anyio
import pytest

from ai_gateway.store.contract import Granted, RateRule, Refused, Store
from tests.conformance.store.asks import BUDGET, ask, granted, money, settled, slot
from tests.conformance.store.conftest import Watched

CALLS = RateRule("client:a:rpm", limit=3, window=60)
TOKENS = RateRule("client:a:tpm", limit=100, window=60, tokens=True)


@pytest.mark.anyio
async def test_a_rate_lets_its_limit_through_and_says_when_to_come_back(store: Store):
    for _ in range(3):
        await granted(store, ask(rates=(CALLS,)))
    answer = await store.admit(ask(rates=(CALLS,)))
    assert isinstance(answer, Refused)
    assert (answer.rule, answer.remaining) == (CALLS, 0)
    assert answer.wait is not None
    assert 55_000 < answer.wait <= 61_000


@pytest.mark.anyio
async def test_tokens_are_counted_in_the_rates_that_count_them(store: Store):
    await granted(store, ask(rates=(CALLS, TOKENS), tokens=70))
    answer = await store.admit(ask(rates=(CALLS, TOKENS), tokens=31))
    assert isinstance(answer, Refused)
    assert (answer.rule, answer.remaining) == (TOKENS, 30)
    await granted(store, ask(rates=(CALLS, TOKENS), tokens=30))


@pytest.mark.anyio
async def test_a_call_that_never_fits_is_not_told_to_come_back(store: Store):
    answer = await store.admit(ask(rates=(TOKENS,), tokens=101))
    assert answer == Refused(TOKENS, remaining=100, wait=None)


@pytest.mark.anyio
@pytest.mark.parametrize(("actual", "left"), [(20, 80), (100, 0), (140, 0)])
async def test_tokens_are_corrected_when_they_are_known(
    store: Store, watched: Watched, actual: int, left: int
):
    wanted = ask(rates=(TOKENS,), tokens=60, budgets=(BUDGET,))
    store.settle(settled(wanted, await granted(store, wanted), cost=1, tokens=actual))
    await watched.wait_for(1)
    answer = await store.admit(ask(rates=(TOKENS,), tokens=101 if left == 0 else left + 1))
    assert isinstance(answer, Refused)
    assert answer.remaining == left


@pytest.mark.anyio
async def test_two_keys_are_two_counts(store: Store):
    for key in ("client:a:rpm", "client:b:rpm"):
        rule = RateRule(key, limit=1, window=60)
        await granted(store, ask(rates=(rule,)))
        assert isinstance(await store.admit(ask(rates=(rule,))), Refused)


@pytest.mark.anyio
async def test_a_slot_is_held_until_the_call_is_settled(store: Store, watched: Watched):
    held = [ask(slots=(slot(2),), budgets=(BUDGET,)) for _ in range(2)]
    given = [await granted(store, one) for one in held]
    assert await store.admit(ask(slots=(slot(2),))) == Refused(slot(2), remaining=0)
    store.settle(settled(held[0], given[0], cost=1))
    await watched.wait_for(1)
    await granted(store, ask(slots=(slot(2),)))
    assert isinstance(await store.admit(ask(slots=(slot(2),))), Refused)


@pytest.mark.anyio
async def test_the_same_slots_may_have_a_smaller_limit_for_another_caller(store: Store):
    await granted(store, ask(slots=(slot(4),)))
    assert isinstance(await store.admit(ask(slots=(slot(1),))), Refused)
    await granted(store, ask(slots=(slot(4),)))


@pytest.mark.anyio
async def test_what_is_refused_takes_nothing_of_anything(store: Store):
    full = slot(1)
    await granted(store, ask(slots=(full,)))
    for _ in range(5):
        assert isinstance(await store.admit(ask(rates=(CALLS,), slots=(full,))), Refused)
        refused = money(2_000)
        assert isinstance(await store.admit(refused), Refused)
    for _ in range(3):
        await granted(store, ask(rates=(CALLS,)))


@pytest.mark.anyio
async def test_an_ask_for_nothing_is_granted(store: Store):
    assert isinstance(await store.admit(ask()), Granted)


PRESSURE = 3.2
"""Seconds: three windows and their edges."""


@pytest.mark.anyio
@pytest.mark.parametrize("tokens", [None, 7])
async def test_under_pressure_no_window_has_more_than_the_limit_nor_95_percent_less(
    store: Store, tokens: int | None
):
    limit, amount = (40, 1) if tokens is None else (280, tokens)
    rule = RateRule("client:a:x", limit, window=1, tokens=tokens is not None)
    let_in: list[tuple[float, float]] = []
    began = time.monotonic()

    async def caller() -> None:
        while (asked := time.monotonic()) < began + PRESSURE:
            if isinstance(await store.admit(ask(rates=(rule,), tokens=amount)), Granted):
                let_in.append((asked, time.monotonic()))
            await anyio.sleep(0.002)

    async with anyio.create_task_group() as group:
        for _ in range(8):
            group.start_soon(caller)
    let_in.sort()
    for asked, _ in let_in:
        # Those whose whole admission lies within the second after `asked` were all in one window.
        within = [1 for start, end in let_in if start >= asked and end <= asked + 1.0]
        assert len(within) * amount <= limit
    # The last window is not over.
    windows = (let_in[-1][1] - began) // (1.0 * 61 / 60)
    assert len(let_in) * amount >= 0.95 * limit * windows
