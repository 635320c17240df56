"""Writes `docs/compatibility.md`: `python -m tests.integration.callers.matrix`."""

from tests.integration.callers.matrix.page import PAGE, page

PAGE.write_text(page(), "utf-8")
