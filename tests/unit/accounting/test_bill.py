"""A bill adds up every attempt that a provider billed."""

from datetime import UTC, datetime

import pytest

from ai_gateway.accounting.bill import NOTHING_BILLED
from ai_gateway.accounting.prices.price import Cost
from ai_gateway.core.call import Call
from ai_gateway.core.operation import Operation
from ai_gateway.core.record import Record
from ai_gateway.core.usage import Usage
from tests.unit.accounting.books import attempted, biller, table
from tests.unit.core.calls import call_with

USED = Usage(input_tokens=100, output_tokens=10)


def call(**changes: object) -> Call:
    return call_with([], record=Record(), **changes)


class Passing:
    """A meter of a stream."""

    def __init__(self, usage: Usage | None, written: int, *, final: bool) -> None:
        self.usage = usage
        self.written = written
        self.final = final


def test_a_call_without_an_attempt_costs_nothing_and_used_nothing():
    assert biller().bill(call()) == NOTHING_BILLED


def test_usage_is_billed_at_its_price():
    asked = call()
    attempted(asked, USED)
    bill = biller().bill(asked)
    assert (bill.usage, bill.cost) == (USED, Cost(140, 140))
    assert [price.name for price in bill.prices] == ["openai/m"]
    assert (bill.estimated, bill.unpriced) == (False, False)


def test_attempts_that_reported_nothing_are_not_billed():
    asked = call()
    attempted(asked, None, status=429)
    attempted(asked, None, status=None)
    attempted(asked, USED)
    assert biller().bill(asked).cost == Cost(140, 140)


def test_every_answer_is_billed_even_one_that_was_thrown_away():
    asked = call()
    attempted(asked, USED)
    attempted(asked, USED)
    bill = biller().bill(asked)
    assert bill.cost == Cost(280, 280)
    assert bill.usage == Usage(input_tokens=200, output_tokens=20)


def test_fractions_are_added_before_they_are_rounded():
    asked = call()
    for _ in range(3):
        attempted(asked, Usage(input_tokens=1))
    prices = table({"models": {"openai/m": {"input": "0.0005", "output": 0}}})
    assert biller(prices).bill(asked).cost == Cost(2, 2)


@pytest.mark.parametrize("times", [1, 2])
def test_usage_without_a_price_has_no_cost_and_says_so(times: int):
    asked = call()
    for _ in range(times):
        attempted(asked, USED)
    bill = biller(table({"unknown": "allow"})).bill(asked)
    assert (bill.cost, bill.unpriced) == (None, True)
    assert bill.usage is not None


@pytest.mark.parametrize("times", [1, 2])
def test_a_guessed_price_makes_an_estimate(times: int):
    asked = call()
    for _ in range(times):
        attempted(asked, USED)
    bill = biller(table({})).bill(asked)
    assert bill.cost is not None
    assert bill.estimated


def test_a_tier_without_rates_makes_an_estimate():
    asked = call()
    attempted(asked, Usage(input_tokens=1, tier="ultrafast"))
    assert biller().bill(asked).estimated


def test_a_stream_that_was_cut_is_estimated():
    asked = call(stream=True)
    attempted(asked, None).meter = Passing(
        Usage(input_tokens=100, output_tokens=1), 40, final=False
    )
    bill = biller().bill(asked)
    assert bill.usage == Usage(input_tokens=100, output_tokens=10, estimated=True)
    assert (bill.cost, bill.estimated) == (Cost(140, 140), True)


def test_what_was_the_providers_last_word_is_not_estimated():
    asked = call(stream=True)
    attempted(asked, None).meter = Passing(USED, 4000, final=True)
    assert biller().bill(asked).usage == USED


@pytest.mark.parametrize(
    ("operation", "status"),
    [(Operation.PASSTHROUGH, 200), (Operation.EMBEDDINGS, 200), (Operation.CHAT, 500)],
)
def test_only_answers_that_are_written_are_estimated(operation: Operation, status: int):
    asked = call(operation=operation)
    attempted(asked, None, status).meter = Passing(None, 40, final=False)
    assert biller().bill(asked) == NOTHING_BILLED


@pytest.mark.parametrize(("hour", "nano"), [("00:29", 135), ("00:30", 270), ("16:30", 135)])
def test_the_minute_of_the_day_counts(hour: str, nano: int):
    asked = call()
    note = attempted(asked, Usage(input_tokens=1))
    note.provider, note.model = "deepseek", "deepseek-chat"
    moment = datetime.fromisoformat(f"2026-11-23T{hour}").replace(tzinfo=UTC)
    bill = biller(table({}), moment.timestamp()).bill(asked)
    assert bill.cost is not None
    assert bill.cost.nano == nano
