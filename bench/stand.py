"""A contender and its upstream, both running on the cores they belong to, and loads for them."""

import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Generator, Sequence
from pathlib import Path

import msgspec

from bench import nginx, procfs
from bench.call import Call
from bench.cases import Case, Timing
from bench.closed_loop import Saturation, saturate
from bench.contenders import Contender
from bench.plan import Plan, Result
from bench.programs import Cores, free_port, output, running, wait_for_answer

# Connections of the open loop beside those of streams: enough for a stall of some hundredths of a
# second at the rates that are reached.
_CONNECTIONS = 512


class Stand(msgspec.Struct, frozen=True):
    """One contender in place for one case.

    `call` goes through the contender, `direct` is the same call to its upstream. `process` is the
    contender's first, `gateway` and `upstream` are all processes of each. `remarks` grows with
    what a reader of the numbers must know.
    """

    case: Case
    timing: Timing
    cores: Cores
    folder: Path
    call: Call
    direct: Call
    process: subprocess.Popen[bytes]
    gateway: tuple[int, ...]
    upstream: tuple[int, ...]
    remarks: list[str]

    def saturate(self, seconds: float) -> Saturation:
        """Run the closed loop through the contender."""
        return saturate(self.call, seconds, self.gateway, self.cores, self.folder)

    def plan(self, rate: float, seconds: float) -> Plan:
        """Return the plan of an open loop at `rate` calls a second, through the contender."""
        lasting = 0.0 if self.case.streams else self.case.chunks * self.case.pace
        return Plan(
            port=self.call.port,
            request=self.call.wire,
            rate=rate,
            # The window begins when as many streams end as start.
            warmup=max(self.timing.warmup, 1.2 * lasting),
            seconds=seconds,
            # A stream keeps its connection as long as it lasts.
            connections=_CONNECTIONS + int(2 * rate * lasting),
            chunks=self.case.chunks,
            gateway=self.gateway,
            upstream=self.upstream,
        )

    def straight(self, plan: Plan) -> Plan:
        """Return the same plan, past the contender."""
        return msgspec.structs.replace(plan, port=self.direct.port, request=self.direct.wire)

    def load(self, plan: Plan) -> Result:
        """Run the load generator."""
        argv = [sys.executable, "-m", "bench.load"]
        plan_json = msgspec.json.encode(plan)
        found = output(argv, self.cores.load, plan.warmup + plan.seconds, plan_json)
        return msgspec.json.decode(found, type=Result)

    def busy(self, plan: Plan, result: Result) -> float:
        """Return how busy the cores of the load generator and the upstream were, 0 to 1."""
        return (result.own_cpu + result.upstream_cpu) / plan.seconds / len(self.cores.load)


@contextlib.contextmanager
def stand(
    case: Case, contender: Contender, timing: Timing, cores: Cores, wrapper: Sequence[str] = ()
) -> Generator[Stand, None, None]:
    """Start the upstream and the contender, its command behind `wrapper`; end both afterwards.

    Raises Failed where one of them does not start or gives no good answer.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        upstream_port, port = free_port(), free_port()
        headers = contender.headers(upstream_port, case.provider)
        direct = Call(upstream_port, case.path, case.body, headers)
        call = Call(port, case.path, case.body, headers)
        # Two workers on one core cost no more than one; more cores, more workers.
        provider = upstream_command(case, folder, upstream_port, max(2, len(cores.load)))
        launch = contender.launch(folder, port, upstream_port)
        log, upstream_log = folder / "contender.log", folder / "upstream.log"
        with (
            running(provider, cores.load, upstream_log) as upstream,
            running([*wrapper, *launch.argv], cores.gateway, log, launch.environment) as process,
        ):
            wait_for_answer(upstream, direct, upstream_log)
            wait_for_answer(process, call, log)
            yield Stand(
                case=case,
                timing=timing,
                cores=cores,
                folder=folder,
                call=call,
                direct=direct,
                process=process,
                gateway=tuple(procfs.process_tree(process.pid)),
                upstream=tuple(procfs.process_tree(upstream.pid)),
                remarks=[],
            )


def upstream_command(case: Case, folder: Path, port: int, workers: int) -> list[str]:
    """Return the command that runs the upstream of a case; its configuration goes to `folder`."""
    if not case.chunks:
        site = folder / "upstream"
        site.mkdir()
        return nginx.upstream(site, port, workers)
    stream = [f"--port={port}", f"--chunks={case.chunks}", f"--pace={case.pace:g}"]
    return [sys.executable, "-m", "bench.upstream", *stream]
