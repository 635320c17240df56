"""The shapes of a request agree with the service model, member by member."""

from typing import Any

import msgspec
import pytest

from ai_gateway.dialects.bedrock_converse import question
from tests.conformance.dialects.translation.bedrock_model import RUNTIME


@pytest.mark.parametrize(
    ("shape", "name"),
    [
        (question.Question, "ConverseRequest"),
        (question.Question, "ConverseStreamRequest"),
        (question.CountedQuestion, "ConverseTokensRequest"),
        (question.CountInput, "CountTokensInput"),
        (question.InferenceConfig, "InferenceConfiguration"),
        (question.ToolConfig, "ToolConfiguration"),
        (question.ToolShape, "Tool"),
        (question.ToolSpec, "ToolSpecification"),
        (question.ChoiceShape, "ToolChoice"),
        (question.OutputConfig, "OutputConfig"),
        (question.TextFormat, "OutputFormat"),
        (question.SchemaDefinition, "JsonSchemaDefinition"),
    ],
)
def test_every_member_is_one_of_the_service_models(shape: type[Any], name: str) -> None:
    model: Any = RUNTIME.shape_for(name)
    written = {field.encode_name for field in msgspec.structs.fields(shape)}
    assert written <= model.members.keys()
    assert set(model.required_members) - {"modelId"} <= written
