"""The base of all stream readers parses where a sign stands, and judges by the parsed event."""

from typing import ClassVar

import pytest

from ai_gateway.core.errors import ProviderDied
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.stream import MeteredStream


class Noted(MeteredStream):
    """Ends with `over`, and keeps the data that it was asked to meter."""

    signs: ClassVar[tuple[bytes, ...]] = (b"cost", b"over", b"error")
    ends: ClassVar[tuple[str, ...]] = ("over",)
    words: ClassVar[tuple[bytes, ...]] = (b'"text":',)

    def __init__(self) -> None:
        super().__init__()
        self.metered: list[bytes] = []

    def _meter(self, data: bytes) -> None:
        self.metered.append(data)


def test_only_events_with_a_sign_are_parsed() -> None:
    reader = Noted()
    reader.feed(b'data: {"a":1}\n\ndata: {"cost":1}\n\n')
    reader.feed(b'data: {"a":2}\n\n')
    assert reader.metered == [b'{"cost":1}']


@pytest.mark.parametrize(
    "event",
    [
        b'data: {"type":"over"}\n\n',
        b'event: over\ndata: {"a":1}\n\n',
        b'data: {"type":"error"}\n\n',
        b'event: error\ndata: {"message":"boom"}\n\n',
        b'data: {"error":{"message":"boom"}}\n\n',
        b'data: {"type":"over"}',
    ],
)
def test_an_end_or_an_error_completes_a_stream(event: bytes) -> None:
    reader = Noted()
    assert reader.feed(event) + reader.finish() == event


@pytest.mark.parametrize(
    "event",
    [
        b'data: {"type":"text","text":"it is over, error"}\n\n',
        b'data: {"type":"text","error":null}\n\n',
        b'event: over\ndata: {"type":\n\n',
        b": over error\n\n",
        b'event: over\ndata: {"cut',
        b'data: {"type":["over"]}\n\n',
        b"",
    ],
)
def test_nothing_else_does(event: bytes) -> None:
    reader = Noted()
    reader.feed(event)
    with pytest.raises(ProviderDied, match="expected over, and none came"):
        reader.finish()


def test_a_dialect_must_say_how_it_meters() -> None:
    with pytest.raises(NotImplementedError):
        MeteredStream()._meter(b"")


@pytest.mark.parametrize(
    ("event", "written"),
    [
        (b'data: {"text":"four"}\n\n', 4),
        (b'data: {"text": "four", "more": {"text":"four"}}\n\n', 8),
        (rb'data: {"text":"say \"text\":\"x\""}' + b"\n\n", 18),
        (b'data: {"text":""}\n\n', 0),
        (b'data: {"text":["no text"]}\n\n', 0),
        (b'data: {"context":"no text"}\n\n', 0),
    ],
)
def test_the_bytes_of_text_are_counted(event: bytes, written: int) -> None:
    reader = Noted()
    reader.feed(event)
    assert reader.written == written


def test_usage_is_final_once_the_stream_has_ended() -> None:
    reader = Noted()
    reader.feed(b'data: {"type":"over"}\n\n')
    assert not reader.final
    reader.usage = Usage(input_tokens=1)
    assert reader.final
