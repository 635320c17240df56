"""Puts environment variables where a text of the configuration refers to them.

`${NAME}` is the variable, `${NAME:-default}` the default where it is unset or empty, and
`$${` a plain `${`. Only texts that the YAML parser has read are looked at, never the raw
file, so that no value of a variable can change the file's structure.
"""

import re
from collections.abc import Mapping
from enum import Enum
from typing import TypeAlias

from ai_gateway.config.document import Document, Path, Value, dotted
from ai_gateway.config.mistakes import Mistake

_REFERENCE = re.compile(r"\$(?P<escaped>\$\{)|\$\{(?P<inner>[^{}]*)(?P<closed>\}?)")
_INNER = re.compile(r"(?P<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?P<default>.*))?", re.DOTALL)


class _LeftOut(Enum):
    """A reference that resolved to nothing: its key or item counts as not written."""

    LEFT_OUT = "left out"


_Resolved: TypeAlias = "Value | _LeftOut"


def interpolate(
    document: Document, environment: Mapping[str, str]
) -> tuple[dict[str, Value], list[Mistake]]:
    """Return the document's data with every reference resolved, and what could not be.

    A text that is one whole reference and resolves to nothing (`${NAME:-}`) leaves its key or
    item out, so that the default of the setting applies.
    """
    resolver = _Resolver(document, environment)
    return resolver.mapping(document.data, ()), resolver.mistakes


def is_reference(text: str) -> bool:
    """Tell whether `text` consists of references alone and spells out no value, no default."""
    matches = list(_REFERENCE.finditer(text))
    return (
        bool(matches)
        and "".join(match[0] for match in matches) == text
        and all(_spells_nothing(match) for match in matches)
    )


def _spells_nothing(match: re.Match[str]) -> bool:
    if match["escaped"]:
        return False
    inner = _INNER.fullmatch(match["inner"])
    # A mistaken reference is reported as such, not as a secret that is spelt out.
    return inner is None or not inner["default"]


class _Resolver:
    """Walks the data once; a reference that fails is noted with its path and left out."""

    def __init__(self, document: Document, environment: Mapping[str, str]) -> None:
        self.mistakes: list[Mistake] = []
        self._document = document
        self._environment = environment

    def mapping(self, data: Mapping[str, Value], path: Path) -> dict[str, Value]:
        """Return `data` with its values resolved."""
        resolved = {key: self._value(item, (*path, key)) for key, item in data.items()}
        return {key: item for key, item in resolved.items() if not isinstance(item, _LeftOut)}

    def _value(self, value: Value, path: Path) -> _Resolved:
        if isinstance(value, dict):
            return self.mapping(value, path)
        if isinstance(value, list):
            items = [self._value(item, (*path, i)) for i, item in enumerate(value)]
            return [item for item in items if not isinstance(item, _LeftOut)]
        if isinstance(value, str) and "${" in value:
            return self._text(value, path)
        return value

    def _text(self, text: str, path: Path) -> _Resolved:
        before = len(self.mistakes)
        resolved = _REFERENCE.sub(lambda match: self._reference(match, path), text)
        # A text with a reference that failed says nothing more that could be checked.
        failed = len(self.mistakes) > before
        return _LeftOut.LEFT_OUT if failed or not resolved else resolved

    def _reference(self, match: re.Match[str], path: Path) -> str:
        if match["escaped"]:
            return match["escaped"]
        inner = _INNER.fullmatch(match["inner"])
        if inner is None or not match["closed"]:
            self._note(path, *_explain(match))
            return ""
        value = self._environment.get(inner["name"]) or inner["default"]
        if value is None:
            name = inner["name"]
            self._note(
                path,
                f"environment variable {name} is not set",
                f"set {name}, or write `${{{name}:-default}}`",
            )
            return ""
        return value

    def _note(self, path: Path, found: str, next_step: str) -> None:
        line = self._document.line(path)
        self.mistakes.append(Mistake(dotted(path), found, next_step, line=line))


def _explain(match: re.Match[str]) -> tuple[str, str]:
    if match["inner"].startswith("secret:"):
        return (
            "`${secret:…}` is not known to this version",
            "hand the secret in as an environment variable and write `${NAME}`",
        )
    # The text itself is not repeated: a secret may stand in it.
    return (
        "a `${` that begins no reference",
        "write `${NAME}` or `${NAME:-default}`, or `$${` for a plain `${`",
    )
