"""Looks for a piece of JSON wherever it may stand in a document."""

from typing import Any


def stands_in(fragment: Any, document: Any) -> bool:
    """Say whether `document`, or anything within it, holds `fragment`; see `holds`."""
    if holds(document, fragment):
        return True
    if isinstance(document, dict):
        return any(stands_in(fragment, member) for member in document.values())
    if isinstance(document, list):
        return any(stands_in(fragment, item) for item in document)
    return False


def holds(value: Any, fragment: Any) -> bool:
    """Say whether `value` is `fragment`, an object having at least the members of its own."""
    if not isinstance(fragment, dict):
        return value == fragment
    return isinstance(value, dict) and all(
        name in value and holds(value[name], member) for name, member in fragment.items()
    )
