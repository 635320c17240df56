from typing import Any

import pytest
from google.genai import types

from ai_gateway.simulator import shape
from ai_gateway.simulator.google import shapes

# What the SDK's one class has for one of the two platforms, for a live session, or on the client.
ELSEWHERE = {
    "Schema": {"additionalProperties", "defs", "ref"},
    "ThinkingConfig": set[str](),
    "FunctionCallingConfig": {"streamFunctionCallArguments"},
}


def member(record: Any, *path: str) -> Any:
    for name in path:
        record = record.members[name]
        while isinstance(record, shape.Items):
            record = record.item
    return record


@pytest.mark.parametrize(
    ("record", "model"),
    [
        (shapes.SCHEMA, types.Schema),
        (member(shapes.GENERATE, "generationConfig", "thinkingConfig"), types.ThinkingConfig),
        (
            member(shapes.GENERATE, "toolConfig", "functionCallingConfig"),
            types.FunctionCallingConfig,
        ),
    ],
)
def test_has_the_fields_of_the_sdk(record: Any, model: Any):
    known = {field.alias or name for name, field in model.model_fields.items()}
    assert record.members.keys() == known - ELSEWHERE[model.__name__]


@pytest.mark.parametrize(
    ("path", "enumeration"),
    [
        (("generationConfig", "thinkingConfig", "thinkingLevel"), types.ThinkingLevel),
        (("toolConfig", "functionCallingConfig", "mode"), types.FunctionCallingConfigMode),
        (("safetySettings", "threshold"), types.HarmBlockThreshold),
    ],
)
def test_has_the_values_of_the_sdk(path: tuple[str, ...], enumeration: Any):
    assert set(member(shapes.GENERATE, *path).values) == {one.value for one in enumeration}


def test_the_platforms_differ():
    assert shapes.GENERATE.members.keys() ^ shapes.VERTEX_GENERATE.members.keys() == {
        "store",
        "serviceTier",
        "labels",
    }
