"""Every reader of event streams keeps every byte, cuts only between events, and knows the end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.core.errors import GatewayError, ProviderDied
from ai_gateway.core.operation import DialectName
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.builtin import DIALECTS
from ai_gateway.dialects.contract import StreamReader
from ai_gateway.dialects.sse import read_events
from tests.conformance.dialects.recordings import (
    CHAT,
    MESSAGES,
    RECORDINGS,
    RESPONSES,
    Recording,
)

EMPTY_LINES = (b"\n\n", b"\r\r", b"\n\r", b"\r\n\r\n", b"\r\r\n", b"\n\r\n")


def pieces_of(body: bytes, cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted(cut % (len(body) + 1) for cut in cuts), len(body)]
    return [body[start:end] for start, end in pairwise(edges)]


def passed(reader: StreamReader, pieces: list[bytes]) -> tuple[list[bytes], bytes]:
    """Return what `feed` gave for each piece and, apart from it, the tail."""
    return [reader.feed(piece) for piece in pieces], reader.finish()


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name)
@given(cuts=st.lists(st.integers(0, 10_000), max_size=40))
def test_any_chunking_gives_the_same_bytes_and_the_same_usage(
    recording: Recording, cuts: list[int]
) -> None:
    reader = DIALECTS[recording.dialect].stream_reader()
    blocks, tail = passed(reader, pieces_of(recording.body, cuts))
    assert b"".join(blocks) + tail == recording.body
    assert reader.usage == recording.usage
    sent = b""
    for block in filter(None, blocks):
        sent += block
        assert sent.endswith(EMPTY_LINES)


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name)
def test_one_byte_at_a_time_never_leaves_a_finished_event_behind(recording: Recording) -> None:
    reader = DIALECTS[recording.dialect].stream_reader()
    blocks, _ = passed(reader, [bytes([byte]) for byte in recording.body])
    for block in filter(None, blocks):
        assert len(list(read_events(block))) <= 1
    assert reader.usage == recording.usage


@pytest.mark.parametrize(
    ("dialect", "body"),
    [("openai-chat", CHAT), ("openai-responses", RESPONSES), ("anthropic-messages", MESSAGES)],
)
def test_a_stream_cut_before_its_last_events_died(dialect: DialectName, body: bytes) -> None:
    events = body.split(b"\n\n")
    # Chat is complete with its finish_reason, three events before the last line.
    kept = {"openai-chat": 2, "openai-responses": 2, "anthropic-messages": 4}[dialect]
    reader = DIALECTS[dialect].stream_reader()
    alive = b"\n\n".join(events[:kept]) + b"\n\n"
    assert reader.feed(alive) == alive
    assert reader.feed(events[kept][:30]) == b""
    with pytest.raises(ProviderDied, match="ended its stream before it was complete"):
        reader.finish()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_empty_stream_died(dialect: DialectName) -> None:
    with pytest.raises(ProviderDied):
        DIALECTS[dialect].stream_reader().finish()


@pytest.mark.parametrize("dialect", DIALECTS)
@given(
    pieces=st.lists(
        st.binary(max_size=40)
        | st.sampled_from(
            [
                b"\r",
                b"\n",
                b"\r\n",
                b"data: ",
                b"event: error",
                b'{"usage":{"prompt_tokens":',
                b'{"type":"error"',
                b'"response":{"usage":{',
                b"[DONE]",
                b"message_stop",
                b"[" * 3_000,
            ]
        ),
        max_size=30,
    )
)
def test_arbitrary_bytes_raise_nothing_but_our_own_errors(
    dialect: DialectName, pieces: list[bytes]
) -> None:
    reader = DIALECTS[dialect].stream_reader()
    blocks = [reader.feed(piece) for piece in pieces]
    try:
        tail = reader.finish()
    except GatewayError:
        return
    assert b"".join(blocks) + tail == b"".join(pieces)


@pytest.mark.parametrize("dialect", DIALECTS)
@given(body=st.binary(max_size=200))
def test_any_answer_has_usage_or_none(dialect: DialectName, body: bytes) -> None:
    usage = DIALECTS[dialect].read_usage(body)
    assert usage is None or isinstance(usage, Usage)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'{"usage":null}',
        b'{"usage":{}}',
        b'{"usage":7}',
        b'{"usage":{"prompt_tokens":-1,"input_tokens":-1}}',
        b'{"usage":{"prompt_tokens":"9","input_tokens":"9"}}',
        b'{"usage":{"prompt_tokens":9,"input_tokens":9}',
        b'{"a":' + b"[" * 100_000,
        b"<html>502 Bad Gateway</html>",
        b"\xff\xfe",
    ],
)
def test_an_answer_without_a_report_has_no_usage(dialect: DialectName, body: bytes) -> None:
    assert DIALECTS[dialect].read_usage(body) is None
