"""The matrix as a table, for the terminal and for `docs/compatibility.md`."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.integration.callers.matrix.columns import COLUMNS
from tests.integration.callers.matrix.conditions import CONDITIONS, NOT_APPLICABLE

PAGE = Path(__file__).parents[4] / "docs" / "compatibility.md"

PROPERTY = "matrix"
"""The name under which a test reports its cell: condition, column, and what was seen."""

_TEXT = """\
# What the SDKs see

<!-- written by `python -m tests.integration.callers.matrix` -->

The official `openai` and `anthropic` SDKs for Python, with nothing but `base_url` changed, call a
gateway in front of a provider that behaves, refuses, hangs or dies. Each cell is a test: the call
works, or the SDK raises exactly that exception class, with the provider's own message where the
provider said something and with the gateway's where it did not. A stream that breaks never ends
as if it were complete.

{table}

- **n/a**: embeddings can neither be streamed nor use tools, so this cannot happen to them.
- **400 to 529** come from the provider and arrive as they would without a gateway: status, body,
  the provider's request id, `Retry-After` and rate-limit header fields.
- **timeout** is a provider that does not begin to answer within `transport.first_byte_timeout`;
  the caller receives 504. **unreachable**, **connection closed unanswered**, **a proxy's HTML
  page** and **JSON in place of a stream** are 502. These are the gateway's own errors: the
  exception's `request_id` is the id on the call's ledger line.
- **mid-stream** errors come after status 200 was sent. They are the dialect's own error event,
  for which `openai` raises `APIError` and `anthropic` raises `APIStatusError`.
- Every answer, errors included, carries `x-ai-gateway-request-id`.
"""


def table(cells: Mapping[tuple[str, str], str]) -> str:
    """Return the table of `cells`, by titles of condition and column; one that is missing is empty.

    Those that cannot be are filled in.
    """
    rows = [["", *(column.title for column in COLUMNS)]]
    for condition in CONDITIONS:
        row = [condition.title]
        for column in COLUMNS:
            possible = condition.expected(column) != NOT_APPLICABLE
            row.append(
                cells.get((condition.title, column.title), "") if possible else NOT_APPLICABLE
            )
        rows.append(row)
    return markdown(rows)


def markdown(rows: list[list[str]]) -> str:
    """Return a table whose first row is its head."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    head, *body = rows
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |"
        for row in [head, ["-" * width for width in widths], *body]
    )


def reported(terminalreporter: pytest.TerminalReporter, name: str) -> dict[tuple[str, str], str]:
    """Return what the tests saw in each cell that they reported as property `name`."""
    found: dict[tuple[str, str], str] = {}
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for key, value in report.user_properties:
                if key == name:
                    condition, column, seen = value
                    found[condition, column] = seen if outcome == "passed" else f"FAILED: {seen}"
    return found


def page() -> str:
    """Return the page with what every cell has to be."""
    return _TEXT.format(
        table=table(
            {
                (condition.title, column.title): condition.expected(column)
                for condition in CONDITIONS
                for column in COLUMNS
            }
        )
    )
