"""Streams of messages: usage from both ends, and what ends them."""

import pytest

from ai_gateway.core.errors import ProviderDied
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.anthropic_messages.stream import MessageStream

START = (
    b'event: message_start\ndata: {"type":"message_start","message":{"usage":{"input_tokens":25,'
    b'"cache_creation_input_tokens":3,"cache_read_input_tokens":7,"output_tokens":1}}}\n\n'
)


def delta(usage: bytes) -> bytes:
    return b'event: message_delta\ndata: {"type":"message_delta","usage":%b}\n\n' % usage


@pytest.mark.parametrize(
    ("deltas", "usage"),
    [
        ([], Usage(25, 1, 7, 3)),
        ([b'{"output_tokens":15}'], Usage(25, 15, 7, 3)),
        ([b'{"output_tokens":15}', b'{"output_tokens":20}'], Usage(25, 20, 7, 3)),
        (
            [
                (
                    b'{"input_tokens":40,"cache_read_input_tokens":0,'
                    b'"cache_creation_input_tokens":null,"output_tokens":9,'
                    b'"output_tokens_details":{"thinking_tokens":4}}'
                )
            ],
            Usage(40, 9, 0, 3, 4),
        ),
        ([b"null"], Usage(25, 1, 7, 3)),
        ([b'{"output_tokens":"many"}'], Usage(25, 1, 7, 3)),
    ],
)
def test_later_counts_win_and_missing_ones_stay(deltas: list[bytes], usage: Usage) -> None:
    reader = MessageStream()
    for event in (START, *map(delta, deltas)):
        assert reader.feed(event) == event
    assert reader.usage == usage


@pytest.mark.parametrize(
    "end",
    [
        b'event: message_stop\ndata: {"type":"message_stop"}\n\n',
        b'data: {"type":"message_stop"}\n\n',
        b'event: error\ndata: {"type":"error","error":{"type":"overloaded_error"}}\n\n',
    ],
)
def test_an_end_is_seen(end: bytes) -> None:
    reader = MessageStream()
    assert reader.feed(end) + reader.finish() == end


@pytest.mark.parametrize(
    "event",
    [
        START,
        b'data: {"type":"content_block_delta","delta":{"text":"message_stop and error"}}\n\n',
        b"event: message_stop\n\n",
        b'event: ping\ndata: {"type":"ping"}\n\n',
    ],
)
def test_nothing_else_does(event: bytes) -> None:
    reader = MessageStream()
    reader.feed(event)
    with pytest.raises(ProviderDied, match="expected message_stop"):
        reader.finish()
