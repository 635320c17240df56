"""What a call may cost: the dearest of its targets, and how far less money reaches."""

import json
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.admission.quote import FREE, Quote, Quotes
from ai_gateway.core.errors import NotPermitted
from ai_gateway.core.reply import Served
from ai_gateway.dialects.output_limit import OutputLimit
from tests.conformance.store.asks import BUDGET
from tests.unit.admission.prices import CHEAP, DEAR, ENDLESS, UNKNOWN, Prices
from tests.unit.core.calls import call_with

BODY = json.dumps({"model": "m", "messages": ["x" * 70]}).encode()
SIZE = len(BODY)
SOFT = msgspec.structs.replace(BUDGET, cap=None)


def quote(
    asked: OutputLimit | None, *targets: Served, deny: bool = True, soft: bool = False
) -> Quote:
    quotes = Quotes(Prices(), lambda _: targets, deny_unknown=deny)
    return quotes.of(call_with(body=BODY), asked, (SOFT,) if soft else (BUDGET,))


def test_the_bound_is_the_input_by_bytes_and_the_output_as_asked():
    found = quote(OutputLimit(500), CHEAP)
    assert (found.input, found.output, found.bound) == (SIZE, 500, SIZE + 5_000)
    assert not found.clamp


def test_the_models_own_maximum_bounds_what_asks_for_more_or_says_nothing():
    for asked in (OutputLimit(), OutputLimit(10**6)):
        found = quote(asked, CHEAP)
        assert (found.output, found.bound, found.clamp) == (1_000, SIZE + 10_000, False)


def test_where_nobody_knows_an_end_the_request_gets_one():
    found = quote(OutputLimit(), ENDLESS)
    assert (found.output, found.clamp) == (4_096, True)
    assert quote(OutputLimit(7), ENDLESS).clamp is False


def test_every_answer_costs():
    assert quote(OutputLimit(500, answers=3), CHEAP).bound == SIZE + 15_000


def test_the_dearest_target_counts():
    found = quote(OutputLimit(500), CHEAP, DEAR)
    assert found.bound == max(SIZE + 5_000, 3 * SIZE + 3_500)
    assert found.fixed == 3 * SIZE


def test_an_operation_without_output_costs_its_input():
    found = quote(None, CHEAP)
    assert (found.output, found.least, found.bound) == (0, SIZE, SIZE)
    assert found.affordable(SIZE) == 0


def test_the_least_is_what_is_still_of_use():
    assert quote(OutputLimit(500), CHEAP).least == SIZE + 2_560
    assert quote(OutputLimit(100), CHEAP).least == SIZE + 1_000
    # Thoughts need their room, and an answer after them.
    assert quote(OutputLimit(900, least=701), CHEAP).least == SIZE + 7_010


def test_a_soft_budget_has_a_guess():
    found = quote(OutputLimit(500), CHEAP, soft=True)
    assert found.estimate == -(-SIZE // 4) + 2_560
    assert quote(OutputLimit(500), CHEAP).estimate == 0


def test_an_unknown_price_is_denied_where_a_hard_budget_counts_and_names_the_model():
    with pytest.raises(NotPermitted, match="'m'") as refused:
        quote(OutputLimit(500), CHEAP, UNKNOWN)
    assert refused.value.field == "model"
    assert quote(OutputLimit(500), UNKNOWN, soft=True) == FREE
    assert quote(OutputLimit(500), UNKNOWN, deny=False) == FREE


def test_a_call_that_reaches_nobody_costs_nothing():
    assert quote(OutputLimit(500)).bound == 0


TARGETS = st.sampled_from([(CHEAP,), (DEAR,), (CHEAP, DEAR)])


@given(
    TARGETS, st.integers(1, 3_000), st.integers(1, 5), st.integers(0, 10_000), st.integers(1, 99)
)
def test_what_is_affordable_costs_no_more_than_was_granted(
    targets: Sequence[Served], tokens: int, answers: int, part: int, least: int
):
    found = quote(OutputLimit(tokens, least, answers), *targets)
    amount = found.least + (found.bound - found.least) * part // 10_000
    bounded = found.affordable(amount)
    assert min(found.output, max(least, 1)) <= bounded <= found.output
    prices = Prices()
    for target in targets:
        assert (prices.upper_bound(target, SIZE, bounded * answers) or 0) <= amount
