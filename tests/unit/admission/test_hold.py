"""What a call costs, however it ends, and that it ends once."""

import asyncio
from contextlib import suppress

import msgspec
import pytest

from ai_gateway.admission.hold import Hold, held
from ai_gateway.admission.quote import Quote
from ai_gateway.core.body import Body
from ai_gateway.core.errors import (
    InvalidRequest,
    Overloaded,
    ProviderDied,
    ProviderTimeout,
    ProviderUnreachable,
)
from ai_gateway.core.reply import Reply
from ai_gateway.core.usage import Usage
from ai_gateway.store.contract import Granted, Settlement
from tests.conformance.store.asks import BUDGET, ask
from tests.unit.admission.prices import CHEAP, UNKNOWN, Prices
from tests.unit.core.pieces import Pieces

SOFT = msgspec.structs.replace(BUDGET, cap=None)
QUOTE = Quote(input=100, output=500, least=0, bound=5_100, estimate=77, fixed=100, clamp=False)
USAGE = Usage(input_tokens=20, output_tokens=8)


class Meter:
    final = True
    written = 0

    def __init__(self, usage: Usage | None) -> None:
        self.usage = usage


def holding(*budgets: object, amount: int = 5_100) -> tuple[Hold, list[Settlement]]:
    settled: list[Settlement] = []
    wanted = ask(budgets=budgets or (BUDGET,), bound=5_100, estimate=77, tokens=40)
    return Hold(settled.append, Prices(), QUOTE, wanted, Granted(1, amount)), settled


def reply(body: Body = b"{}", usage: Usage | None = USAGE, status: int = 200) -> Reply:
    return Reply(status=status, headers=[], body=body, served=CHEAP, meter=Meter(usage))


def cost_of(settled: list[Settlement]) -> tuple[int | None, int]:
    [one] = settled
    return one.tokens, one.cost


def test_a_complete_answer_costs_what_was_reported():
    hold, settled = holding()
    assert held(reply(), hold).body == b"{}"
    assert cost_of(settled) == (28, 20 + 80)


def test_an_answer_that_reported_nothing_costs_what_was_reserved():
    hold, settled = holding(amount=4_000)
    held(reply(usage=None), hold)
    assert cost_of(settled) == (None, 4_000)
    soft, settled = holding(SOFT)
    held(reply(usage=None), soft)
    assert cost_of(settled) == (None, 77)


def test_a_providers_own_error_costs_nothing():
    hold, settled = holding()
    held(reply(usage=None, status=429), hold)
    assert cost_of(settled) == (0, 0)


def test_a_model_of_unknown_price_that_was_let_in_counts_nothing():
    hold, settled = holding()
    held(msgspec.structs.replace(reply(), served=UNKNOWN), hold)
    assert cost_of(settled) == (28, 0)


def test_a_call_without_a_budget_has_no_cost_to_reckon():
    settled: list[Settlement] = []
    hold = Hold(settled.append, Prices(), QUOTE, ask(tokens=40), Granted(1, 0))
    held(reply(), hold)
    assert cost_of(settled) == (28, 0)


ENDINGS = [
    (InvalidRequest("No."), (0, 0)),
    (Overloaded("Full."), (0, 0)),
    (ProviderUnreachable("Away."), (0, 0)),
    (ZeroDivisionError(), (0, 0)),
    (ProviderTimeout("Slow."), (None, 5_100)),
    (ProviderDied("Dead."), (None, 5_100)),
    (asyncio.CancelledError(), (None, 5_100)),
]


@pytest.mark.parametrize(("error", "expected"), ENDINGS, ids=lambda one: type(one).__name__)
def test_without_an_answer_it_costs_what_a_provider_may_have_done(
    error: BaseException, expected: tuple[int | None, int]
):
    hold, settled = holding()
    hold.failed(error)
    assert cost_of(settled) == expected


@pytest.mark.anyio
async def test_a_stream_is_held_until_its_last_byte():
    hold, settled = holding()
    body = held(reply(Pieces([b"ab", b"c"])), hold).body
    assert not isinstance(body, bytes)
    assert [await anext(body), await anext(body)] == [b"ab", b"c"]
    assert settled == []
    with pytest.raises(StopAsyncIteration):
        await anext(body)
    await body.aclose()
    assert cost_of(settled) == (28, 100)
    assert aiter(body) is body


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        # 300 bytes were passed on, each a token at most: 100 + 3,000.
        (None, (None, 3_100)),
        (Usage(input_tokens=20, output_tokens=1), (21, 3_100)),
        # More was reported than was passed on: thoughts that nobody saw.
        (Usage(input_tokens=20, output_tokens=400), (420, 4_020)),
    ],
)
async def test_a_cut_stream_costs_what_was_passed_on_or_reported(
    usage: Usage | None, expected: tuple[int | None, int]
):
    hold, settled = holding()
    pieces = Pieces([b"x" * 300, b"y"])
    body = held(reply(pieces, usage), hold).body
    assert not isinstance(body, bytes)
    await anext(body)
    await body.aclose()
    assert cost_of(settled) == expected
    assert pieces.closed == 1


@pytest.mark.anyio
async def test_a_cut_stream_costs_no_more_than_was_reserved():
    hold, settled = holding()
    body = held(reply(Pieces([b"x" * 3_000], ProviderDied("Dead.")), None), hold).body
    assert not isinstance(body, bytes)
    with suppress(ProviderDied):
        async for _ in body:
            pass
    assert cost_of(settled) == (None, 5_100)


@pytest.mark.anyio
async def test_a_cut_error_of_the_providers_costs_nothing():
    hold, settled = holding()
    body = held(reply(Pieces([b"x"]), None, status=500), hold).body
    assert not isinstance(body, bytes)
    await body.aclose()
    assert cost_of(settled) == (0, 0)


def test_only_the_first_end_counts():
    hold, settled = holding()
    held(reply(), hold)
    hold.cut()
    hold.failed(ProviderDied("Dead."))
    assert len(settled) == 1
