"""Tables from numbers."""

import pytest

from bench.cases import Case, Metric
from bench.contenders import Gateway, Nginx, Portkey
from bench.measure import Outcome
from bench.report import Table, markdown, number, table

_CASE = Case(
    name="small", title="Small", body=b"{}", budgets={Metric.CPU_CALL: 65, Metric.FIRST_P50: 1}
)


def _outcome(cpu: float, *remarks: str) -> Outcome:
    return Outcome({Metric.CPU_CALL: cpu, Metric.FIRST_P50: cpu / 100}, list(remarks))


def _rows(shown: Table) -> dict[str, dict[str, str]]:
    return {row[0]: dict(zip(shown.head[1:], row[1:], strict=True)) for row in shown.rows}


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1234.5, "1,234"), (123.4, "123"), (12.34, "12.3"), (1.234, "1.23"), (-0.014, "-0.01")],
)
def test_numbers_have_three_digits_that_count(value: float, expected: str) -> None:
    assert number(value) == expected


def test_a_cell_is_the_median_with_its_spread_and_ratios_compare_medians() -> None:
    rounds = {
        "gateway": [_outcome(60), _outcome(70), _outcome(50)],
        "nginx": [_outcome(20)] * 3,
    }
    row = _rows(table(_CASE, (Gateway(), Nginx()), rounds, []))[Metric.CPU_CALL]
    assert row == {
        "AI Gateway": "60.0 [50.0, 70.0]",
        "nginx, bare": "20.0",
        "ratio to nginx, bare": "3.00",
        "budget": "65: met",
    }


def test_latencies_have_a_budget_and_no_ratio() -> None:
    rounds = {"gateway": [_outcome(200)], "nginx": [_outcome(20)]}
    row = _rows(table(_CASE, (Gateway(), Nginx()), rounds, []))[Metric.FIRST_P50]
    assert row["ratio to nginx, bare"] == ""
    assert row["budget"] == "1: not met"


def test_without_the_gateway_there_are_no_ratios_and_no_verdict() -> None:
    shown = table(_CASE, (Nginx(),), {"nginx": [_outcome(20)]}, [])
    assert shown.head == ["", "nginx, bare", "budget"]
    assert _rows(shown)[Metric.CPU_CALL]["budget"] == "65: not measured"


def test_a_contender_without_numbers_is_a_failure_and_no_column() -> None:
    rounds = {"gateway": [_outcome(60, "slow")], "portkey": []}
    shown = table(_CASE, (Gateway(), Portkey()), rounds, ["Portkey, round 1, failed: why"])
    assert shown.head == ["", "AI Gateway", "budget"]
    assert shown.notes == ["AI Gateway, round 1: slow"]
    assert shown.failures == ["Portkey, round 1, failed: why"]


def test_markdown_has_a_heading_a_table_and_every_note() -> None:
    shown = Table("Small", ["", "a", "b"], [["CPU", "1", "2"]], ["noisy"], ["b failed"])
    assert markdown([shown]).splitlines() == [
        "### Small",
        "",
        "|  | a | b |",
        "| --- | ---: | ---: |",
        "| CPU | 1 | 2 |",
        "",
        "- b failed",
        "- noisy",
    ]
