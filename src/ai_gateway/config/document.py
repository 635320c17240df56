"""Reads YAML as plain data: no surprises of type, no key twice, no document without bounds.

Of YAML's many types only those of JSON are kept (the core schema of YAML 1.2, section 10.3),
so `no` and `on` are texts and `1:30` is no number. A key is always the text that was written.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from ai_gateway.config.mistakes import ConfigurationInvalid, Mistake

Path: TypeAlias = tuple[str | int, ...]
Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"

# An alias is written once and counted as often as it is used: nested ones multiply.
_MOST_VALUES = 20_000
# The settings nest five deep.
_MOST_LEVELS = 32

_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True)
class Document:
    """What a configuration file says: plain data, and the line of each path, from 1."""

    data: dict[str, Value] = field(default_factory=dict[str, Value])
    lines: Mapping[Path, int] = field(default_factory=dict[Path, int])

    def line(self, path: Path) -> int | None:
        """Return the line of `path`, or of the nearest thing around it that the file holds."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path) if path else None


def dotted(path: Path) -> str:
    """Write a path as people do: `routing.models."gpt-4.1".provider`, list items as `[0]`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += ("." if text else "") + (f'"{part}"' if "." in part else part)
    return text


_NULL = re.compile(r"~|null|Null|NULL|")
_BOOLEAN = re.compile(r"true|True|TRUE|false|False|FALSE")
# No octal and no digits without end: both are surprises, and neither is a setting.
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?([eE][-+]?[0-9]{1,2})?")


def read_document(text: str) -> Document:
    """Parse one YAML document; raise `ConfigurationInvalid` with everything wrong in its form."""
    try:
        # The base loader takes every scalar for a text; `_plain` says which of them are more.
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise _refused(
            f"not YAML: {error.problem}", line=None if mark is None else mark.line + 1
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _refused(f"not YAML: {type(error).__name__}") from error
    if root is None:
        return Document()
    reader = _Reader()
    data = reader.value(root, ())
    if not isinstance(data, dict):
        raise _refused("not a mapping of sections", line=root.start_mark.line + 1)
    if reader.mistakes:
        raise ConfigurationInvalid(tuple(reader.mistakes))
    return Document(data, reader.lines)


class _Reader:
    """Builds plain data from YAML's nodes and notes lines and mistakes on the way."""

    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.mistakes: list[Mistake] = []
        self._values = 0

    def value(self, node: yaml.Node, path: Path) -> Value:
        """Return the plain data of `node`."""
        self._values += 1
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        if self._values > _MOST_VALUES or len(path) > _MOST_LEVELS:
            raise _refused(
                f"more than {_MOST_VALUES} values or {_MOST_LEVELS} levels, aliases counted as "
                "often as they are used",
                line=line,
            )
        if isinstance(node, yaml.MappingNode) and node.tag == _TAG + "map":
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode) and node.tag == _TAG + "seq":
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode) and node.tag == _TAG + "str":
            return _plain(node.value) if node.style is None else node.value
        self._note(path, line, f"tag {node.tag!r}", "leave the tag out")
        return None

    def _mapping(self, node: yaml.MappingNode, path: Path) -> Value:
        data: dict[str, Value] = {}
        for key, item in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self._note(path, line, "a key that is not a text", "write the key as a text")
                continue
            name = key.value
            here = (*path, name)
            if name in data:
                first = self.lines[here]
                self._note(
                    here,
                    line,
                    f"key written twice, first in line {first}",
                    "keep one of the two",
                )
                continue
            self.lines[here] = line
            data[name] = self.value(item, here)
        return data

    def _note(self, path: Path, line: int, found: str, next_step: str) -> None:
        self.mistakes.append(Mistake(dotted(path), found, next_step, line=line))


def _plain(text: str) -> Value:
    if _NULL.fullmatch(text):
        return None
    if _BOOLEAN.fullmatch(text):
        return text.lower() == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _refused(found: str, line: int | None = None) -> ConfigurationInvalid:
    return ConfigurationInvalid(
        (
            Mistake(
                "",
                found,
                "mend the file, then run `ai-gateway check`",
                expected="one YAML document, a mapping of sections such as `edge` and `providers`",
                line=line,
            ),
        )
    )
