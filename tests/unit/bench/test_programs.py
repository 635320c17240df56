"""Programs that are started, waited for, and ended whatever happens."""

import os
import select
import sys
from pathlib import Path

import pytest

from bench.call import Call
from bench.programs import (
    Failed,
    divide,
    free_port,
    on_cores,
    output,
    running,
    tail,
    wait_for_answer,
)

_HERE = frozenset(os.sched_getaffinity(0))
_FOREVER = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"


def test_the_gateway_has_the_last_core_alone() -> None:
    cores = divide({0, 1, 2})
    assert (cores.gateway, cores.load) == ({2}, {0, 1})


def test_a_single_core_is_shared() -> None:
    assert divide({5}).gateway == divide({5}).load == {5}


def _confined_and_failing(core: int) -> None:
    with on_cores(frozenset({core})):
        assert os.sched_getaffinity(0) == {core}
        raise ZeroDivisionError


def test_cores_are_taken_back_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError):
        _confined_and_failing(min(_HERE))
    assert os.sched_getaffinity(0) == _HERE


def _interrupted(log: Path, descriptors: list[int]) -> None:
    """Run a program with a child, note a descriptor of the child, be interrupted."""
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {_FOREVER!r}])"
    with running([sys.executable, "-c", child], _HERE, log):
        while not log.read_text().endswith("\n"):  # until the child has written its id
            os.sched_yield()
        descriptors.append(os.pidfd_open(int(log.read_text())))
        raise KeyboardInterrupt


def test_a_program_and_its_children_end_when_the_block_is_interrupted(tmp_path: Path) -> None:
    descriptors: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        _interrupted(tmp_path / "log", descriptors)
    ended, _, _ = select.select(descriptors, [], [], 10)
    os.close(descriptors[0])
    assert ended == descriptors


def test_this_shell_s_environment_does_not_reach_a_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    show = "import os; print(os.environ.get('HTTPS_PROXY'), os.environ['BENCH_KEY'])"
    argv = [sys.executable, "-c", show]
    with running(argv, _HERE, tmp_path / "log", {"BENCH_KEY": "k"}) as process:
        process.wait(30)
    assert tail(tmp_path / "log") == "None k"


def test_a_program_that_ends_at_once_is_named_with_what_it_printed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    call = Call(free_port(), "/", b"{}", {})
    argv = [sys.executable, "-c", "raise SystemExit('no such file')"]
    with (
        running(argv, _HERE, log) as process,
        pytest.raises(Failed, match=r"exit code 1; it printed: no such file"),
    ):
        wait_for_answer(process, call, log)


def test_output_is_what_a_program_wrote() -> None:
    argv = [sys.executable, "-c", "print(input()[::-1])"]
    assert output(argv, _HERE, 1, b"abc") == b"cba\n"


def test_a_load_program_that_fails_is_named_with_what_it_printed() -> None:
    with pytest.raises(Failed, match=r"exit code 1: no such plan"):
        output([sys.executable, "-c", "raise SystemExit('no such plan')"], _HERE, 1)
