"""What falls into the window of a plan, and what does not."""

import pytest

from bench.plan import Percentiles
from bench.tally import Tally

_BEGIN, _END = 1_000_000, 2_000_000


@pytest.fixture
def tally() -> Tally:
    return Tally(_BEGIN, _END)


@pytest.mark.parametrize(
    ("intended", "counted"), [(_BEGIN - 1, 0), (_BEGIN, 1), (_END - 1, 1), (_END, 0)]
)
def test_a_call_belongs_to_the_window_where_it_was_due(
    tally: Tally, intended: int, counted: int
) -> None:
    tally.started(intended)
    assert tally.pending == counted


def test_the_first_byte_counts_from_when_the_call_was_due(tally: Tally) -> None:
    tally.answered(_BEGIN, _BEGIN + 7_000)
    tally.answered(_BEGIN - 1, _BEGIN + 900_000)  # due in the warm-up
    assert tally.first_byte == Percentiles(p50=7.0, p99=7.0)


def test_a_chunk_counts_from_when_it_was_sent(tally: Tally) -> None:
    tally.arrived(_BEGIN + 5_000, [b"%019d" % (_BEGIN + 2_000)])
    tally.arrived(_BEGIN + 9_000, [b"%019d" % (_BEGIN + 8_000), b"%019d" % (_BEGIN + 8_000)])
    assert (tally.chunks, tally.alone) == (3, 1)
    assert tally.transit == Percentiles(p50=1.0, p99=3.0)


def test_without_answers_there_is_no_latency(tally: Tally) -> None:
    assert tally.first_byte == Percentiles(p50=None, p99=None)


def test_the_first_error_is_kept_and_each_is_counted(tally: Tally) -> None:
    tally.started(_BEGIN)
    tally.failed(_BEGIN, "status 500")
    tally.failed(_BEGIN - 5, "status 502")
    assert (tally.errors, tally.error, tally.pending) == (2, "status 500", 0)


@pytest.mark.anyio
async def test_draining_ends_with_the_last_call(tally: Tally) -> None:
    tally.started(_BEGIN)
    tally.completed(_BEGIN, _END + 10)
    await tally.drain(0.001)
    assert (tally.errors, tally.calls) == (0, 0)


@pytest.mark.anyio
async def test_a_call_without_an_end_is_an_error(tally: Tally) -> None:
    tally.started(_BEGIN)
    tally.started(_BEGIN + 1)
    await tally.drain(0.001)
    assert (tally.errors, tally.error) == (2, "no end after 0.001 s")
