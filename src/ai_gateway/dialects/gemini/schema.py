"""JSON Schema, rewritten into the part of it that Gemini reads.

Source: `google.genai.types.GenerationConfig.response_json_schema`, which lists that part. There
`$ref` may have no neighbours, `const` and `allOf` are not known, and a recursion is unrolled a
few times. A keyword that only narrows a value (`pattern`, `minLength`) is passed on as it is:
the model reads it, though nothing enforces it.
"""

from typing import TypeGuard

import msgspec

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.gemini.refusal import inexpressible

JsonObject = dict[str, object]

_LEFT_OUT = frozenset(("$defs", "definitions", "$schema", "$comment", "$id", "$anchor"))

# Each of them says which values are right, in a way that nothing else can say.
_UNKNOWN = frozenset(
    ("not", "if", "then", "else", "patternProperties", "dependentSchemas", "$dynamicRef")
)

_OF_ONE = frozenset(("items", "additionalProperties", "contains", "propertyNames"))
_OF_SOME = frozenset(("anyOf", "oneOf", "prefixItems"))

_MOST_SCHEMAS = 2_000
"""Schemas that are written before references stay what they are.

Real tools have dozens. Written out, a few lines of references to references are gigabytes.
"""

_SCHEMA = msgspec.json.Decoder(JsonObject)


def rewrite(schema: str, field: str) -> bytes:
    """Return the JSON text `schema` of the request's `field` as Gemini takes it.

    References are written out where they stand. One that leads back into itself stays, with its
    definition. Raises `InvalidRequest` naming the keyword that has no like, and the schema that
    is none.
    """
    try:
        whole = _SCHEMA.decode(schema)
        return msgspec.json.encode(_Rewriting(whole, field).whole())
    except (msgspec.DecodeError, RecursionError):
        raise InvalidRequest(
            f"`{field}` holds a schema that is no JSON object: expected JSON Schema, not nested"
            " too deeply. Correct it.",
            field=field,
        ) from None


class _Rewriting:
    """One schema on its way, with the references that it was found inside of."""

    def __init__(self, whole: JsonObject, field: str) -> None:
        self._whole = whole
        self._field = field
        self._inside: list[str] = []
        self._kept: list[str] = []
        self._written = 0

    def whole(self) -> JsonObject:
        """Return the schema, with the definitions that it still refers to."""
        written = self._object(self._whole)
        definitions: JsonObject = {}
        for reference in self._kept:  # grows while it is gone through
            self._inside = [reference]
            definitions[_name(reference)] = self._object(self._target(reference))
        return {**written, "$defs": definitions} if definitions else written

    def _schema(self, schema: object) -> object:
        return self._object(schema) if _is_object(schema) else schema

    def _object(self, schema: JsonObject) -> JsonObject:
        self._written += 1
        reference, every = schema.get("$ref"), schema.get("allOf")
        if isinstance(reference, str):
            return self._reference(reference, _without(schema, "$ref"))
        if _is_list(every):
            return self._merged([_without(schema, "allOf"), *every])
        written: JsonObject = {}
        for keyword, value in schema.items():
            if keyword in _UNKNOWN:
                raise self._refusal(keyword, "Gemini's schemas have no such keyword")
            if keyword == "const":
                written["enum"] = [value]
            elif keyword not in _LEFT_OUT:
                written[keyword] = self._value(keyword, value)
        return written

    def _value(self, keyword: str, value: object) -> object:
        if keyword in _OF_ONE:
            return self._schema(value)
        if keyword in _OF_SOME and _is_list(value):
            return [self._schema(item) for item in value]
        if keyword == "properties" and _is_object(value):
            return {name: self._schema(item) for name, item in value.items()}
        return value

    def _reference(self, reference: str, beside: JsonObject) -> JsonObject:
        target = self._target(reference)
        if reference in self._inside or self._written > _MOST_SCHEMAS:
            if reference not in self._kept:
                self._kept.append(reference)
            kept: JsonObject = {"$ref": f"#/$defs/{_name(reference)}"}
            return {"anyOf": [kept], **self._object(beside)} if beside else kept
        self._inside.append(reference)
        written = self._merged([beside, target]) if beside else self._object(target)
        self._inside.pop()
        return written

    def _merged(self, schemas: list[object]) -> JsonObject:
        """Join schemas that all hold, where none contradicts another."""
        merged: JsonObject = {}
        for schema in schemas:
            if not _is_object(schema):
                raise self._refusal("allOf", "each of its schemas has to be an object")
            for keyword, value in self._object(schema).items():
                merged[keyword] = self._both(keyword, merged.get(keyword, value), value)
        return merged

    def _both(self, keyword: str, first: object, second: object) -> object:
        if first == second or keyword in ("description", "title", "default", "examples"):
            return first
        if keyword == "required" and _is_list(first) and _is_list(second):
            return [*first, *(name for name in second if name not in first)]
        if keyword == "properties" and _is_object(first) and _is_object(second):
            shared = first.keys() & second.keys()
            return {
                **first,
                **second,
                **{name: self._both(name, first[name], second[name]) for name in shared},
            }
        raise self._refusal("allOf", f"two of its schemas say different things of {keyword!r}")

    def _target(self, reference: str) -> JsonObject:
        found: object = self._whole
        for step in reference.removeprefix("#").split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            found = found.get(name) if _is_object(found) else None
        if not reference.startswith("#/") or not _is_object(found):
            why = "a reference has to name a definition of the same schema"
            raise self._refusal(f'"$ref": "{reference}"', why)
        return found

    def _refusal(self, keyword: str, why: str) -> InvalidRequest:
        return inexpressible(
            self._field,
            f"a schema with `{keyword}`",
            why,
            "Say it with `anyOf`, `enum` and `properties`, or leave it out.",
        )


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]


def _without(schema: JsonObject, left_out: str) -> JsonObject:
    return {keyword: value for keyword, value in schema.items() if keyword != left_out}


def _is_object(value: object) -> TypeGuard[JsonObject]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)
