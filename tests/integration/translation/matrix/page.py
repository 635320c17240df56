"""The matrix as tables, for the terminal and for `docs/translation.md`."""

from collections.abc import Mapping
from pathlib import Path

from tests.integration.callers.matrix.page import markdown
from tests.integration.translation.matrix.cases import CASES
from tests.integration.translation.matrix.columns import CALLERS, COLUMNS
from tests.integration.translation.matrix.errors import ERRORS
from tests.integration.translation.matrix.impossible import REASONS, number
from tests.integration.translation.matrix.talk import Dialect

PAGE = Path(__file__).parents[4] / "docs" / "translation.md"

PROPERTY = "translation"
"""The name under which a test reports its cell: row, caller and provider, and what was seen."""

PASSES = "passes"

_TEXT = """\
# Every dialect to every provider

<!-- written by `python -m tests.integration.translation.matrix` -->

The official `openai` and `anthropic` SDKs for Python lead each of these conversations through a
gateway with each provider behind it, plain and streamed. Each cell is a test: the caller reads
what it asked for, what reaches the provider holds what the caller said, and all of it is what
the provider's own SDK could have sent, by its typed parameters with nothing unknown allowed. Where
both speak one dialect, the caller's own bytes reach the provider. Where the call fails, the SDK
raises exactly the exception class that the cell names.

{tables}

## What cannot be

A number in a cell stands for one of these reasons. {listed} of {all} cells have one.

{reasons}
"""


def title(caller: Dialect, provider: str) -> str:
    """Return the name under which the cells of one caller and provider are reported."""
    return f"{caller} to {provider}"


def tables(cells: Mapping[tuple[str, str], str]) -> str:
    """Return one table for each caller; `cells` are by row and `title`, the rest are empty."""
    return "\n\n".join(f"## {caller}\n\n{_table(caller, cells)}" for caller in CALLERS)


def _table(caller: Dialect, cells: Mapping[tuple[str, str], str]) -> str:
    rows = [["", *(column.provider for column in COLUMNS)]]
    for row in _rows():
        names = [title(caller, column.provider) for column in COLUMNS]
        rows.append([row, *(cells.get((row, name), "") for name in names)])
    return markdown(rows)


def _rows() -> list[str]:
    return [*(case.title for case in CASES), *(error.title for error in ERRORS)]


def expected() -> dict[tuple[str, str], str]:
    """Return what every cell says: that it passes, the exception, or the number of a reason."""
    cells: dict[tuple[str, str], str] = {}
    for caller in CALLERS:
        vendor = "anthropic" if caller == "anthropic-messages" else "openai"
        for column in COLUMNS:
            name = title(caller, column.provider)
            for case in CASES:
                reason = number(case.title, caller, column.provider)
                cells[case.title, name] = PASSES if reason is None else str(reason)
            for error in ERRORS:
                cells[error.title, name] = getattr(error, vendor)
    return cells


def page() -> str:
    """Return the page with what every cell has to be."""
    cells = expected()
    listed = sum(cell.isdecimal() for cell in cells.values())
    reasons = "\n".join(f"{place}. {reason}" for place, reason in enumerate(REASONS, 1))
    return _TEXT.format(tables=tables(cells), listed=listed, all=len(cells), reasons=reasons)
