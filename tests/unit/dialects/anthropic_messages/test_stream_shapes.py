"""The wire's events."""

import msgspec
import pytest

from ai_gateway.dialects.anthropic_messages.stream_shapes import (
    STREAM_EVENT,
    UNKNOWN_EVENT,
    BlockDelta,
    TextDelta,
)


def test_an_event_is_told_by_its_type() -> None:
    data = b'{"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"x"}}'
    assert STREAM_EVENT.decode(data) == BlockDelta(2, TextDelta("x"))


def test_an_event_of_another_type_is_none_of_them() -> None:
    data = b'{"type":"content_block_pause","index":2}'
    with pytest.raises(msgspec.ValidationError):
        STREAM_EVENT.decode(data)
    assert UNKNOWN_EVENT.decode(data).type == "content_block_pause"
