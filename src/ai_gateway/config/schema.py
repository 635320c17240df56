"""The JSON Schema of the configuration file, for editors."""

from typing import cast

from ai_gateway.config.document import Value
from ai_gateway.config.settings import Settings

# An editor knows the shape of a reference, not the value behind it.
_REFERENCE: Value = {"type": "string", "pattern": r"\$\{"}
_SECRET: dict[str, Value] = {"type": "string", "pattern": r"^(\$\{[^}]*\})+$"}
_NULL: Value = {"type": "null"}
_NOTES = ("title", "description", "default")
_CONSTRAINTS = {"pattern", "format", "enum", "const"}


def json_schema() -> dict[str, Value]:
    """Return the schema that accepts what `load` accepts, as far as a schema can tell.

    Wherever a number, true or false, or a text of a certain form is wanted, a reference to a
    variable is accepted; where a secret is wanted, nothing else is. A setting or a provider
    may be left empty. Which settings go together is checked by `load` alone.
    """
    schema = {name: _open(part) for name, part in Settings.model_json_schema().items()}
    properties = _optional(schema)
    providers = cast("dict[str, list[dict[str, Value]]]", properties["providers"])["anyOf"][0]
    providers["additionalProperties"] = _or_empty(providers["additionalProperties"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "properties": properties,
        "title": "Configuration of the AI gateway",
    }


def _optional(model: dict[str, Value]) -> dict[str, Value]:
    """Return the properties of a model; those that are not required may be left empty."""
    properties = cast("dict[str, Value]", model["properties"])
    required = cast("list[str]", model.get("required", []))
    return {
        name: schema if name in required else _or_empty(schema)
        for name, schema in properties.items()
    }


def _or_empty(schema: Value) -> Value:
    if not isinstance(schema, dict):
        return schema
    choices = schema.get("anyOf")
    if isinstance(choices, list):
        return schema if _NULL in choices else {**schema, "anyOf": [*choices, _NULL]}
    rest: Value = {key: value for key, value in schema.items() if key not in _NOTES}
    return {**_notes(schema), "anyOf": [rest, _NULL]}


def _open(node: Value) -> Value:
    """Open a schema to references, wherever a text alone would not be accepted."""
    if isinstance(node, list):
        return [_open(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("format") == "password":
        return {**_notes(node), **_SECRET}
    if _is_closed_scalar(node):
        rest: Value = {key: value for key, value in node.items() if key not in _NOTES}
        return {**_notes(node), "anyOf": [rest, _REFERENCE]}
    opened = {key: _open(value) for key, value in node.items()}
    return opened if "properties" not in opened else {**opened, "properties": _optional(opened)}


def _notes(node: dict[str, Value]) -> dict[str, Value]:
    return {key: node[key] for key in _NOTES if key in node}


def _is_closed_scalar(node: dict[str, Value]) -> bool:
    kind = node.get("type")
    return kind in ("integer", "number", "boolean") or (
        kind == "string" and not _CONSTRAINTS.isdisjoint(node)
    )
