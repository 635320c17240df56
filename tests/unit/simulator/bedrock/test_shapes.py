from typing import Any

import pytest

from ai_gateway.simulator import shape
from ai_gateway.simulator.bedrock import shapes
from tests.unit.simulator.bedrock.service_model import MODEL

_KINDS: dict[str, Any] = {
    "blob": shape.Blob,
    "boolean": shape.Flag,
    "float": shape.Number,
    "integer": shape.Number,
    "list": shape.Items,
    "map": shape.Entries,
    "string": (shape.Text, shape.Choice),
}


def differences(mine: Any, theirs: Any, at: str) -> list[str]:
    """Find where a shape of the simulator is not what botocore's model says."""
    if getattr(theirs, "is_document_type", False):
        return [] if isinstance(mine, shape.Anything) else [f"{at}: a document"]
    if theirs.type_name == "structure":
        return _record_differences(mine, theirs, at)
    if not isinstance(mine, _KINDS[theirs.type_name]):
        return [f"{at}: {mine} for {theirs.type_name}"]
    if theirs.type_name == "list":
        return _limits(mine, theirs, at) + differences(mine.item, theirs.member, f"{at}[]")
    if theirs.type_name == "map":
        return _limits(mine, theirs, at) + differences(mine.item, theirs.value, f"{at}{{}}")
    if theirs.type_name == "string" and theirs.enum:
        return [] if set(mine.values) == set(theirs.enum) else [f"{at}: {mine.values}"]
    return [] if isinstance(mine, shape.Flag) else _limits(mine, theirs, at)


def _record_differences(mine: Any, theirs: Any, at: str) -> list[str]:
    members = {
        name: member
        for name, member in theirs.members.items()
        if member.serialization.get("location") is None
    }
    required = set(theirs.required_members) & members.keys()
    found = [f"{at}.{name}: in one only" for name in mine.members.keys() ^ members.keys()]
    if set(mine.required) != required:
        found.append(f"{at}: requires {mine.required}")
    if bool(mine.union) is not bool(getattr(theirs, "is_tagged_union", False)):
        found.append(f"{at}: union")
    for name in mine.members.keys() & members.keys():
        found += differences(mine.members[name], members[name], f"{at}.{name}")
    return found


def _limits(mine: Any, theirs: Any, at: str) -> list[str]:
    # The service's model has limits that it states as zero, which say nothing.
    least, most = theirs.metadata.get("min") or None, theirs.metadata.get("max")
    same = (getattr(mine, "least", None) or None) == least and getattr(mine, "most", None) == most
    pattern = theirs.metadata.get("pattern", "")
    if theirs.type_name == "string" and mine.pattern != pattern:
        return [f"{at}: {mine.pattern} is not {pattern}"]
    return [] if same else [f"{at}: {mine} for {least} to {most}"]


@pytest.mark.parametrize(
    ("mine", "name"),
    [
        (shapes.CONVERSE, "ConverseRequest"),
        (shapes.CONVERSE_STREAM, "ConverseStreamRequest"),
        (shapes.COUNT_TOKENS, "CountTokensRequest"),
    ],
)
def test_is_what_botocore_knows(mine: Any, name: str):
    assert differences(mine, MODEL.shape_for(name), name) == []
