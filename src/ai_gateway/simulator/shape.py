"""Shapes that a JSON value is checked against, for providers whose rules are a schema.

A shape finds every fault of a value; how a fault is worded is the provider's. A member that is
null counts as absent, as it does in the JSON of AWS and of protocol buffers.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from typing import Literal, Protocol

import msgspec

from ai_gateway.simulator.jsonvalue import Json, is_array, is_object

Path = tuple[str | int, ...]
"""Names and indexes from the root of a document."""

Rule = Literal["required", "unknown", "type", "choice", "size", "pattern", "union"]
"""What a value can break; `union` is for members of which exactly one has to be there."""


class Fault(msgspec.Struct, frozen=True):
    """A value that breaks a rule; `expected` is what the rule wants there."""

    at: Path
    rule: Rule
    expected: str
    value: object = None


class Shape(Protocol):
    """What a value has to look like."""

    def faults(self, value: object, at: Path) -> Iterator[Fault]:
        """Find what is wrong with `value`, which stands at `at`; nothing where it fits."""
        ...


class Text(msgspec.Struct, frozen=True):
    """A string of `least` to `most` characters that is wholly of `pattern`."""

    least: int = 0
    most: int | None = None
    pattern: str = ""

    def faults(self, value: object, at: Path) -> Iterator[Fault]:
        """Find what is wrong with `value`."""
        if not isinstance(value, str):
            yield Fault(at, "type", "string", value)
            return
        yield from _size(len(value), self.least, self.most, Fault(at, "size", "length", value))
        if self.pattern and not re.fullmatch(self.pattern, value):
            yield Fault(at, "pattern", self.pattern, value)


class Choice(msgspec.Struct, frozen=True):
    """One of some strings."""

    values: tuple[str, ...]

    def faults(self, value: object, at: Path) -> Iterator[Fault]:
        """Find what is wrong with `value`."""
        if not isinstance(value, str):
            yield Fault(at, "type", "string", value)
        elif value not in self.values:
            yield Fault(at, "choice", ", ".join(self.values), value)


class Number(msgspec.Struct, frozen=True):
    """A number from `least` to `most`, whole unless told otherwise."""

    least: float | None = None
    most: float | None = None
    whole: bool = True

    def faults(self, value: object, at: Path) -> Iterator[Fault]:
        """Find what is wrong with `value`."""
        # Python's booleans are integers; JSON's are not.
        if isinstance(value, bool) or not isinstance(value, int if self.whole else (int, float)):
            yield Fault(at, "type", "integer" if self.whole else "number", value)
            return
        yield from _size(value, self.least, self.most, Fault(at, "size", "value", value))


class Flag(msgspec.Struct, frozen=True):
    """True or false."""

    def faults(self, value: object, at: Path) -> Iterator[Fault]:
        """Find what is wrong with `value`."""
        if not isinstance(value, bool):
            yield Fault(at, "type", "boolean", value)


class Blob(msgspec.Struct, frozen=True):
    """From `least` to `most` bytes in base64, of the standard or the URL-safe alphabet."""

    least: int = 0
    most: int | None = None

    def faults(self, value: object, at: Path) -> Iterator[Fault]:
        """Find what is wrong with `value`."""
        try:
            content = base64.b64decode(
                value.replace("-", "+").replace("_", "/") if isinstance(value, str) else "*",
                validate=True,
            )
        except (binascii.Error, ValueError):
            yield Fault(at, "type", "base64", value)
            return
        yield from _size(len(content), self.least, self.most, Fault(at, "size", "length", value))


class Anything(msgspec.Struct, frozen=True):
    """Any JSON at all."""

    def faults(self, value: object, at: Path) -> Iterator[Fault]:
        """Find nothing."""
        del value, at
        yield from ()


class Items(msgspec.Struct, frozen=True):
    """An array of `least` to `most` values of one shape."""

    item: Shape
    least: int = 0
    most: int | None = None

    def faults(self, value: object, at: Path) -> Iterator[Fault]:
        """Find what is wrong with `value` and with what is in it."""
        if not is_array(value):
            yield Fault(at, "type", "array", value)
            return
        yield from _size(len(value), self.least, self.most, Fault(at, "size", "length", value))
        for index, item in enumerate(value):
            yield from self.item.faults(item, (*at, index))


class Entries(msgspec.Struct, frozen=True):
    """An object with any names, up to `most` of them, whose values have one shape."""

    item: Shape
    least: int = 0
    most: int | None = None

    def faults(self, value: object, at: Path) -> Iterator[Fault]:
        """Find what is wrong with `value` and with what is in it."""
        if not is_object(value):
            yield Fault(at, "type", "object", value)
            return
        yield from _size(len(value), self.least, self.most, Fault(at, "size", "length", value))
        for name, item in value.items():
            yield from self.item.faults(item, (*at, name))


class Record(msgspec.Struct, frozen=True):
    """An object with these members and no other; exactly one of `union`, where that is given."""

    members: dict[str, Shape]
    required: tuple[str, ...] = ()
    union: tuple[str, ...] = ()

    def faults(self, value: object, at: Path) -> Iterator[Fault]:
        """Find what is wrong with `value` and with what is in it."""
        if not is_object(value):
            yield Fault(at, "type", "object", value)
            return
        present = {name: item for name, item in value.items() if item is not None}
        for name in self.required:
            if name not in present:
                yield Fault((*at, name), "required", "a value")
        if self.union and len(present.keys() & set(self.union)) != 1:
            yield Fault(at, "union", ", ".join(self.union), value)
        for name, item in present.items():
            member = self.members.get(name)
            if member is None:
                yield Fault((*at, name), "unknown", ", ".join(self.members), item)
            else:
                yield from member.faults(item, (*at, name))


class Later(msgspec.Struct, frozen=True):
    """A shape that is looked up when it is needed, because it contains itself."""

    shape: Callable[[], Shape]

    def faults(self, value: object, at: Path) -> Iterator[Fault]:
        """Find what is wrong with `value`."""
        yield from self.shape().faults(value, at)


def _as_given(name: str, _: Record) -> str:
    return name


def tidied(fields: Json, record: Record, rename: Callable[[str, Record], str] = _as_given) -> Json:
    """Return `fields` without the nulls that count as absent, to be read as they are then.

    `rename` takes the name that a member has in `fields` and the record that it is looked up in,
    and returns the one that the record knows it by. What no record describes stays as it is:
    arguments, schemas, and every name that is the caller's own.
    """
    named = {rename(name, record): item for name, item in fields.items() if item is not None}
    return {
        name: _tidied(item, record.members[name], rename) if name in record.members else item
        for name, item in named.items()
    }


def _tidied(value: object, shape: Shape, rename: Callable[[str, Record], str]) -> object:
    if isinstance(shape, Later):
        return _tidied(value, shape.shape(), rename)
    if isinstance(shape, Items) and is_array(value):
        return [_tidied(item, shape.item, rename) for item in value]
    if isinstance(shape, Entries) and is_object(value):
        return {name: _tidied(item, shape.item, rename) for name, item in value.items()}
    if isinstance(shape, Record) and is_object(value):
        return tidied(value, shape, rename)
    return value


def union(**members: Shape) -> Record:
    """Make a record that has exactly one of `members`."""
    return Record(members, union=tuple(members))


def _size(size: float, least: float | None, most: float | None, fault: Fault) -> Iterator[Fault]:
    if least is not None and size < least:
        wanted = f"{fault.expected} greater than or equal to {least}"
        yield msgspec.structs.replace(fault, expected=wanted)
    if most is not None and size > most:
        wanted = f"{fault.expected} less than or equal to {most}"
        yield msgspec.structs.replace(fault, expected=wanted)
