"""Schemas by which the API holds an answer to a shape."""

import json

import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.anthropic_messages.schema import enforceable


def rewritten(schema: object) -> object:
    return json.loads(bytes(enforceable(json.dumps(schema))))


def test_a_schema_that_fits_is_sent_as_it_was_written() -> None:
    text = '{ "type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false }'
    assert bytes(enforceable(text)).decode() == text


def test_objects_are_closed_at_every_depth() -> None:
    inner = {"type": "object", "properties": {"a": {"type": "string"}}}
    closed = inner | {"additionalProperties": False}
    schema = {
        "anyOf": [inner],
        "$defs": {"d": inner},
        "items": inner,
        "oneOf": [inner],
    }
    assert rewritten({"type": "array", **schema}) == {
        "type": "array",
        "anyOf": [closed],
        "$defs": {"d": closed},
        "items": closed,
    }


def test_a_constraint_that_is_not_enforced_is_told_to_the_model() -> None:
    assert rewritten({"type": "integer", "minimum": 1, "description": "Age."}) == {
        "type": "integer",
        "description": 'Age.\n\n{"minimum":1}',
    }


@pytest.mark.parametrize(
    ("schema", "kept"),
    [
        ({"type": "string", "format": "date"}, True),
        ({"type": "string", "format": "regex"}, False),
        ({"type": "array", "minItems": 1}, True),
        ({"type": "array", "minItems": 2}, False),
    ],
)
def test_some_values_of_a_keyword_are_enforced(schema: dict[str, object], kept: bool) -> None:
    assert (rewritten(schema) == schema) is kept


@pytest.mark.parametrize(
    "schema",
    [
        [],
        {"type": "object"},
        {"type": "object", "additionalProperties": {"type": "string"}},
        {"type": "object", "properties": {"a": {"type": ["object", "null"]}}},
    ],
)
def test_members_of_any_name_are_refused(schema: object) -> None:
    with pytest.raises(InvalidRequest) as caught:
        enforceable(json.dumps(schema))
    assert caught.value.field == "output"
