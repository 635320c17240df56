"""JSON Schema in the part of it that Gemini reads."""

import json

import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.gemini.schema import rewrite


def rewritten(schema: object) -> object:
    return json.loads(rewrite(json.dumps(schema), "tools.f"))


def test_what_gemini_reads_stays_as_it_is():
    schema = {
        "type": "object",
        "description": "d",
        "properties": {
            "not": {"type": ["string", "null"], "pattern": "^a"},
            "n": {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]},
            "l": {"type": "array", "items": {"enum": ["x", "y"]}, "minItems": 1},
        },
        "required": ["n"],
        "additionalProperties": False,
    }
    assert rewritten(schema) == schema


def test_a_constant_is_an_enumeration_of_one():
    assert rewritten({"properties": {"k": {"const": "x"}}}) == {
        "properties": {"k": {"enum": ["x"]}}
    }


def test_what_only_labels_the_schema_is_left_out():
    assert rewritten({"$schema": "https://x", "$comment": "c", "type": "object"}) == {
        "type": "object"
    }


def test_references_are_written_out_where_they_stand():
    schema = {
        "properties": {
            "a": {"$ref": "#/$defs/A"},
            "b": {"type": "array", "items": {"$ref": "#/$defs/A", "description": "mine"}},
        },
        "$defs": {"A": {"type": "string", "const": "x", "description": "its own"}},
    }
    assert rewritten(schema) == {
        "properties": {
            "a": {"type": "string", "enum": ["x"], "description": "its own"},
            "b": {
                "type": "array",
                "items": {"type": "string", "enum": ["x"], "description": "mine"},
            },
        }
    }


def test_a_recursion_stays_a_reference_with_its_definition():
    node = {"type": "object", "properties": {"next": {"$ref": "#/$defs/Node"}}}
    assert rewritten({"$ref": "#/$defs/Node", "$defs": {"Node": node}}) == {
        **node,
        "$defs": {"Node": node},
    }


def test_a_reference_that_stays_keeps_its_neighbours():
    schema = {
        "$ref": "#/$defs/N",
        "$defs": {"N": {"properties": {"next": {"$ref": "#/$defs/N", "title": "t"}}}},
    }
    kept = {"properties": {"next": {"anyOf": [{"$ref": "#/$defs/N"}], "title": "t"}}}
    assert rewritten(schema) == {**kept, "$defs": {"N": kept}}


def test_references_to_references_do_not_grow_without_bound():
    definitions: dict[str, object] = {"D0": {"type": "string"}}
    for number in range(1, 40):
        below = {"$ref": f"#/$defs/D{number - 1}"}
        definitions[f"D{number}"] = {"type": "object", "properties": {"a": below, "b": below}}
    written = rewrite(json.dumps({"$ref": "#/$defs/D39", "$defs": definitions}), "tools.f")
    assert len(written) < 500_000


def test_schemas_that_all_hold_become_one():
    schema = {
        "allOf": [
            {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
            {"properties": {"b": {"const": 1}}, "required": ["b", "a"]},
        ],
        "description": "both",
    }
    assert rewritten(schema) == {
        "description": "both",
        "type": "object",
        "properties": {"a": {"type": "string"}, "b": {"enum": [1]}},
        "required": ["a", "b"],
    }


@pytest.mark.parametrize(
    ("schema", "named"),
    [
        ({"not": {"type": "string"}}, "`not`"),
        ({"properties": {"a": {"patternProperties": {}}}}, "`patternProperties`"),
        ({"allOf": [{"type": "string"}, {"type": "number"}]}, "`allOf`"),
        ({"allOf": [True]}, "`allOf`"),
        ({"$ref": "#/$defs/Missing"}, "#/$defs/Missing"),
        ({"properties": {"a": {"$ref": "#"}}}, '"$ref": "#"'),
        ({"$ref": "https://example.com/schema"}, "https://example.com/schema"),
    ],
)
def test_what_has_no_like_is_refused_by_name(schema: object, named: str):
    with pytest.raises(InvalidRequest) as refused:
        rewritten(schema)
    assert named in refused.value.message
    assert refused.value.field == "tools.f"


@pytest.mark.parametrize("text", ["[]", "{", '"x"', '{"a":' * 5000 + "1" + "}" * 5000])
def test_what_is_no_schema_is_refused(text: str):
    with pytest.raises(InvalidRequest, match="no JSON object"):
        rewrite(text, "output")
