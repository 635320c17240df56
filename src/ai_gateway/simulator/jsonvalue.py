"""JSON as it arrives: values of unknown shape, narrowed before they are used."""

from typing import Any, TypeGuard

Json = dict[str, Any]
"""A JSON object; what its values are is for the reader to check."""


def is_object(value: object) -> TypeGuard[Json]:
    """Tell whether `value` is a JSON object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Tell whether `value` is a JSON array."""
    return isinstance(value, list)


def objects(value: object) -> list[Json]:
    """Return the objects in the array `value`, and nothing where it is no array."""
    return [item for item in value if is_object(item)] if is_array(value) else []


def text_of(value: object) -> str:
    """Return `value` where it is a string, else the empty string."""
    return value if isinstance(value, str) else ""


def texts(value: object) -> list[str]:
    """Return the strings in an array; nothing where it is none."""
    return [item for item in value if isinstance(item, str)] if is_array(value) else []


def object_at(fields: Json, name: str) -> Json:
    """Return the object that `fields` has under `name`, and an empty one where it has none."""
    value = fields.get(name)
    return value if is_object(value) else {}
