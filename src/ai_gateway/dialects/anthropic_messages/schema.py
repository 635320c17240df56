"""JSON Schemas in the subset by which the API holds an answer to a schema.

Source: the vendor's page on structured outputs, and `anthropic.lib._parse._transform`, which
does the same for callers of its SDK: a constraint that cannot be enforced becomes a part of
the description, for the model to read.
"""

from typing import TypeGuard

import msgspec

from ai_gateway.dialects.anthropic_messages.parsing import refusal
from ai_gateway.dialects.wire import decode

Schema = dict[str, object]

_KEYWORDS = """
    $defs $ref definitions type anyOf allOf enum const description title properties required
    additionalProperties items default
"""
_ENFORCED = frozenset(_KEYWORDS.split())
_STRING_FORMATS = "date-time time date duration email hostname uri ipv4 ipv6 uuid"
_FORMATS = frozenset(_STRING_FORMATS.split())
_SCHEMA = msgspec.json.Decoder(Schema)


def enforceable(text: str) -> msgspec.Raw:
    """Return the schema in `text`, rewritten where the API would refuse it.

    Raises `InvalidRequest` naming `output` where it is no object, or asks for objects with
    members of any name, which cannot be enforced and would be lost.
    """
    schema = decode(_SCHEMA, text.encode())
    if schema is None:
        raise refusal("output", "a schema that is no JSON object", "it has to be one", "Send one.")
    rewritten = _rewritten(schema)
    return msgspec.Raw(text.encode() if rewritten == schema else msgspec.json.encode(rewritten))


def _rewritten(schema: Schema) -> Schema:
    kept = {name: value for name, value in schema.items() if _is_enforced(name, value)}
    if "oneOf" in schema:
        kept["anyOf"] = schema["oneOf"]
    told = {name: value for name, value in schema.items() if name not in kept and name != "oneOf"}
    for name in ("properties", "$defs", "definitions"):
        members = kept.get(name)
        if _is_members(members):
            kept[name] = {key: _nested(value) for key, value in members.items()}
    for name in ("anyOf", "allOf"):
        variants = kept.get(name)
        if _is_list(variants):
            kept[name] = [_nested(value) for value in variants]
    if "items" in kept:
        kept["items"] = _nested(kept["items"])
    if _is_object(schema):
        _close(kept, schema)
    if told:
        note = msgspec.json.encode(told).decode()
        kept["description"] = "\n\n".join(filter(None, (str(kept.get("description", "")), note)))
    return kept


def _nested(value: object) -> object:
    return _rewritten(value) if _is_members(value) else value


def _is_members(value: object) -> TypeGuard[Schema]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)


def _is_enforced(name: str, value: object) -> bool:
    if name == "format":
        return value in _FORMATS
    if name == "minItems":
        return value in (0, 1)
    return name in _ENFORCED


def _is_object(schema: Schema) -> bool:
    kind = schema.get("type")
    return kind == "object" or (_is_list(kind) and "object" in kind)


def _close(kept: Schema, schema: Schema) -> None:
    """Allow no members but the named ones, which the API demands of every object."""
    others = schema.get("additionalProperties")
    if others is False or (others in (None, True) and schema.get("properties")):
        kept["additionalProperties"] = False
        return
    raise refusal(
        "output",
        "a schema with objects whose members may have any name (`additionalProperties`)",
        "Anthropic can hold an answer to named members only",
        "Name them in `properties`, or ask for an array of pairs.",
    )
