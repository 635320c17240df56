"""The load generator against its own upstream, both as the programs they are."""

import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import msgspec
import pytest

from bench.call import Call
from bench.plan import Plan, Result
from bench.programs import free_port, running, wait_for_answer

_CHUNKS = 3


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Generator[Call, None, None]:
    log: Path = tmp_path_factory.mktemp("load") / "upstream.log"
    call = Call(free_port(), "/v1/chat/completions", b'{"stream":true}', {})
    argv = [sys.executable, "-m", "bench.upstream", f"--port={call.port}", f"--chunks={_CHUNKS}"]
    with running([*argv, "--pace=0.005"], frozenset(os.sched_getaffinity(0)), log) as process:
        wait_for_answer(process, call, log)
        yield call


def _load(call: Call, *, chunks: int = _CHUNKS, connections: int = 50) -> Result:
    plan = Plan(
        port=call.port,
        request=call.wire,
        rate=100,
        warmup=0.1,
        seconds=0.5,
        connections=connections,
        chunks=chunks,
    )
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=msgspec.json.encode(plan),
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
    )
    return msgspec.json.decode(done.stdout, type=Result)


def test_every_call_of_the_schedule_is_answered_and_timed(call: Call) -> None:
    result = _load(call)
    assert (result.errors, result.error) == (0, "")
    assert 30 <= result.calls <= 70  # 50 are due; those at the edges may end outside
    assert result.chunks >= 30 * _CHUNKS
    assert result.first_byte.p50 is not None
    assert result.first_byte.p50 >= 5_000  # the first chunk comes one pace after the head
    assert result.transit.p50 is not None
    assert 0 < result.transit.p50 < 5_000


def test_a_stream_that_is_short_of_chunks_is_an_error(call: Call) -> None:
    result = _load(call, chunks=_CHUNKS + 1)
    assert result.calls == 0
    assert result.error == f"{_CHUNKS} chunks instead of {_CHUNKS + 1}"


def test_a_call_that_waits_for_a_connection_counts_from_when_it_was_due(call: Call) -> None:
    # One connection takes 15 ms a stream where one is due every 10: the queue grows without end.
    result = _load(call, connections=1)
    assert result.first_byte.p99 is not None
    assert result.first_byte.p99 > 100_000


def test_a_port_without_a_listener_is_an_error_for_each_call(call: Call) -> None:
    result = _load(msgspec.structs.replace(call, port=free_port()))
    assert result.calls == 0
    assert result.errors >= 50
    assert "no connection" in result.error
