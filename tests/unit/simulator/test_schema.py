from typing import Any

import pytest

from ai_gateway.simulator.schema import example


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (None, "example"),
        ({}, "example"),
        ({"type": "string"}, "example"),
        ({"type": "integer"}, 1),
        ({"type": "number"}, 1.5),
        ({"type": "boolean"}, True),
        ({"type": "null"}, None),
        ({"type": ["integer", "null"]}, 1),
        ({"enum": ["b", "a"]}, "b"),
        ({"const": 7}, 7),
        ({"type": "string", "default": "d"}, "d"),
        ({"type": "array", "items": {"type": "integer"}}, [1]),
        ({"type": "array"}, []),
        ({"type": "object"}, {}),
        ({"properties": {"a": {"type": "integer"}}}, {"a": 1}),
        ({"anyOf": [{"type": "integer"}, {"type": "string"}]}, 1),
        (
            {
                "properties": {"a": {"$ref": "#/$defs/A"}},
                "$defs": {"A": {"type": "boolean"}},
            },
            {"a": True},
        ),
        ({"$ref": "#/nowhere"}, "example"),
    ],
)
def test_makes_a_value_that_fits(schema: object, expected: Any):
    assert example(schema) == expected


def test_ends_where_a_schema_refers_to_itself():
    schema = {"type": "object", "properties": {"next": {"$ref": "#"}}}
    value: Any = example(schema)
    depth = 0
    while value:
        value, depth = value["next"], depth + 1
    assert depth == 6
