"""Streams of responses: usage in the last event, and what ends them."""

import pytest

from ai_gateway.core.errors import ProviderDied
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.openai_responses.stream import ResponseStream


@pytest.mark.parametrize("end", ["completed", "incomplete", "failed"])
def test_the_last_event_reports_and_ends(end: str) -> None:
    event = (
        f'event: response.{end}\ndata: {{"type":"response.{end}","response":'
        '{"usage":{"input_tokens":1,"output_tokens":2}}}\n\n'
    ).encode()
    reader = ResponseStream()
    assert reader.feed(event) + reader.finish() == event
    assert reader.usage == Usage(1, 2)


def test_a_failed_response_may_report_nothing() -> None:
    reader = ResponseStream()
    reader.feed(b'data: {"type":"response.failed","response":{"usage":null}}\n\n')
    reader.finish()
    assert reader.usage is None


def test_an_error_ends() -> None:
    reader = ResponseStream()
    reader.feed(b'event: error\ndata: {"type":"error","message":"boom"}\n\n')
    assert reader.finish() == b""


@pytest.mark.parametrize(
    "event",
    [
        b'data: {"type":"response.created","response":{"error":null,"usage":null}}\n\n',
        b'data: {"type":"response.text.delta","delta":"response.failed \\"response\\""}\n\n',
        b'data: {"type":"response.output_text.done","text":"error"}\n\n',
        b'event: response.completed\ndata: {"response":{"usage":',
    ],
)
def test_nothing_else_does(event: bytes) -> None:
    reader = ResponseStream()
    reader.feed(event)
    with pytest.raises(ProviderDied, match=r"expected response\.completed or"):
        reader.finish()
    assert reader.usage is None
