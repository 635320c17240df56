"""Streams on their way through: usage, and whether they were complete."""

import pytest

from ai_gateway.core.errors import ProviderDied
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.bedrock_converse.stream import ConverseStream
from tests.conformance.dialects.translation.bedrock_wire import frame

START = frame("messageStart", {"role": "assistant"})
TEXT = frame("contentBlockDelta", {"delta": {"text": "messageStop exception metadata"}})
STOP = frame("messageStop", {"stopReason": "end_turn"})
USAGE = frame("metadata", {"usage": {"inputTokens": 3, "outputTokens": 2}})


def test_usage_is_read_and_nothing_changed() -> None:
    stream = ConverseStream()
    messages = (START, TEXT, STOP, USAGE)
    assert [stream.feed(message) for message in messages] == list(messages)
    assert stream.finish() == b""
    assert stream.usage == Usage(3, 2)


@pytest.mark.parametrize("end", [STOP, frame("throttlingException", {}, "exception")])
def test_an_end_or_an_exception_completes_it(end: bytes) -> None:
    stream = ConverseStream()
    stream.feed(START + end)
    assert stream.finish() == b""
    assert stream.usage is None


@pytest.mark.parametrize("cut", [START, START + TEXT, START + STOP + USAGE[:20]])
def test_anything_less_is_a_death(cut: bytes) -> None:
    stream = ConverseStream()
    stream.feed(cut)
    with pytest.raises(ProviderDied, match="messageStop"):
        stream.finish()
