"""The JSON Schema, judged by a small validator of the keywords that it uses."""

import re
from typing import Any

import pytest

from ai_gateway.config.document import read_document
from ai_gateway.config.schema import json_schema

SCHEMA: dict[str, Any] = json_schema()
TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}
# What says something of a value but does not constrain it, and what `accepts` looks at.
KNOWN = {
    *("title", "description", "default", "$schema", "$defs"),
    *("$ref", "anyOf", "type", "enum", "pattern", "format", "minimum", "maximum"),
    *("exclusiveMinimum", "exclusiveMaximum", "properties", "additionalProperties"),
    *("propertyNames", "required", "items"),
}


def accepts(schema: Any, value: Any) -> bool:
    if isinstance(schema, bool):
        return schema
    assert set(schema) <= KNOWN
    if "$ref" in schema:
        schema = {**SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], **schema}
    if "anyOf" in schema and not any(accepts(choice, value) for choice in schema["anyOf"]):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "type" in schema:
        is_bool = isinstance(value, bool) and schema["type"] != "boolean"
        if is_bool or not isinstance(value, TYPES[schema["type"]]):
            return False
    return _within(schema, value) and _inside(schema, value)


def _within(schema: Any, value: Any) -> bool:
    if isinstance(value, str):
        return re.search(schema.get("pattern", ""), value) is not None
    if isinstance(value, int | float):
        return (
            schema.get("minimum", value) <= value <= schema.get("maximum", value)
            and schema.get("exclusiveMinimum", value - 1) < value
            and value < schema.get("exclusiveMaximum", value + 1)
        )
    return True


def _inside(schema: Any, value: Any) -> bool:
    if isinstance(value, list):
        return all(accepts(schema.get("items", True), item) for item in value)
    if not isinstance(value, dict):
        return True
    rest = schema.get("additionalProperties", True)
    return (
        set(schema.get("required", ())) <= set(value)
        and all(accepts(schema.get("propertyNames", True), key) for key in value)
        and all(
            accepts(schema.get("properties", {}).get(key, rest), item)
            for key, item in value.items()
        )
    )


@pytest.mark.parametrize(
    "yaml",
    [
        "{}",
        "edge: {port: 9000, drain_grace: 1.5, host: localhost}",
        "edge: {port: '${PORT}', drain_grace: '${GRACE:-5}'}",
        "accounting: {log: '${LOG}'}",
        "accounting: {log: false}",
        "edge:\nadmin:\nproviders:\nrouting:\ntransport:\n",
        "edge: {port: , host: }\nrouting: {custom_hosts: , default_providers: }",
        "providers: {openai: {api_key: , azure: , models: }}",
        "providers: {openai: , groq: {api_key: '${KEY}', base_url: '${URL}', models: [a]}}",
        "providers: {x: {like: openai, base_url: 'https://h/v1', headers: {a: b}}}",
        "transport: {ca_file: ca.pem, proxy: 'http://proxy:3128', idle_expiry: '${EXPIRY}'}",
        "routing: {models: {a: {provider: openai, model: m}}, default_providers: {openai-chat: x}}",
        "routing: {custom_hosts: {hosts: ['*.example.com'], networks: [10.0.0.0/8, '${NET}']}}",
    ],
)
def test_what_the_file_may_say_is_accepted(yaml: str):
    assert accepts(SCHEMA, read_document(yaml).data)


@pytest.mark.parametrize(
    "yaml",
    [
        "edg: {}",
        "edge: {port: abc}",
        "edge: {port: 65536}",
        "edge: {comment_interval: 0}",
        "transport: {idle_expiry: 350}",
        "providers: {openai: {api_ky: '${KEY}'}}",
        "providers: {openai: {api_key: sk-literal}}",
        "providers: {openai: {api_key: 'sk-${KEY}'}}",
        "providers: {openai: {base_url: 'ftp://h'}}",
        "providers: {openai: text}",
        "providers: {azure-openai: {azure: {entra: {tenant_id: t}}}}",
        "routing: {models: {a: {provider: openai}}}",
        "routing: {models: {a: }}",
        "accounting: {log: perhaps}",
    ],
)
def test_what_the_file_cannot_say_is_not(yaml: str):
    assert not accepts(SCHEMA, read_document(yaml).data)
