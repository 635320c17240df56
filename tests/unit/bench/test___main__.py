"""Who takes part in which case."""

import io

import pytest
from rich.console import Console

from bench import __main__ as command
from bench.cases import QUICK, Case, Metric, Timing
from bench.contenders import Contender, Gateway, Nginx
from bench.measure import Outcome
from bench.programs import Cores

_EVERYONE = Case(name="a", title="For all", body=b"{}")
_ALONE = Case(name="b", title="For one", body=b"{}", contenders=frozenset({"gateway"}))


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=200)


def _measured(case: Case, contender: Contender, timing: Timing, cores: Cores) -> Outcome:
    return Outcome({Metric.CPU_CHUNK: 1.0}, [])


def test_a_case_is_measured_for_those_it_names(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "measure", _measured)
    present = (Gateway(), Nginx())
    heads = [command._run(case, present, QUICK, console).head for case in (_EVERYONE, _ALONE)]
    assert heads == [
        ["", "AI Gateway", "nginx, bare", "ratio to nginx, bare", "budget"],
        ["", "AI Gateway", "budget"],
    ]


def test_a_case_that_nobody_present_takes_part_in_is_left_out_aloud(console: Console) -> None:
    assert command._contested([_EVERYONE, _ALONE], [Nginx()], console) == [_EVERYONE]
    assert isinstance(console.file, io.StringIO)
    assert "For one is left out" in console.file.getvalue()
