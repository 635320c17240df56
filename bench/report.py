"""The numbers as tables: medians with their spread, ratios to the peers, budgets beside them."""

from collections.abc import Mapping, Sequence

import msgspec

from bench.cases import Case, Metric
from bench.contenders import Contender, Gateway
from bench.measure import Outcome
from bench.samples import Spread, spread

# A ratio of two differences near zero says nothing, so latencies have none.
_RATIOS = (
    Metric.CPU_CALL,
    Metric.CPU_CHUNK,
    Metric.CALLS,
    Metric.CHUNKS,
    Metric.RSS,
    Metric.PSS,
)


class Table(msgspec.Struct, frozen=True):
    """One case: a row for each metric, a column for each contender, each ratio and the budget.

    `failures` say which contender has no numbers, or fewer than its rounds; `notes` are remarks on
    numbers that stand.
    """

    title: str
    head: list[str]
    rows: list[list[str]]
    notes: list[str]
    failures: list[str]


def table(
    case: Case,
    contenders: Sequence[Contender],
    rounds: Mapping[str, Sequence[Outcome]],
    failures: Sequence[str],
) -> Table:
    """Return the table of a case; `rounds` has the outcomes by the contender's name."""
    spreads = {name: _spreads(outcomes) for name, outcomes in rounds.items() if outcomes}
    present = [contender for contender in contenders if contender.name in spreads]
    own = spreads.get(Gateway.name, {})
    peers = [contender for contender in present if own and contender.name != Gateway.name]
    rows = [
        [
            metric,
            *(_cell(spreads[contender.name].get(metric)) for contender in present),
            *(_ratio(metric, own, spreads[peer.name]) for peer in peers),
            _budget(case.budgets.get(metric), own.get(metric)),
        ]
        for metric in Metric
        if any(metric in measured for measured in spreads.values())
    ]
    notes = [
        f"{contender.title}, round {number}: {remark}"
        for contender in present
        for number, outcome in enumerate(rounds[contender.name], 1)
        for remark in outcome.remarks
    ]
    titles = [contender.title for contender in present]
    ratios = [f"ratio to {peer.title}" for peer in peers]
    head = ["", *titles, *ratios, "budget"]
    return Table(title=case.title, head=head, rows=rows, notes=notes, failures=list(failures))


def markdown(tables: Sequence[Table]) -> str:
    """Return the tables as Markdown, each under a heading."""
    parts: list[str] = []
    for shown in tables:
        lines = [shown.head, ["---"] + ["---:"] * (len(shown.head) - 1), *shown.rows]
        parts.append(f"### {shown.title}\n")
        parts.append("\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n")
        if notes := [*shown.failures, *shown.notes]:
            parts.append("\n".join(f"- {note}" for note in notes) + "\n")
    return "\n".join(parts)


def number(value: float) -> str:
    """Return a number with three digits that count, and a separator for thousands."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def _spreads(outcomes: Sequence[Outcome]) -> dict[Metric, Spread]:
    return {
        metric: spread([o.values[metric] for o in outcomes if metric in o.values])
        for metric in Metric
        if any(metric in outcome.values for outcome in outcomes)
    }


def _cell(found: Spread | None) -> str:
    if found is None:
        return ""
    if found.low == found.high:
        return number(found.median)
    return f"{number(found.median)} [{number(found.low)}, {number(found.high)}]"


def _ratio(metric: Metric, own: Mapping[Metric, Spread], peer: Mapping[Metric, Spread]) -> str:
    if metric not in _RATIOS or metric not in own or metric not in peer:
        return ""
    return number(own[metric].median / peer[metric].median)


def _budget(budget: float | None, own: Spread | None) -> str:
    if budget is None:
        return ""
    if own is None:
        return f"{budget:g}: not measured"
    return f"{budget:g}: {'met' if own.median <= budget else 'not met'}"
