"""The strings that an SDK's type names."""

from typing import get_args


def strings(kind: object) -> list[str]:
    """Return the strings in a `Literal`, or in those of a union."""
    if isinstance(kind, str):
        return [kind]
    return [text for inner in get_args(kind) for text in strings(inner)]
