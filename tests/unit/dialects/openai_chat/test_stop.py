"""Why a model stopped, both ways."""

import pytest

from ai_gateway.dialects.neutral.reply import Stop
from ai_gateway.dialects.openai_chat.stop import read_stop, write_stop


@pytest.mark.parametrize(
    ("reason", "stop"),
    [
        ("stop", "end"),
        ("length", "length"),
        ("tool_calls", "tool_calls"),
        ("function_call", "tool_calls"),
        ("content_filter", "content_filter"),
        ("eos", "end"),
        (None, "end"),
    ],
)
def test_a_reason_is_read(reason: str | None, stop: Stop) -> None:
    assert read_stop(reason, None, refused=False, called=False) == (stop, None)


def test_a_stop_sequence_is_read_where_the_server_tells_it() -> None:
    assert read_stop("stop", "###", refused=False, called=False) == ("stop_sequence", "###")
    assert read_stop("stop", 128001, refused=False, called=False) == ("end", None)


def test_a_refusal_and_a_call_are_no_natural_ends() -> None:
    assert read_stop("stop", None, refused=True, called=False) == ("refusal", None)
    assert read_stop("stop", None, refused=False, called=True) == ("tool_calls", None)
    assert read_stop("length", None, refused=True, called=True) == ("length", None)


@pytest.mark.parametrize(
    ("stop", "reason"),
    [
        ("end", "stop"),
        ("stop_sequence", "stop"),
        ("pause", "stop"),
        ("length", "length"),
        ("tool_calls", "tool_calls"),
        ("content_filter", "content_filter"),
    ],
)
def test_a_reason_is_written(stop: Stop, reason: str) -> None:
    assert write_stop(stop, refused=False, legacy=False) == reason


def test_a_refusal_without_words_shows_in_the_reason() -> None:
    assert write_stop("refusal", refused=True, legacy=False) == "stop"
    assert write_stop("refusal", refused=False, legacy=False) == "content_filter"


def test_a_caller_that_knows_no_tools_gets_a_function_call() -> None:
    assert write_stop("tool_calls", refused=False, legacy=True) == "function_call"
