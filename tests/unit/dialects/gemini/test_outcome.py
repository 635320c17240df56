"""How an answer ended."""

import pytest
from google.genai.types import FinishReason

from ai_gateway.dialects.gemini.outcome import failure, read_stop
from ai_gateway.dialects.gemini.shapes import Candidate


@pytest.mark.parametrize(
    ("reason", "calls", "stop"),
    [
        ("STOP", False, "end"),
        ("STOP", True, "tool_calls"),
        ("MAX_TOKENS", True, "length"),
        ("SAFETY", False, "content_filter"),
        ("RECITATION", False, "content_filter"),
        ("IMAGE_SAFETY", False, "content_filter"),
        ("SOMETHING_NEW", False, "content_filter"),
        ("CONTINUATION", False, "pause"),
    ],
)
def test_each_reason_has_its_neutral_one(reason: str, calls: bool, stop: str):
    assert read_stop(reason, calls=calls) == stop


def test_an_answer_that_failed_is_an_error_with_googles_words():
    error = failure(Candidate(finish_reason="MALFORMED_FUNCTION_CALL", finish_message="bad call"))
    assert error is not None
    assert error.status == 502
    assert "MALFORMED_FUNCTION_CALL: bad call" in error.message


def test_an_answer_that_ended_is_none():
    assert failure(Candidate(finish_reason="SAFETY")) is None
    assert failure(Candidate()) is None


def test_every_failure_is_a_reason_that_the_sdk_knows():
    known = {reason.value for reason in FinishReason}
    failing = {name for name in known if failure(Candidate(finish_reason=name))}
    assert failing == {
        "MALFORMED_FUNCTION_CALL",
        "MALFORMED_RESPONSE",
        "MISSING_THOUGHT_SIGNATURE",
        "TOO_MANY_TOOL_CALLS",
        "UNEXPECTED_TOOL_CALL",
    }
