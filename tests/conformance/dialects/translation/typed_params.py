"""A vendor SDK's typed parameters as a strict check: extras forbidden, lazy iterables as lists."""

import collections.abc
import functools
import types
import typing
from typing import Any, Literal, Union, get_args, get_origin

import typing_extensions as te

_ABSTRACT = (collections.abc.Iterable, collections.abc.Sequence)


def check_params(kind: object, value: object) -> None:
    """Raise `AssertionError` saying where `value` is not of `kind`."""
    mistakes = mistakes_of(kind, value, "$")
    assert not mistakes, mistakes


def mistakes_of(kind: Any, value: object, at: str) -> list[str]:
    """Return what is wrong with `value`, empty where it is of `kind`."""
    kind = _bare(kind)
    if te.is_typeddict(kind):
        return _of_typed_dict(kind, value, at)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _of_union(get_args(kind), value, at)
    if origin is Literal:
        return [] if value in get_args(kind) else [f"{at}: {value!r} is none of {get_args(kind)}"]
    if origin is list or origin in _ABSTRACT or getattr(kind, "_is_protocol", False):
        return _of_list(kind, value, at)
    if origin is dict:
        return [] if isinstance(value, dict) else [f"{at}: {value!r} is no object"]
    return _of_scalar(kind, value, at)


def _bare(kind: Any) -> Any:
    while get_origin(kind) in (te.Required, te.NotRequired, typing.Annotated):
        kind = get_args(kind)[0]
    return kind


@functools.cache
def _hints(kind: Any) -> dict[str, Any]:
    return te.get_type_hints(kind, include_extras=True)


@functools.cache
def _required(kind: Any) -> frozenset[str]:
    """Return the keys that must be there.

    The class itself knows only those of annotations that are no strings, and the SDKs' all are.
    """
    marked = {key for key, hint in _hints(kind).items() if get_origin(hint) is te.Required}
    return kind.__required_keys__ | marked


def _of_typed_dict(kind: Any, value: object, at: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{at}: {value!r} is no object"]
    hints = _hints(kind)
    mistakes = [f"{at}: unknown key {key!r}" for key in value if key not in hints]
    mistakes += [f"{at}: missing {key!r}" for key in _required(kind) if key not in value]
    for key, member in value.items():
        if key in hints:
            mistakes += mistakes_of(hints[key], member, f"{at}.{key}")
    return mistakes


def _of_union(kinds: tuple[Any, ...], value: object, at: str) -> list[str]:
    found = [mistakes_of(kind, value, at) for kind in kinds]
    return [] if any(not mistakes for mistakes in found) else min(found, key=len)


def _of_list(kind: Any, value: object, at: str) -> list[str]:
    if not isinstance(value, list):
        return [f"{at}: {value!r} is no array"]
    (inner,) = get_args(kind) or (object,)
    return [
        mistake
        for index, member in enumerate(value)
        for mistake in mistakes_of(inner, member, f"{at}[{index}]")
    ]


def _of_scalar(kind: Any, value: object, at: str) -> list[str]:
    if kind in (object, Any):
        return []
    if kind in (None, type(None)):
        return [] if value is None else [f"{at}: {value!r} is not null"]
    if kind is float:
        kind = (int, float)
    kind = get_origin(kind) or kind
    is_bool = isinstance(value, bool)
    fits = isinstance(value, kind) and (kind is bool or not is_bool)
    return [] if fits else [f"{at}: {value!r} is no {kind}"]
