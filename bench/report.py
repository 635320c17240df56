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
    """One case: a row for each contender and each ratio, and what must be known beside them."""

    title: str
    head: list[str]
    rows: list[list[str]]
    notes: list[str]


def table(
    case: Case, contenders: Sequence[Contender], rounds: Mapping[str, Sequence[Outcome]]
) -> Table:
    """Return the table of a case; `rounds` has the outcomes by the contender's name."""
    spreads = {name: _spreads(outcomes) for name, outcomes in rounds.items() if outcomes}
    present = [contender for contender in contenders if contender.name in spreads]
    metrics = [metric for metric in Metric if any(metric in row for row in spreads.values())]
    rows = [
        [contender.title, *(_cell(case, contender, m, spreads[contender.name]) for m in metrics)]
        for contender in present
    ]
    own = spreads.get(Gateway.name)
    if own is not None:
        rows.extend(
            [f"ratio to {peer.title}", *(_ratio(m, own, spreads[peer.name]) for m in metrics)]
            for peer in present
            if peer.name != Gateway.name
        )
    notes = [
        f"{contender.title}, round {number}: {remark}"
        for contender in present
        for number, outcome in enumerate(rounds[contender.name], 1)
        for remark in outcome.remarks
    ]
    return Table(title=case.title, head=["", *metrics], rows=rows, notes=notes)


def markdown(tables: Sequence[Table]) -> str:
    """Return the tables as Markdown, each under a heading."""
    parts: list[str] = []
    for shown in tables:
        lines = [shown.head, ["---"] + ["---:"] * (len(shown.head) - 1), *shown.rows]
        parts.append(f"### {shown.title}\n")
        parts.append("\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n")
        if shown.notes:
            parts.append("\n".join(f"- {note}" for note in shown.notes) + "\n")
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


def _cell(
    case: Case, contender: Contender, metric: Metric, spreads: Mapping[Metric, Spread]
) -> str:
    found = spreads.get(metric)
    if found is None:
        return "–"
    text = number(found.median)
    if found.low != found.high:
        text += f" ({number(found.low)} to {number(found.high)})"
    budget = case.budgets.get(metric)
    if budget is not None and contender.name == Gateway.name:
        verdict = "met" if found.median <= budget else "not met"
        text += f", budget {budget:g} {verdict}"
    return text


def _ratio(metric: Metric, own: Mapping[Metric, Spread], peer: Mapping[Metric, Spread]) -> str:
    if metric not in _RATIOS or metric not in own or metric not in peer:
        return ""
    return f"{number(own[metric].median / peer[metric].median)} ×"
