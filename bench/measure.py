"""One round of one case against one contender: everything fresh, measured, and ended."""

import msgspec

from bench.cases import Case, Metric, Timing
from bench.contenders import Contender
from bench.plan import Percentiles, Plan, Result
from bench.programs import Cores, Failed
from bench.stand import Stand, stand

# More than this and the load side, which shares the cores that are not the gateway's, is itself
# close to saturation: its own queue would be measured.
_LOAD_SHARE = 0.8
# Where half of a contender's saturation is too much for the load side, the rate that keeps it this
# busy, which leaves room for other work of the machine.
_LOAD_AIM = 0.5
# A rate that every contender holds, to learn what a stream costs; streams a second.
_FIRST_STREAMS = 20.0


class Outcome(msgspec.Struct, frozen=True):
    """What one round measured, and what the reader must know about it."""

    values: dict[Metric, float]
    remarks: list[str]


def measure(case: Case, contender: Contender, timing: Timing, cores: Cores) -> Outcome:
    """Measure the case once. Raises Failed where that cannot be done, and says why."""
    with stand(case, contender, timing, cores) as ready:
        return Outcome(values=_values(ready), remarks=ready.remarks)


def _values(stand: Stand) -> dict[Metric, float]:
    if stand.case.streams:
        return _open_streams(stand)
    return _streams(stand) if stand.case.chunks else _calls(stand)


def _calls(stand: Stand) -> dict[Metric, float]:
    """Saturate the contender's core, then measure latency at half of what that gave."""
    stand.saturate(stand.timing.warmup)
    saturation = stand.saturate(stand.timing.window)
    if saturation.problem:
        stand.remarks.append(saturation.problem)
    half = saturation.rate / 2
    trial = stand.straight(stand.plan(half, stand.timing.window / 2))
    rate = _bearable(stand, half, trial, stand.load(trial))
    direct, through = _both(stand, stand.plan(rate, stand.timing.window))
    return {
        Metric.CPU_CALL: saturation.cpu / saturation.calls * 1e6,
        Metric.CALLS: saturation.rate,
        **_added(Metric.FIRST_P50, Metric.FIRST_P99, direct.first_byte, through.first_byte),
        Metric.RSS: through.memory.rss / 1e6,
        Metric.PSS: through.memory.pss / 1e6,
    }


def _streams(stand: Stand) -> dict[Metric, float]:
    """Find half of saturation from what a stream costs, then measure there.

    A closed loop would not do: at saturation chunks queue up and are read together.
    """
    trial = stand.plan(_FIRST_STREAMS, stand.timing.window / 2)
    cost = _cpu_per_chunk(stand.load(trial))
    # An idle core wakes up for each chunk, so that the first cost is too high: once more.
    trial = stand.plan(0.5 / cost / stand.case.chunks, stand.timing.window / 2)
    result = stand.load(trial)
    half = 0.5 / _cpu_per_chunk(result) / stand.case.chunks
    rate = _bearable(stand, half, trial, result)
    direct, through = _both(stand, stand.plan(rate, stand.timing.window))
    if through.alone < 0.95 * through.chunks:
        alone = through.alone / through.chunks
        stand.remarks.append(f"{alone:.0%} of the chunks arrived alone: one costs more than shown")
    cost = _cpu_per_chunk(through)
    return {
        Metric.CPU_CHUNK: cost * 1e6,
        Metric.CHUNKS: 1 / cost,
        **_added(Metric.FIRST_P50, Metric.FIRST_P99, direct.first_byte, through.first_byte),
        **_added(Metric.CHUNK_P50, Metric.CHUNK_P99, direct.transit, through.transit),
        Metric.RSS: through.memory.rss / 1e6,
        Metric.PSS: through.memory.pss / 1e6,
    }


def _open_streams(stand: Stand) -> dict[Metric, float]:
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
    direct, through = _both(stand, plan)
    expected = case.streams * plan.seconds / case.pace
    if through.chunks < 0.98 * expected:
        stand.remarks.append(f"{through.chunks} of {expected:.0f} chunks arrived in time")
    return {
        Metric.CPU_CHUNK: _cpu_per_chunk(through) * 1e6,
        **_added(Metric.CHUNK_P50, Metric.CHUNK_P99, direct.transit, through.transit),
        Metric.RSS: through.memory.rss / 1e6,
        Metric.PSS: through.memory.pss / 1e6,
    }


def _both(stand: Stand, plan: Plan) -> tuple[Result, Result]:
    """Follow the plan straight to the upstream, then through the contender."""
    direct, through = stand.load(stand.straight(plan)), stand.load(plan)
    for way, result in (("direct", direct), ("through", through)):
        if (busy := stand.busy(plan, result)) > _LOAD_SHARE:
            stand.remarks.append(f"{way}: the load side was {busy:.0%} busy and adds a queue")
        if result.errors:
            stand.remarks.append(f"{way}: {result.errors} errors, first: {result.error}")
    return direct, through


def _bearable(stand: Stand, half: float, plan: Plan, result: Result) -> float:
    """Return `half` of saturation, or the rate that the load side can bear if that is less.

    `plan` was a trial and `result` what it gave.
    """
    if not result.calls:
        raise Failed(f"no answer in time: {result.error or 'none came'}")
    # By what was done, not by what was planned: a load side that is full does less.
    limit = _LOAD_AIM / stand.busy(plan, result) * result.calls / plan.seconds
    if limit >= half:
        return half
    stand.remarks.append(
        f"latencies at {limit / half:.0%} of half of saturation: the load side bears no more"
    )
    return limit


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
