"""Puts environment variables and secrets where a text of the configuration refers to them.

`${NAME}` is the variable, `${NAME:-default}` the default where it is unset or empty,
`${secret:NAME}` the secret of AWS Secrets Manager, `${secret:NAME:KEY}` what stands under a key
of the JSON object that it holds, and `$${` a plain `${`. Only texts that the YAML parser has
read are looked at, never the raw file, so that no value can change the file's structure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from ai_gateway.config.aws_reader import AwsRefused
from ai_gateway.config.document import Document, Path, Value, dotted
from ai_gateway.config.mistakes import Mistake
from ai_gateway.config.secrets import Secrets

_REFERENCE = re.compile(r"\$(?P<escaped>\$\{)|\$\{(?P<inner>[^{}]*)(?P<closed>\}?)")
_INNER = re.compile(r"(?P<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?P<default>.*))?", re.DOTALL)
# The characters of a secret's name, of which the colon is none.
_SECRET = re.compile(r"secret:(?P<name>[A-Za-z0-9/_+=.@-]+)(:(?P<key>[A-Za-z0-9_.-]+))?")


@dataclass(frozen=True)
class Interpolated:
    """The data with every reference resolved, and what could not be.

    `unset` holds the name of the secret for each path that was left out because it has no value.
    """

    data: dict[str, Value]
    mistakes: list[Mistake]
    unset: Mapping[Path, str]


class _LeftOut(Enum):
    """A reference that resolved to nothing: its key or item counts as not written."""

    LEFT_OUT = "left out"


_Resolved: TypeAlias = "Value | _LeftOut"


def interpolate(
    document: Document, environment: Mapping[str, str], secrets: Secrets
) -> Interpolated:
    """Return the document's data with every reference resolved, and what could not be.

    A text that is one whole reference and resolves to nothing (`${NAME:-}`) leaves its key or
    item out, so that the default of the setting applies. So does a text with a secret that has
    no value.
    """
    resolver = _Resolver(document, environment, secrets)
    return Interpolated(resolver.mapping(document.data, ()), resolver.mistakes, resolver.unset)


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

    def __init__(
        self, document: Document, environment: Mapping[str, str], secrets: Secrets
    ) -> None:
        self.mistakes: list[Mistake] = []
        self.unset: dict[Path, str] = {}
        self._document = document
        self._environment = environment
        self._secrets = secrets

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
        failed = len(self.mistakes) > before or path in self.unset
        return _LeftOut.LEFT_OUT if failed or not resolved else resolved

    def _reference(self, match: re.Match[str], path: Path) -> str:
        if match["escaped"]:
            return match["escaped"]
        secret = _SECRET.fullmatch(match["inner"])
        if secret is not None and match["closed"]:
            return self._secret(secret["name"], secret["key"], path)
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

    def _secret(self, name: str, key: str | None, path: Path) -> str:
        try:
            value = self._secrets.value(name, key)
        except AwsRefused as refused:
            self._note(path, refused.found, refused.next_step)
            return ""
        if value is None:
            self.unset[path] = name if key is None else f"{name}:{key}"
            return ""
        return value

    def _note(self, path: Path, found: str, next_step: str) -> None:
        line = self._document.line(path)
        self.mistakes.append(Mistake(dotted(path), found, next_step, line=line))


def _explain(match: re.Match[str]) -> tuple[str, str]:
    if match["inner"].startswith("secret:"):
        return (
            "a `${secret:` that names no secret",
            "write `${secret:NAME}`, or `${secret:NAME:KEY}` for a key of the JSON that it holds",
        )
    # The text itself is not repeated: a secret may stand in it.
    return (
        "a `${` that begins no reference",
        "write `${NAME}`, `${NAME:-default}` or `${secret:NAME}`, or `$${` for a plain `${`",
    )
