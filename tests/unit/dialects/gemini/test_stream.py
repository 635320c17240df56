"""Streams while they pass."""

import pytest

from ai_gateway.core.errors import ProviderDied
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.gemini.stream import GeminiStream

FIRST = (
    b'data: {"candidates":[{"content":{"parts":[{"text":"say \\"finishReason\\""}]}}],'
    b'"usageMetadata":{"promptTokenCount":3}}\r\n\r\n'
)
LAST = (
    b'data: {"candidates":[{"finishReason":"STOP"}],'
    b'"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2}}\r\n\r\n'
)


def test_the_bytes_pass_as_they_are_and_the_last_report_counts():
    stream = GeminiStream()
    assert stream.feed(FIRST) == FIRST
    assert stream.usage == Usage(input_tokens=3)
    assert stream.feed(LAST[:20]) == b""
    assert stream.feed(LAST[20:]) == LAST
    assert stream.finish() == b""
    assert stream.usage == Usage(input_tokens=3, output_tokens=2)


def test_before_the_first_report_nothing_is_known():
    assert GeminiStream().usage is None


def test_a_stream_without_its_reason_died():
    stream = GeminiStream()
    stream.feed(FIRST)
    with pytest.raises(ProviderDied):
        stream.finish()


@pytest.mark.parametrize(
    "end",
    [
        b'data: {"promptFeedback":{"blockReason":"SAFETY"}}\n\n',
        b'data: {"error":{"code":503,"message":"Overloaded."}}\n\n',
        LAST.rstrip(),
    ],
)
def test_whatever_ends_a_stream_completes_it(end: bytes):
    stream = GeminiStream()
    passed = stream.feed(end)
    assert passed + stream.finish() == end
