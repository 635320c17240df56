"""The page docs/benchmarks.md: where, when and how the numbers were taken, and how to read them."""

import os
import platform
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from bench import closed_loop, procfs
from bench.cases import Case, Timing
from bench.contenders import Contender
from bench.report import Table, markdown
from bench.stand import upstream_command

PATH = Path(__file__).parent.parent / "docs" / "benchmarks.md"

_PAGE = """# Benchmarks

<!-- Written by `make bench`; do not edit. -->

Taken on {date} in one sitting, with the same load for all, on a machine of {machine}.
The load average before it began was {load:.2f}: what else ran then disturbed it.

{versions}

{tables}
## How to read this

Everything runs on one machine over loopback. The gateway alone has one core; the load generator
and the upstream share the others. Each contender is started anew for each round, the rounds of
the contenders alternate, and a cell is the median of {rounds} rounds with the lowest and highest
in brackets. A ratio is AI Gateway's median divided by the other's. A budget is what this project
allows itself; it is printed, and asserted nowhere. MB are millions of bytes.

- **CPU** is the user and kernel time of the gateway's processes, with the kernel's work for their
  sockets, divided by the calls or chunks of the window. It does not depend on how fast the
  load is, except that a core that falls asleep between two calls wakes up again, which costs.
  Plain calls are measured at saturation, streams at half of it.
- **calls/s on one core** is a closed loop: wrk with 32 connections. **chunks/s on one core** is
  reckoned from the CPU of a chunk: a saturated gateway reads several chunks at once, and then
  they cost less than they do in use.
- **+p50** and **+p99** are what the gateway adds: the percentile through it less the same
  percentile straight to the upstream, at the same rate, one run after the other. It is no
  percentile of differences, and below a tenth of a millisecond either sign is noise. The load is
  an open loop at half of what saturates the gateway: calls start on a fixed schedule whatever
  became of those before, and count from the instant they were due, so that a stall of the gateway
  counts for every call it delays (no coordinated omission). For a stream the **first byte** is
  that of the first chunk. A **chunk** carries the instant at which the upstream sent it; what is
  added is the time it was on its way.
- The upstream writes each chunk of a stream alone, with Nagle's algorithm off and on time to some
  microseconds, so that it reaches the gateway as a read of its own. The load generator counts how
  many still arrive alone, and a note says so where fewer than 95 % do.
- **RSS** counts memory shared with other programs in full, **PSS** only the program's share of
  it. Both are read at the end of the load, in the last case with all streams open.
- Portkey and nginx have no column for the streams of Bedrock and Gemini. To reach those, Portkey
  takes other headers than the benchmark sends; nginx translates nothing and would repeat its
  figures of the stream passed through.
- A note under a table tells of errors, and of a load side that was busy enough to limit or delay
  what was measured.

AI Gateway writes its line a call to a file; nginx and Portkey write none. nginx forwards bytes
and parses no JSON, holds no key, counts no tokens: it is the floor, not a peer. The upstream of
plain calls is nginx with a static answer, which reads the whole prompt first; that of streams is
`bench/upstream.py`.

## To take them again

`make bench` takes a quarter of an hour. It installs what is missing (nginx and wrk by apt-get
where it runs as root, Portkey by npm from `bench/package-lock.json`) and writes this page.
`python -m bench --help` tells how to run a part of it, `python -m bench.profile --help` how to see
where the gateway's time goes. The commands that it ran, with other ports:

```sh
{commands}
```
"""


class Circumstances(msgspec.Struct, frozen=True):
    """How the numbers were taken: the timing, and the machine's load average before."""

    timing: Timing
    load: float


def write(
    tables: Sequence[Table],
    cases: Sequence[Case],
    contenders: Sequence[Contender],
    absent: Mapping[str, str],
    circumstances: Circumstances,
) -> None:
    """Write the page; `absent` has the title of each contender left out and the reason."""
    versions = [f"- {contender.title} {contender.version()}" for contender in contenders]
    versions.append(f"- load by {closed_loop.version()} and this project's `bench/load.py`")
    versions += [f"- {title} is left out: {reason}" for title, reason in absent.items()]
    text = _PAGE.format(
        date=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        machine=machine(),
        load=circumstances.load,
        versions="\n".join(versions),
        tables=markdown(tables),
        rounds=circumstances.timing.rounds,
        commands="\n".join(_commands(cases, contenders, circumstances.timing)),
    )
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(text)


def machine() -> str:
    """Return the machine's size in words."""
    memory = procfs.total_memory() / 2**30
    cores = len(os.sched_getaffinity(0))
    model = procfs.processor() or platform.machine()
    return f"{cores} cores ({model}), {memory:.0f} GiB of memory, Linux {platform.release()}"


def _commands(cases: Sequence[Case], contenders: Sequence[Contender], timing: Timing) -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        argvs = [contender.launch(folder, 8787, 9000).argv for contender in contenders]
        for case in cases:
            (folder / case.name).mkdir()
            argvs.append(upstream_command(case, folder / case.name, 9000, workers=2))
        argvs += [
            closed_loop.command(8787, timing.window, Path("call.lua")),
            ["python", "-m", "bench.load"],
        ]
        shown = [" ".join(_shown(argument, folder) for argument in argv) for argv in argvs]
    return list(dict.fromkeys(shown))


def _shown(argument: str, folder: Path) -> str:
    """Return an argument without where it is on this machine."""
    path = Path(argument)
    if path.is_relative_to(folder):
        return f"./{path.relative_to(folder)}" if path != folder else "."
    return path.name if path.is_absolute() else argument
