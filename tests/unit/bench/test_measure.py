"""Which rate the latencies are taken at, and what is subtracted."""

import os
from pathlib import Path
from subprocess import Popen
from typing import cast

import pytest

from bench import measure
from bench.call import Call
from bench.cases import CASES, QUICK, Metric
from bench.plan import Percentiles, Plan, Result
from bench.procfs import Memory
from bench.programs import Failed, divide
from bench.stand import Stand

_NONE = Percentiles(p50=None, p99=None)


@pytest.fixture
def stand() -> Stand:
    return Stand(
        case=CASES[0],
        timing=QUICK,
        cores=divide({0, 1}),
        folder=Path(os.devnull),
        call=Call(1, "/", b"", {}),
        direct=Call(2, "/", b"", {}),
        process=cast("Popen[bytes]", None),
        gateway=(),
        upstream=(),
        remarks=[],
    )


def _result(calls: int, own: float, upstream: float, *, errors: int = 0) -> Result:
    return Result(
        calls=calls,
        errors=errors,
        error="status 500" if errors else "",
        chunks=0,
        alone=0,
        first_byte=_NONE,
        transit=_NONE,
        gateway_cpu=0.0,
        upstream_cpu=upstream,
        own_cpu=own,
        memory=Memory(rss=0, pss=0),
    )


def _plan(rate: float) -> Plan:
    return Plan(port=1, request=b"", rate=rate, warmup=0, seconds=2, connections=1)


def test_half_of_saturation_is_kept_where_the_load_side_bears_it(stand: Stand) -> None:
    rate = measure._bearable(stand, 1_000, _plan(1_000), _result(2_000, 0.5, 0.3))
    assert (rate, stand.remarks) == (1_000, [])


def test_a_full_load_side_lowers_the_rate_by_what_it_did_and_says_so(stand: Stand) -> None:
    # Planned were 20,000 calls in 2 s; it did 8,000 and was busy all the time.
    rate = measure._bearable(stand, 10_000, _plan(10_000), _result(8_000, 1.5, 0.5))
    assert rate == pytest.approx(2_000)
    assert stand.remarks == ["latencies at 20% of half of saturation: the load side bears no more"]


def test_a_trial_without_answers_fails_with_the_reason(stand: Stand) -> None:
    with pytest.raises(Failed, match="status 500"):
        measure._bearable(stand, 10, _plan(10), _result(0, 0.1, 0.1, errors=3))


def test_errors_and_a_busy_load_side_are_remarked(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = {1: _result(1, 1.0, 0.8), 2: _result(1, 0.1, 0.1, errors=2)}

    def load(_stand: Stand, plan: Plan) -> Result:
        return results[plan.port]

    monkeypatch.setattr(Stand, "load", load)
    measure._both(stand, _plan(10))
    assert stand.remarks == [
        "direct: 2 errors, first: status 500",
        "through: the load side was 90% busy and adds a queue",
    ]


def test_what_is_added_is_the_difference_in_milliseconds() -> None:
    direct, through = Percentiles(p50=100, p99=900), Percentiles(p50=350, p99=None)
    added = measure._added(Metric.FIRST_P50, Metric.FIRST_P99, direct, through)
    assert added == {Metric.FIRST_P50: 0.25}
