"""Writes `docs/translation.md`: `python -m tests.integration.translation.matrix`."""

from tests.integration.translation.matrix.page import PAGE, page

PAGE.write_text(page(), "utf-8")
