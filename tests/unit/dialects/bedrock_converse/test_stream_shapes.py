"""The shapes of a stream's events agree with the service model, member by member."""

from typing import Any

import msgspec
import pytest

from ai_gateway.dialects.bedrock_converse import stream_shapes
from tests.conformance.dialects.translation.bedrock_model import RUNTIME


@pytest.mark.parametrize(
    ("shape", "name"),
    [
        (stream_shapes.StartEvent, "ContentBlockStartEvent"),
        (stream_shapes.BlockStart, "ContentBlockStart"),
        (stream_shapes.ToolStart, "ToolUseBlockStart"),
        (stream_shapes.ResultStart, "ToolResultBlockStart"),
        (stream_shapes.ImageStart, "ImageBlockStart"),
        (stream_shapes.DeltaEvent, "ContentBlockDeltaEvent"),
        (stream_shapes.Delta, "ContentBlockDelta"),
        (stream_shapes.ReasoningDelta, "ReasoningContentBlockDelta"),
        (stream_shapes.StopEvent, "ContentBlockStopEvent"),
        (stream_shapes.MessageStopEvent, "MessageStopEvent"),
        (stream_shapes.MetadataEvent, "ConverseStreamMetadataEvent"),
    ],
)
def test_every_member_is_one_of_the_service_models(shape: type[Any], name: str) -> None:
    model: Any = RUNTIME.shape_for(name)
    read = {field.encode_name for field in msgspec.structs.fields(shape)}
    assert read <= model.members.keys()


def test_no_kind_of_delta_is_forgotten() -> None:
    model: Any = RUNTIME.shape_for("ContentBlockDelta")
    read = {field.encode_name for field in msgspec.structs.fields(stream_shapes.Delta)}
    assert read == model.members.keys()
