"""The binary event stream: cut anywhere, and never believed unchecked."""

import struct
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.bedrock_converse.event_stream import (
    LONGEST_MESSAGE,
    Headers,
    Message,
    MessageFramer,
    MessageReader,
)
from tests.conformance.dialects.translation.bedrock_wire import frame

ONE = frame("messageStart", {"role": "assistant"})
OTHER = frame("throttlingException", {"message": "m"}, "exception")


def raw(headers: bytes, payload: bytes = b"{}") -> bytes:
    prelude = struct.pack(">II", 16 + len(headers) + len(payload), len(headers))
    prelude += struct.pack(">I", crc32(prelude))
    whole = prelude + headers + payload
    return whole + struct.pack(">I", crc32(whole))


@given(cuts=st.lists(st.integers(1, 40), min_size=1, max_size=9))
def test_pieces_end_behind_whole_messages(cuts: list[int]) -> None:
    stream, framer, passed = ONE + OTHER + ONE, MessageFramer(), []
    start = turn = 0
    while start < len(stream):
        piece = stream[start : start + cuts[turn % len(cuts)]]
        passed.append(framer.feed(piece))
        start, turn = start + len(piece), turn + 1
    assert b"".join(passed) == stream
    assert framer.finish() == b""
    found = [message for piece in passed for message in MessageReader().read(piece)]
    assert [message.headers.name for message in found] == [
        "messageStart",
        "throttlingException",
        "messageStart",
    ]


def test_what_is_left_is_told() -> None:
    framer = MessageFramer()
    assert framer.feed(ONE + OTHER[:20]) == ONE
    assert framer.finish() == OTHER[:20]


def test_a_message_is_its_headers_and_its_payload() -> None:
    assert list(MessageReader().read(OTHER)) == [
        Message(Headers("exception", "throttlingException"), b'{"message": "m"}')
    ]


def test_headers_of_every_type_are_passed_over() -> None:
    given = b"".join(
        (
            b"\x01a\x00",
            b"\x01b\x01",
            b"\x01c\x02!",
            b"\x01d\x03!!",
            b"\x01e\x04!!!!",
            b"\x01f\x05!!!!!!!!",
            b"\x01g\x06\x00\x02!!",
            b"\x01h\x08!!!!!!!!",
            b"\x01i\x09!!!!!!!!!!!!!!!!",
            b"\x0d:message-type\x07\x00\x05error",
            b"\x0b:error-code\x07\x00\x04Code",
            b"\x0e:error-message\x07\x00\x04Text",
        )
    )
    (message,) = MessageReader().read(raw(given))
    assert message.headers == Headers("error", "Code", "Text")


@pytest.mark.parametrize("position", range(0, len(ONE), 7))
def test_every_flipped_bit_is_seen(position: int) -> None:
    broken = bytearray(ONE)
    broken[position] ^= 1
    with pytest.raises(ProviderMisbehaved, match="cannot be read"):
        list(MessageReader().read(MessageFramer().feed(bytes(broken) + bytes(2 * len(ONE)))))


@pytest.mark.parametrize("length", [0, 15, LONGEST_MESSAGE + 1])
def test_a_length_that_cannot_be_is_refused_at_once(length: int) -> None:
    prelude = struct.pack(">II", length, 0)
    with pytest.raises(ProviderMisbehaved, match=f"claims {length} bytes"):
        MessageFramer().feed(prelude + struct.pack(">I", crc32(prelude)))


@pytest.mark.parametrize(
    "headers", [b"\x05ab", b"\x01a\x63", b"\x01a\x07\x00\x09x", b"\x01\xff\x00"]
)
def test_headers_that_are_none_are_refused(headers: bytes) -> None:
    with pytest.raises(ProviderMisbehaved):
        list(MessageReader().read(raw(headers)))
