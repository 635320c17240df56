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
        ([], Usage(35, 1, 7, 3)),
        ([b'{"output_tokens":15}'], Usage(35, 15, 7, 3)),
        ([b'{"output_tokens":15}', b'{"output_tokens":20}'], Usage(35, 20, 7, 3)),
        (
            [
                (
                    b'{"input_tokens":40,"cache_read_input_tokens":0,'
                    b'"cache_creation_input_tokens":null,"output_tokens":9,'
                    b'"output_tokens_details":{"thinking_tokens":4}}'
                )
            ],
            Usage(50, 9, 7, 3, reasoning_tokens=4),
        ),
        ([b"null"], Usage(35, 1, 7, 3)),
        ([b'{"output_tokens":"many"}'], Usage(35, 1, 7, 3)),
    ],
)
def test_later_counts_win_and_missing_ones_and_zeros_take_nothing_back(
    deltas: list[bytes], usage: Usage
) -> None:
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


WORD = b'data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"a \\"b\\""}}\n\n'


def test_the_usage_of_message_delta_is_the_last_word() -> None:
    reader = MessageStream()
    reader.feed(START)
    assert not reader.final
    reader.feed(delta(b'{"output_tokens":15}'))
    assert reader.final


def test_the_text_that_passes_is_counted() -> None:
    reader = MessageStream()
    reader.feed(START + WORD + WORD)
    assert reader.written == 2 * len(b'a \\"b\\"')


def test_who_served_it_is_read_too() -> None:
    reader = MessageStream()
    reader.feed(START.replace(b'"usage":{', b'"model":"m-1","usage":{"service_tier":"batch",'))
    assert reader.usage is not None
    assert (reader.usage.model, reader.usage.tier) == ("m-1", "batch")
