"""Values that fit a JSON Schema: the arguments of the simulator's tool calls."""

from typing import Any

from ai_gateway.simulator.jsonvalue import Json, is_array, is_object

# Deep enough for any tool; a schema that refers to itself ends here.
_DEPTH = 6

_SCALARS: dict[str, Any] = {
    "string": "example",
    "integer": 1,
    "number": 1.5,
    "boolean": True,
    "null": None,
}


def example(schema: object) -> object:
    """Return the one value that the simulator makes for `schema`.

    The constant, the default or the first of an enumeration where there is one; else "example",
    1, 1.5 or true; an array holds one item, an object every property that it declares.
    """
    root = schema if is_object(schema) else {}
    return _value(root, root, _DEPTH)


def _value(schema: Json, root: Json, depth: int) -> object:
    schema = _resolved(schema, root)
    for key in ("const", "default"):
        if key in schema:
            return schema[key]
    if is_array(schema.get("enum")) and schema["enum"]:
        return schema["enum"][0]
    kind = _kind(schema)
    if kind == "object":
        return _object(schema, root, depth)
    if kind == "array":
        items = schema.get("items")
        return [_value(items, root, depth - 1)] if is_object(items) and depth > 0 else []
    return _SCALARS.get(kind, "example")


def _object(schema: Json, root: Json, depth: int) -> Json:
    properties = schema.get("properties")
    if not is_object(properties) or depth <= 0:
        return {}
    return {
        name: _value(part, root, depth - 1) for name, part in properties.items() if is_object(part)
    }


def _kind(schema: Json) -> str:
    kind = schema.get("type")
    if is_array(kind):
        kind = kind[0] if kind else None
    if isinstance(kind, str):
        return kind
    return "object" if "properties" in schema else "string"


def _resolved(schema: Json, root: Json) -> Json:
    """Follow a local reference, or take the first of alternatives, once."""
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#"):
        target: object = root
        for step in reference.split("/")[1:]:
            target = target.get(step) if is_object(target) else None
        return target if is_object(target) else {}
    for key in ("anyOf", "oneOf", "allOf"):
        choices = schema.get(key)
        if is_array(choices) and choices and is_object(choices[0]):
            return choices[0]
    return schema
