"""A call has one row, with what was known when the first thing ended it."""

from collections.abc import Callable
from io import BytesIO
from itertools import chain, repeat

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.accounting.ledger import Ledger, OpenRow, Row
from ai_gateway.accounting.log import LogLedger, discard
from ai_gateway.core.reply import Reply, Served
from ai_gateway.core.usage import Usage
from ai_gateway.providers.relay import ReportedUsage
from tests.unit.core.calls import CHAT, call_with

# The type checker proves that every ledger of the package fits.
LEDGERS: tuple[Ledger, ...] = (discard, LogLedger(BytesIO()))

WALL = 1_800_000_000.1234
ANSWER = Reply(
    status=200,
    headers=[],
    body=b"",
    served=Served("openai", "gpt-5"),
    meter=ReportedUsage(Usage(input_tokens=3, output_tokens=5)),
)


def clock(*times: float) -> Callable[[], float]:
    """Return a clock that shows `times`, and then always the last of them."""
    shown = chain(times, repeat(times[-1]))
    return lambda: next(shown)


def test_a_complete_call_is_on_record_with_who_answered_and_what_it_used():
    rows: list[Row] = []
    row = OpenRow(call_with(stream=True), rows.append, clock(10.25, 11.5), lambda: WALL)
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
            model="gpt-5",
            status=200,
            stream=True,
            first_byte_ms=250.0,
            usage=Usage(input_tokens=3, output_tokens=5),
        )
    ]


def test_a_call_that_was_never_answered_has_no_provider_first_byte_or_usage():
    rows: list[Row] = []
    OpenRow(CHAT, rows.append, clock(10.0015), lambda: WALL).settle("unknown_provider", 400)
    [row] = rows
    assert (row.outcome, row.status, row.total_ms, row.model) == ("unknown_provider", 400, 1.5, "m")
    assert row.provider is row.first_byte_ms is row.usage is None


def test_an_answer_of_nobody_is_on_record_without_provider_and_usage():
    rows: list[Row] = []
    row = OpenRow(CHAT, rows.append, clock(10.0), lambda: WALL)
    row.answered(msgspec.structs.replace(ANSWER, served=None, meter=None))
    row.settle("complete")
    assert (rows[0].provider, rows[0].model, rows[0].status) == (None, "m", 200)
    assert rows[0].usage is None


def test_the_model_is_the_one_that_the_provider_was_asked_for_even_where_there_was_none():
    rows: list[Row] = []
    row = OpenRow(CHAT, rows.append, clock(10.0), lambda: WALL)
    row.answered(msgspec.structs.replace(ANSWER, served=Served("openai", None)))
    row.settle("complete")
    assert (rows[0].provider, rows[0].model) == ("openai", None)


def test_a_status_of_the_ending_goes_before_the_one_of_the_answer():
    rows: list[Row] = []
    row = OpenRow(CHAT, rows.append, clock(10.0), lambda: WALL)
    row.answered(ANSWER)
    row.settle("internal_error", 500)
    assert rows[0].status == 500


@given(st.lists(st.sampled_from(["complete", "caller_left", "provider_died"]), min_size=1))
def test_only_the_first_ending_counts(outcomes: list[str]):
    rows: list[Row] = []
    row = OpenRow(CHAT, rows.append, clock(10.0), lambda: WALL)
    for outcome in outcomes:
        row.settle(outcome)
    assert [row.outcome for row in rows] == outcomes[:1]


def test_what_is_not_known_is_left_out_of_a_line():
    rows: list[Row] = []
    OpenRow(call_with(model=None), rows.append, clock(10.0), lambda: 0.0).settle("invalid_json")
    assert msgspec.json.decode(msgspec.json.encode(rows[0])).keys() == {
        "time",
        "id",
        "operation",
        "dialect",
        "outcome",
        "total_ms",
    }


def test_a_row_is_frozen():
    row = Row(time=0.0, id="", operation="", dialect="", outcome="", total_ms=0.0)
    with pytest.raises(AttributeError):
        row.outcome = "complete"  # pyright: ignore[reportAttributeAccessIssue]  # that is the test
