"""A call has one row, with what was known when the first thing ended it."""

from collections.abc import Callable
from itertools import chain, repeat

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.accounting.row import AttemptRow, Row
from ai_gateway.core.call import Call
from ai_gateway.core.errors import Overloaded
from ai_gateway.core.record import Record
from ai_gateway.core.refusal import Refusal
from ai_gateway.core.reply import Reply, Served
from ai_gateway.core.usage import Usage
from tests.unit.accounting.books import attempted, ledger_into, table
from tests.unit.core.calls import call_with

ANSWER = Reply(status=200, headers=[], body=b"", served=Served("openai", "m"))
USED = Usage(input_tokens=100, output_tokens=10, model="m-1")


def clock(*times: float) -> Callable[[], float]:
    """Return a clock that shows `times`, and then always the last of them."""
    shown = chain(times, repeat(times[-1]))
    return lambda: next(shown)


def asked(**changes: object) -> Call:
    return call_with([], record=Record(), **changes)


def test_a_complete_call_is_on_record_with_who_answered_what_it_used_and_cost():
    rows: list[Row] = []
    call = asked(stream=True, model="alias")
    note = attempted(call, USED)
    note.ms = 0.25
    row = ledger_into(rows, clock(10.25, 11.5)).open(call)
    row.answered(ANSWER)
    row.settle("complete")
    assert rows == [
        Row(
            time=1_800_000_000.123,
            id="r-1",
            operation="chat",
            dialect="openai-chat",
            outcome="complete",
            total_ms=1500.0,
            provider="openai",
            model="m",
            model_asked="alias",
            model_served="m-1",
            status=200,
            stream=True,
            first_byte_ms=250.0,
            usage=USED,
            cost_nano_usd=140,
            savings_nano_usd=0,
            price="openai/m",
            price_source="gateway.yaml",
            attempts=(AttemptRow(provider="openai", model="m", status=200, ms=250.0),),
        )
    ]


def test_what_stages_wrote_on_the_record_is_in_the_row():
    rows: list[Row] = []
    call = asked()
    record = call.record
    record.client, record.tags, record.config = "team-a", {"cost_centre": "7"}, "safe"
    record.guardrails.append("pii:transform")
    record.cache, record.trace_id, record.reservation = "miss", "abc", "res-1"
    ledger_into(rows).open(call).settle("complete")
    [row] = rows
    assert (row.client, row.tags, row.config) == ("team-a", {"cost_centre": "7"}, "safe")
    assert (row.guardrails, row.cache) == (("pii:transform",), "miss")
    assert (row.trace_id, row.reservation) == ("abc", "res-1")


def test_what_is_written_on_the_record_late_is_in_the_row_too():
    rows: list[Row] = []
    call = asked()
    row = ledger_into(rows).open(call)
    msgspec.structs.replace(call, model="other").record.client = "team-a"
    row.settle("complete")
    assert rows[0].client == "team-a"


def test_a_call_that_was_never_answered_names_who_was_tried_last():
    rows: list[Row] = []
    call = asked()
    note = attempted(call, None, status=None)
    note.reason, note.ms = "provider_timeout", 1.5
    ledger_into(rows).open(call).settle("provider_timeout", 504)
    [row] = rows
    assert (row.provider, row.model, row.status) == ("openai", "m", 504)
    assert row.attempts == (
        AttemptRow(provider="openai", model="m", reason="provider_timeout", ms=1500.0),
    )
    assert row.first_byte_ms is row.usage is row.cost_nano_usd is None


def test_a_call_that_reached_nobody_names_nobody():
    rows: list[Row] = []
    ledger_into(rows, clock(10.0015)).open(asked()).settle("unknown_provider", 400)
    [row] = rows
    assert (row.outcome, row.status, row.total_ms, row.model) == ("unknown_provider", 400, 1.5, "m")
    assert row.provider is None
    assert row.attempts == ()


def test_of_several_attempts_each_has_its_own_usage():
    rows: list[Row] = []
    call = asked()
    attempted(call, USED)
    attempted(call, USED)
    ledger_into(rows).open(call).settle("complete")
    assert [one.usage for one in rows[0].attempts] == [USED, USED]
    assert rows[0].cost_nano_usd == 280


def test_usage_without_a_price_is_on_record_as_such():
    rows: list[Row] = []
    call = asked()
    attempted(call, USED)
    ledger_into(rows, prices=table({"unknown": "allow"})).open(call).settle("complete")
    assert (rows[0].cost_nano_usd, rows[0].price, rows[0].unpriced) == (None, None, True)


def test_a_status_of_the_ending_goes_before_the_one_of_the_answer():
    rows: list[Row] = []
    row = ledger_into(rows).open(asked())
    row.answered(ANSWER)
    row.settle("internal_error", 500)
    assert rows[0].status == 500


@given(st.lists(st.sampled_from(["complete", "caller_left", "provider_died"]), min_size=1))
def test_only_the_first_ending_counts(outcomes: list[str]):
    rows: list[Row] = []
    row = ledger_into(rows).open(asked())
    settled = [row.settle(outcome) for outcome in outcomes]
    assert [one.outcome for one in rows] == outcomes[:1]
    assert all(one is rows[0] for one in settled)


def test_what_never_became_a_call_is_on_record_as_a_refusal():
    rows: list[Row] = []
    ledger = ledger_into(rows, clock(10.5))
    ledger.refuse(Refusal("r-9", "anthropic-messages", Overloaded("No room."), 10.0))
    ledger.refuse(Refusal("r-10", "openai-chat", Overloaded("No room.")))
    assert [(row.id, row.operation, row.outcome, row.status) for row in rows] == [
        ("r-9", "none", "overloaded", 503),
        ("r-10", "none", "overloaded", 503),
    ]
    assert [row.total_ms for row in rows] == [500.0, 0.0]


def test_a_row_is_frozen():
    rows: list[Row] = []
    ledger_into(rows).open(asked()).settle("complete")
    with pytest.raises(AttributeError):
        rows[0].outcome = "complete"  # pyright: ignore[reportAttributeAccessIssue]  # that is the test
