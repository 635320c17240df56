"""One round of one case against one contender: everything fresh, measured, and ended."""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec

from bench import nginx, procfs
from bench.cases import Case, Metric, Timing
from bench.closed_loop import Saturation, saturate
from bench.contenders import Contender
from bench.plan import Percentiles, Plan, Result
from bench.programs import Cores, Failed, free_port, on_cores, running, wait_for_answer

# More than this and the load side, which shares the cores that are not the gateway's, is itself
# close to saturation: its own queue would be measured.
_LOAD_SHARE = 0.8
# Where half of a contender's saturation is too much for the load side, the rate that keeps it this
# busy, which leaves room for other work of the machine.
_LOAD_AIM = 0.5
# A rate that every contender holds, to learn what a stream costs; streams a second.
_FIRST_STREAMS = 20.0
# Connections of the open loop: enough for a stall of some hundredths of a second at its rate.
_CONNECTIONS = 512


class Outcome(msgspec.Struct, frozen=True):
    """What one round measured, and what the reader must know about it."""

    values: dict[Metric, float]
    remarks: list[str]


class _Stand(msgspec.Struct, frozen=True):
    """A contender and its upstream, both running."""

    case: Case
    timing: Timing
    cores: Cores
    folder: Path
    port: int
    upstream_port: int
    gateway: tuple[int, ...]
    upstream: tuple[int, ...]
    headers: Mapping[str, str]
    remarks: list[str]

    def saturate(self, seconds: float) -> Saturation:
        """Run the closed loop against the contender."""
        return saturate(
            self.folder, self.port, self.case, self.headers, (seconds, self.gateway, self.cores)
        )

    def both(self, plan: Plan) -> tuple[Result, Result]:
        """Follow the plan straight to the upstream, then through the contender."""
        direct = self.load(msgspec.structs.replace(plan, port=self.upstream_port))
        through = self.load(plan)
        for way, result in (("direct", direct), ("through", through)):
            if (busy := self.busy(plan, result)) > _LOAD_SHARE:
                self.remarks.append(f"{way}: the load side was {busy:.0%} busy and adds a queue")
            if result.errors:
                self.remarks.append(f"{way}: {result.errors} errors, first: {result.error}")
        return direct, through

    def busy(self, plan: Plan, result: Result) -> float:
        """Return how busy the cores of the load generator and the upstream were, 0 to 1."""
        return (result.own_cpu + result.upstream_cpu) / plan.seconds / len(self.cores.load)

    def bearable(self, half: float, plan: Plan, result: Result) -> float:
        """Return `half` of saturation, or the rate that the load side can bear if that is less.

        `plan` was a trial and `result` what it gave.
        """
        if not result.calls:
            raise Failed(f"no answer in time: {result.error or 'none came'}")
        # By what was done, not by what was planned: a load side that is full does less.
        limit = _LOAD_AIM / self.busy(plan, result) * result.calls / plan.seconds
        if limit >= half:
            return half
        self.remarks.append(
            f"latencies at {limit / half:.0%} of half of saturation: the load side bears no more"
        )
        return limit

    def plan(self, rate: float, seconds: float, port: int | None = None) -> Plan:
        """Return the plan of an open loop at `rate` calls a second, through the contender."""
        return Plan(
            port=port or self.port,
            request=_request(self.case, self.headers),
            rate=rate,
            warmup=self.timing.warmup,
            seconds=seconds,
            # A stream keeps its connection as long as it lasts.
            connections=_CONNECTIONS + int(2 * rate * self.case.chunks * self.case.pace),
            chunks=self.case.chunks,
            gateway=self.gateway,
            upstream=self.upstream,
        )

    def load(self, plan: Plan) -> Result:
        """Run the load generator."""
        with on_cores(self.cores.load):
            done = subprocess.run(
                [sys.executable, "-m", "bench.load"],
                input=msgspec.json.encode(plan),
                stdout=subprocess.PIPE,
                check=False,
                timeout=plan.warmup + plan.seconds + 30,
            )
        if done.returncode != 0:
            raise Failed(f"the load generator ended with exit code {done.returncode}")
        return msgspec.json.decode(done.stdout, type=Result)


def measure(case: Case, contender: Contender, timing: Timing, cores: Cores) -> Outcome:
    """Start the upstream and the contender, measure the case, end both.

    Raises Failed where one of them does not start or answer, or the load cannot be run.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        upstream_port, port = free_port(), free_port()
        launch = contender.launch(folder, port, upstream_port)
        headers = contender.headers(upstream_port)
        call = (case.path, case.body, {"content-type": "application/json", **headers})
        log, upstream_log = folder / "contender.log", folder / "upstream.log"
        # Two workers on one core cost no more than one; more cores, more workers.
        workers = max(2, len(cores.load))
        provider = upstream_command(case, folder, upstream_port, workers)
        with (
            running(provider, cores.load, upstream_log) as upstream,
            running(launch.argv, cores.gateway, log, launch.environment) as gateway,
        ):
            wait_for_answer(upstream, upstream_port, call, upstream_log)
            wait_for_answer(gateway, port, call, log)
            stand = _Stand(
                case=case,
                timing=timing,
                cores=cores,
                folder=folder,
                port=port,
                upstream_port=upstream_port,
                gateway=tuple(procfs.process_tree(gateway.pid)),
                upstream=tuple(procfs.process_tree(upstream.pid)),
                headers=headers,
                remarks=[],
            )
            return Outcome(values=_values(stand), remarks=stand.remarks)


def _values(stand: _Stand) -> dict[Metric, float]:
    if stand.case.streams:
        return _open_streams(stand)
    return _streams(stand) if stand.case.chunks else _calls(stand)


def _calls(stand: _Stand) -> dict[Metric, float]:
    """Saturate the contender's core, then measure latency at half of what that gave."""
    stand.saturate(stand.timing.warmup)
    saturation = stand.saturate(stand.timing.window)
    if saturation.problem:
        stand.remarks.append(saturation.problem)
    half = saturation.rate / 2
    trial = stand.plan(half, stand.timing.window / 2, port=stand.upstream_port)
    rate = stand.bearable(half, trial, stand.load(trial))
    direct, through = stand.both(stand.plan(rate, stand.timing.window))
    return {
        Metric.CPU_CALL: saturation.cpu / saturation.calls * 1e6,
        Metric.CALLS: saturation.rate,
        **_added(Metric.FIRST_P50, Metric.FIRST_P99, direct.first_byte, through.first_byte),
        Metric.RSS: through.memory.rss / 1e6,
        Metric.PSS: through.memory.pss / 1e6,
    }


def _streams(stand: _Stand) -> dict[Metric, float]:
    """Find half of saturation from what a stream costs, then measure there.

    A closed loop would not do: at saturation chunks queue up and are read together.
    """
    trial = stand.plan(_FIRST_STREAMS, stand.timing.window / 2)
    cost = _cpu_per_chunk(stand.load(trial))
    # An idle core wakes up for each chunk, so that the first cost is too high: once more.
    trial = stand.plan(0.5 / cost / stand.case.chunks, stand.timing.window / 2)
    result = stand.load(trial)
    half = 0.5 / _cpu_per_chunk(result) / stand.case.chunks
    rate = stand.bearable(half, trial, result)
    direct, through = stand.both(stand.plan(rate, stand.timing.window))
    if through.alone < 0.95 * through.chunks:
        stand.remarks.append(f"{through.alone / through.chunks:.0%} of the chunks arrived alone")
    cost = _cpu_per_chunk(through)
    return {
        Metric.CPU_CHUNK: cost * 1e6,
        Metric.CHUNKS: 1 / cost,
        **_added(Metric.FIRST_P50, Metric.FIRST_P99, direct.first_byte, through.first_byte),
        **_added(Metric.CHUNK_P50, Metric.CHUNK_P99, direct.transit, through.transit),
        Metric.RSS: through.memory.rss / 1e6,
        Metric.PSS: through.memory.pss / 1e6,
    }


def _open_streams(stand: _Stand) -> dict[Metric, float]:
    """Open the streams evenly over some seconds, then watch them."""
    case = stand.case
    # Whole multiples of the pace, so that the chunks of all streams spread evenly over it.
    opening = max(stand.timing.warmup, 2 * case.pace)
    plan = msgspec.structs.replace(
        stand.plan(case.streams / opening, stand.timing.window),
        calls=case.streams,
        connections=case.streams,
        warmup=opening + 2 * case.pace,
        endless=True,
    )
    direct, through = stand.both(plan)
    expected = case.streams * plan.seconds / case.pace
    if through.chunks < 0.98 * expected:
        stand.remarks.append(f"{through.chunks} of {expected:.0f} chunks arrived in time")
    return {
        Metric.CPU_CHUNK: _cpu_per_chunk(through) * 1e6,
        **_added(Metric.CHUNK_P50, Metric.CHUNK_P99, direct.transit, through.transit),
        Metric.RSS: through.memory.rss / 1e6,
        Metric.PSS: through.memory.pss / 1e6,
    }


def _cpu_per_chunk(result: Result) -> float:
    if not result.chunks:
        raise Failed(f"no chunk arrived: {result.error or 'no answer in time'}")
    return result.gateway_cpu / result.chunks


def _added(
    p50: Metric, p99: Metric, direct: Percentiles, through: Percentiles
) -> dict[Metric, float]:
    """Return what the way through the contender adds at each percentile, in milliseconds."""
    pairs = ((p50, direct.p50, through.p50), (p99, direct.p99, through.p99))
    return {
        metric: (after - before) / 1e3
        for metric, before, after in pairs
        if before is not None and after is not None
    }


def upstream_command(case: Case, folder: Path, port: int, workers: int) -> list[str]:
    """Return the command that runs the upstream of a case; its configuration goes to `folder`."""
    if not case.chunks:
        site = folder / "upstream"
        site.mkdir()
        return nginx.upstream(site, port, workers)
    stream = [f"--port={port}", f"--chunks={case.chunks}", f"--pace={case.pace:g}"]
    return [sys.executable, "-m", "bench.upstream", *stream]


def _request(case: Case, headers: Mapping[str, str]) -> bytes:
    lines = [
        f"POST {case.path} HTTP/1.1",
        "host: 127.0.0.1",
        "content-type: application/json",
        f"content-length: {len(case.body)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + case.body
