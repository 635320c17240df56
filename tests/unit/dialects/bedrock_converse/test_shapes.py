"""The shapes of messages agree with the service model, member by member."""

from typing import Any

import msgspec
import pytest

from ai_gateway.dialects.bedrock_converse import shapes
from tests.conformance.dialects.translation.bedrock_model import RUNTIME


@pytest.mark.parametrize(
    ("shape", "name"),
    [
        (shapes.Block, "ContentBlock"),
        (shapes.ToolUseBlock, "ToolUseBlock"),
        (shapes.ToolResultBlock, "ToolResultBlock"),
        (shapes.DocumentBlock, "DocumentBlock"),
        (shapes.SearchResultBlock, "SearchResultBlock"),
        (shapes.ReasoningBlock, "ReasoningContentBlock"),
        (shapes.ReasoningText, "ReasoningTextBlock"),
        (shapes.CachePoint, "CachePointBlock"),
        (shapes.CitationsBlock, "CitationsContentBlock"),
        (shapes.CitationShape, "Citation"),
        (shapes.Location, "CitationLocation"),
        (shapes.DocumentPlace, "DocumentCharLocation"),
        (shapes.SearchResultPlace, "SearchResultLocation"),
        (shapes.WebPlace, "WebLocation"),
        (shapes.Turn, "Message"),
        (shapes.Media, "ImageBlock"),
        (shapes.Citing, "CitationsConfig"),
    ],
)
def test_every_member_is_one_of_the_service_models(shape: type[Any], name: str) -> None:
    model: Any = RUNTIME.shape_for(name)
    fields = {field.encode_name: field for field in msgspec.structs.fields(shape)}
    assert fields.keys() <= model.members.keys()
    assert set(model.required_members) <= fields.keys()


def test_absent_members_are_not_written() -> None:
    assert msgspec.json.encode(shapes.Block(text="")) == b'{"text":""}'
