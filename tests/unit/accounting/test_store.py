"""The store adds rows up by the hour, exactly once each."""

import sqlite3
from pathlib import Path

import pytest

from ai_gateway.accounting.store import Store
from ai_gateway.accounting.usage_query import UsageLine, UsageQuery
from ai_gateway.core.usage import Usage
from tests.unit.accounting.books import ids, row

T = 1_800_000_000 - 1_800_000_000 % 86_400
ALL = UsageQuery((), 0, 2**40)


def store(most: int = 100) -> Store:
    return Store(None, most)


def sums(line: UsageLine) -> tuple[int, int, int, int]:
    return line.calls, line.input_tokens, line.output_tokens, line.cost_nano_usd


def test_rows_are_added_up():
    kept = store()
    kept.add([row("a"), row("b"), row("c", model="other", cost_nano_usd=None, usage=None)])
    [line] = kept.usage(ALL)
    assert sums(line) == (3, 6, 10, 46)


def test_what_is_written_for_an_hour_counts_as_written():
    kept = store()
    usage = Usage(input_tokens=9, cache_write_tokens=2, cache_write_1h_tokens=3)
    kept.add([row(usage=usage, estimated=True, unpriced=True, savings_nano_usd=-5)])
    [line] = kept.usage(ALL)
    assert (line.cache_write_tokens, line.estimated, line.unpriced) == (5, 1, 1)
    assert line.savings_nano_usd == -5


def test_a_row_that_comes_twice_counts_once():
    kept = store()
    kept.add([row("a")])
    kept.add([row("a"), row("b")])
    [line] = kept.usage(ALL)
    assert line.calls == 2


def test_usage_is_told_by_what_is_asked_for_the_dearest_first():
    kept = store()
    kept.add(
        [
            row("a", client="x", model="cheap", cost_nano_usd=1),
            row("b", client="y", model="dear", cost_nano_usd=100),
            row("c", client="x", model="cheap", cost_nano_usd=1),
        ]
    )
    lines = kept.usage(UsageQuery(("client", "model"), 0, 2**40))
    assert [(line.by, line.calls) for line in lines] == [
        ({"client": "y", "model": "dear"}, 1),
        ({"client": "x", "model": "cheap"}, 2),
    ]


def test_by_time_the_oldest_comes_first():
    kept = store()
    kept.add(
        [row("a", time=T + 90_000.0, cost_nano_usd=1), row("b", time=float(T), cost_nano_usd=9)]
    )
    days = kept.usage(UsageQuery(("day",), 0, 2**40))
    hours = kept.usage(UsageQuery(("hour",), 0, 2**40))
    assert [line.by["day"] for line in days] == ["2027-01-15", "2027-01-16"]
    assert [line.by["hour"] for line in hours] == ["2027-01-15T00:00Z", "2027-01-16T01:00Z"]


def test_only_what_was_asked_for_counts():
    kept = store()
    kept.add(
        [row("a", time=T + 0.0), row("b", time=T + 3600.0), row("c", time=T + 7200.0, client="x")]
    )
    assert sums(kept.usage(UsageQuery((), T + 3599, T + 7200))[0])[0] == 2
    assert sums(kept.usage(UsageQuery((), T + 3600, T + 7200))[0])[0] == 1
    assert sums(kept.usage(UsageQuery((), 0, 2**40, "x"))[0])[0] == 1
    assert kept.usage(UsageQuery((), 0, 2**40, "nobody")) == []


def test_a_client_cannot_ask_more_than_its_name():
    kept = store()
    kept.add([row("a", client="x")])
    assert kept.usage(UsageQuery((), 0, 2**40, "' OR 1=1 --")) == []


@pytest.mark.parametrize("name", [None, "ledger.sqlite"])
def test_a_call_is_found_by_its_id_and_by_its_trace(name: str | None, tmp_path: Path):
    kept = Store(None if name is None else tmp_path / name, 10)
    kept.add([row("a", trace_id="t", time=2.0), row("b", trace_id="t", time=1.0), row("c")])
    assert kept.calls("a") == [row("a", trace_id="t", time=2.0)]
    assert ids(kept.calls("t")) == ["b", "a"]
    assert kept.calls("nobody") == []
    kept.close()


@pytest.mark.parametrize("name", [None, "ledger.sqlite"])
def test_only_the_newest_calls_are_kept_whole_and_the_sums_for_ever(
    name: str | None, tmp_path: Path
):
    kept = Store(None if name is None else tmp_path / name, 3)
    kept.add([row(str(number), time=float(number)) for number in range(5)])
    assert [number for number in range(5) if kept.calls(str(number))] == [2, 3, 4]
    assert kept.usage(ALL)[0].calls == 5
    kept.close()


def test_replacing_forgets_what_was_there():
    kept = store()
    kept.add([row("old")])
    assert kept.replace([row("a"), row("a"), row("b")]) == 2
    assert kept.usage(ALL)[0].calls == 2
    assert kept.calls("old") == []


def test_numbers_that_nobody_was_ever_billed_do_not_break_a_sum():
    kept = store()
    kept.add(
        [row(str(n), usage=Usage(input_tokens=2**63 - 1), cost_nano_usd=2**70) for n in range(9)]
    )
    assert kept.usage(ALL)[0].calls == 9


def test_a_file_keeps_what_was_written(tmp_path: Path):
    path = tmp_path / "ledger.sqlite"
    first = Store(path, 10)
    first.add([row("a")])
    first.close()
    second = Store(path, 10)
    assert second.usage(ALL)[0].calls == 1
    second.close()


def test_a_file_that_is_none_is_an_error(tmp_path: Path):
    with pytest.raises(sqlite3.Error):
        Store(tmp_path / "no" / "such" / "folder.sqlite", 1)
