"""The command: `python -m bench` measures, prints the tables and writes docs/benchmarks.md."""

import argparse
import os
import resource
import shutil
import signal
import sys
from collections.abc import Sequence
from functools import partial
from types import FrameType

from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable

from bench import installation, page
from bench.cases import CASES, FULL, QUICK, Case, Timing
from bench.contenders import CONTENDERS, Contender
from bench.measure import Outcome, measure
from bench.programs import Failed, divide
from bench.report import Table, table

# A thousand streams are a thousand sockets on each side of a gateway.
_OPEN_FILES = 8_192
# A load average above this is another program on a core that is measured on.
_QUIET = 0.3


def main() -> int:
    """Run the benchmark; return 0, or 1 where a contender failed."""
    options = _options()
    console = Console()
    if sys.platform != "linux":
        console.print(f"The benchmark reads /proc and pins cores: Linux only, not {sys.platform}")
        return 2
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return _benchmark(options, console)
    except KeyboardInterrupt:
        console.print("Interrupted; everything that was started is stopped.", style="yellow")
        return 130


def _benchmark(options: argparse.Namespace, console: Console) -> int:
    _allow_open_files(console)
    installation.debian_packages()
    cases = _possible([case for case in CASES if case.name in options.case], console)
    wanted = [contender for contender in CONTENDERS if contender.name in options.only]
    reasons = {contender.title: contender.prepare() for contender in wanted}
    absent = {title: reason for title, reason in reasons.items() if reason is not None}
    for title, reason in absent.items():
        console.print(f"{title} is left out: {reason}", style="yellow")
    present = [contender for contender in wanted if contender.title not in absent]
    timing = QUICK if options.quick else FULL
    load = os.getloadavg()[0]
    if load > _QUIET:
        console.print(
            f"Other programs are busy (load average {load:.1f}): expect noise", style="yellow"
        )
    cases = _contested(cases, present, console)
    tables = [_run(case, present, timing, console) for case in cases]
    for shown in tables:
        _print(shown, console)
    if any(shown.failures for shown in tables):
        console.print("A contender failed: docs/benchmarks.md is left as it is.", style="red")
        return 1
    if options.quick or len(cases) < len(CASES) or len(wanted) < len(CONTENDERS):
        console.print("A part of the benchmark: docs/benchmarks.md is left as it is.")
        return 0
    page.write(tables, cases, present, absent, page.Circumstances(timing, load))
    console.print("Wrote docs/benchmarks.md")
    return 0


def _run(case: Case, contenders: Sequence[Contender], timing: Timing, console: Console) -> Table:
    """Measure a case in interleaved rounds; a contender that fails is out for the rest of it."""
    contenders = [contender for contender in contenders if case.measures(contender.name)]
    cores = divide(os.sched_getaffinity(0))
    rounds: dict[str, list[Outcome]] = {contender.name: [] for contender in contenders}
    failures: list[str] = []
    running = list(contenders)
    for number in range(1, timing.rounds + 1):
        for contender in tuple(running):
            step = f"{case.title}: {contender.title}, round {number} of {timing.rounds}"
            with console.status(step):
                try:
                    rounds[contender.name].append(measure(case, contender, timing, cores))
                except Failed as failure:
                    running.remove(contender)
                    failures.append(f"{contender.title}, round {number}, failed: {failure}")
                    step += " FAILED"
            console.print(step)
    return table(case, contenders, rounds, failures)


def _possible(cases: Sequence[Case], console: Console) -> list[Case]:
    """Leave out the plain calls where nginx, their upstream, or wrk is missing."""
    missing = [program for program in ("nginx", "wrk") if shutil.which(program) is None]
    for program in missing:
        console.print(f"No plain calls: {installation.how_to_install(program)}", style="yellow")
    return [case for case in cases if case.chunks or not missing]


def _contested(
    cases: Sequence[Case], contenders: Sequence[Contender], console: Console
) -> list[Case]:
    """Leave out the cases that none of `contenders` takes part in."""
    found: list[Case] = []
    for case in cases:
        if any(case.measures(contender.name) for contender in contenders):
            found.append(case)
        else:
            console.print(f"{case.title} is left out: nobody present takes part", style="yellow")
    return found


def _print(shown: Table, console: Console) -> None:
    drawn = RichTable(title=shown.title, title_justify="left")
    for index, heading in enumerate(shown.head):
        drawn.add_column(heading, justify="right" if index else "left")
    for row in shown.rows:
        drawn.add_row(*map(escape, row))
    if shown.rows:
        console.print(drawn)
    for note in (*shown.failures, *shown.notes):
        console.print(f"- {note}", markup=False)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="one short round: two minutes, not fifteen"
    )
    for flag, known in (
        ("--only", [contender.name for contender in CONTENDERS]),
        ("--case", [case.name for case in CASES]),
    ):
        parser.add_argument(
            flag,
            type=partial(_names, known),
            default=known,
            metavar="NAME,...",
            help=f"some of {', '.join(known)}; default all",
        )
    return parser.parse_args()


def _names(known: Sequence[str], text: str) -> list[str]:
    names = text.split(",")
    for name in names:
        if name not in known:
            raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(known)}")
    return names


def _allow_open_files(console: Console) -> None:
    """Raise this process's limit, which what it starts inherits."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < _OPEN_FILES:
        console.print(
            f"At most {hard} open files are allowed, {_OPEN_FILES} are needed for a thousand "
            "streams; raise the hard limit (ulimit -Hn)",
            style="yellow",
        )
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, hard))


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Stop at SIGTERM as at ctrl-C: by an exception, so that every program is ended."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
