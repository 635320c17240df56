"""Why a model stopped: every reason of the service model."""

from typing import Any

import pytest

from ai_gateway.dialects.bedrock_converse.stop import ModelFields, read_stop
from tests.conformance.dialects.translation.bedrock_model import RUNTIME

STOPS = {
    "end_turn": "end",
    "tool_use": "tool_calls",
    "max_tokens": "length",
    "stop_sequence": "stop_sequence",
    "guardrail_intervened": "content_filter",
    "content_filtered": "content_filter",
    "malformed_model_output": "end",
    "malformed_tool_use": "end",
    "model_context_window_exceeded": "length",
}


def test_every_reason_of_the_service_model_is_known() -> None:
    shape: Any = RUNTIME.shape_for("StopReason")
    assert set(shape.enum) == STOPS.keys()


@pytest.mark.parametrize(
    ("reason", "stop"), [*STOPS.items(), ("refusal", "refusal"), ("new", "end")]
)
def test_a_reason_is_a_stop(reason: str, stop: str) -> None:
    assert read_stop(reason) == stop


def test_a_model_that_says_nothing_met_nothing() -> None:
    assert ModelFields().met is None
