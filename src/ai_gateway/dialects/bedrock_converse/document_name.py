"""Names of documents, in the alphabet that Converse allows them.

Letters, digits, single white space, hyphens, parentheses and square brackets, at most 200
characters, none twice in a request (`DocumentBlock` in the service model, and the service's own
errors).
"""

import re

_LONGEST = 200
_NOT_ALLOWED = re.compile(r"[^A-Za-z0-9\s()\[\]-]+")
_WHITE_SPACE = re.compile(r"\s+")

# The vendor advises a neutral name, because the model reads it.
_NAMELESS = "Document"


class DocumentNames:
    """Gives each document of one request a name that is allowed and not yet taken."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, title: str | None) -> str:
        """Return a name that resembles `title`; a number after it tells it from an earlier one."""
        allowed = _NOT_ALLOWED.sub(" ", title or "")
        name = _WHITE_SPACE.sub(" ", allowed).strip()[:_LONGEST].strip() or _NAMELESS
        candidate, number = name, 1
        while candidate in self._taken:
            number += 1
            ending = f" {number}"
            candidate = name[: _LONGEST - len(ending)] + ending
        self._taken.add(candidate)
        return candidate
