"""Where the gateway's time goes: `python -m bench.profile CASE` runs it under cProfile.

The profiler makes every Python call dearer, and C code seems cheap beside it: read the shares, and
take the times from the benchmark. `asyncio`'s `run` is the event loop in C, its waiting included.
"""

import argparse
import os
import pstats
import signal
import sys
import tempfile
from pathlib import Path

from bench.cases import CASES, QUICK, Case
from bench.contenders import Gateway
from bench.programs import divide
from bench.stand import stand

# What a profiled gateway can do, in calls and streams a second, with room to spare.
_CALLS = 1_000.0
_STREAMS = 100.0
_SECONDS = 5.0
# The gateway drains before it ends and writes what was found; seconds.
_DRAIN_SECONDS = 60


def main() -> None:
    """Profile one case and print the functions that took the longest themselves."""
    parser = argparse.ArgumentParser(prog="python -m bench.profile", description=__doc__)
    profiled = {case.name: case for case in CASES if not case.streams}
    parser.add_argument("case", choices=list(profiled), help="the load")
    parser.add_argument("--rows", type=int, default=40, help="functions to print; default 40")
    options = parser.parse_args()
    _profile(profiled[options.case]).sort_stats("tottime").print_stats(options.rows)


def _profile(case: Case) -> pstats.Stats:
    cores = divide(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as name:
        found = Path(name) / "profile"
        profiler = (sys.executable, "-m", "cProfile", "-o", str(found))
        with stand(case, Gateway(), QUICK, cores, profiler) as ready:
            result = ready.load(ready.plan(_STREAMS if case.chunks else _CALLS, _SECONDS))
            ready.process.send_signal(signal.SIGTERM)
            ready.process.wait(_DRAIN_SECONDS)
        print(f"{result.calls} calls, {result.chunks} chunks, {result.errors} errors")
        return pstats.Stats(str(found))


if __name__ == "__main__":
    main()
