"""Events are cut where WHATWG's grammar ends them, in time that grows with the bytes alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects import sse
from ai_gateway.dialects.sse import Event, Framer, read_events


@pytest.mark.parametrize(
    "ending", [b"\n\n", b"\r\n\r\n", b"\r\r", b"\n\r", b"\n\r\n", b"\r\n\n", b"\r\r\n", b"\r\n\r"]
)
def test_every_empty_line_ends_an_event(ending: bytes) -> None:
    framer = Framer()
    assert framer.feed(b"data: a" + ending + b"data: b") == b"data: a" + ending
    assert framer.finish() == b"data: b"


@pytest.mark.parametrize(
    "piece", [b"data: a\n", b"data: a\r\n", b"data: a\r", b"\r\n", b"a\r\nb", b""]
)
def test_one_line_end_ends_none(piece: bytes) -> None:
    framer = Framer()
    assert framer.feed(piece) == b""
    assert framer.finish() == piece


@pytest.mark.parametrize("piece", [b"data: a\n\n", b"data: a\r\n\r\n"])
def test_a_whole_piece_is_passed_on_as_the_same_object(piece: bytes) -> None:
    assert Framer().feed(piece) is piece


def test_crlf_cut_in_its_middle_is_one_line_end() -> None:
    framer = Framer()
    assert framer.feed(b"data: a\r") == b""
    assert framer.feed(b"\n") == b""
    assert framer.feed(b"data: b\r\n") == b""
    assert framer.feed(b"\r\n") == b"data: a\r\ndata: b\r\n\r\n"


def test_an_empty_line_that_ends_with_cr_is_not_waited_on() -> None:
    framer = Framer()
    assert framer.feed(b"data: a\r\n\r") == b"data: a\r\n\r"
    assert framer.feed(b"\ndata: b\n\n") == b"\ndata: b\n\n"


def events_of(stream: bytes) -> list[Event]:
    return list(read_events(stream))


@given(
    st.lists(
        st.sampled_from([b"\n", b"\r", b"\r\n", b"data: a", b"data:b", b": c", b"event: e", b"x"]),
        max_size=40,
    )
)
def test_any_chunking_shows_the_same_events(pieces: list[bytes]) -> None:
    framer = Framer()
    blocks = [framer.feed(piece) for piece in pieces]
    tail = framer.finish()
    assert b"".join(blocks) + tail == b"".join(pieces)
    # \r\n cut in two reads as an empty line more, and an empty line more changes nothing.
    separate = [event for block in [*blocks, tail] for event in events_of(block)]
    assert separate == events_of(b"".join(pieces))


class CountingBuffer(bytearray):
    """A buffer that counts the bytes that are appended to it."""

    appended = 0

    def __iadd__(self, more: bytes) -> "CountingBuffer":  # pyright: ignore[reportIncompatibleMethodOverride]  # narrower than any buffer is enough here
        type(self).appended += len(more)
        super().__iadd__(more)
        return self


def test_one_huge_event_in_single_bytes_is_copied_once(monkeypatch: pytest.MonkeyPatch) -> None:
    framer = Framer()
    framer._tail = CountingBuffer()
    event = b"data: " + b"x" * 1_000_000 + b"\n\n"
    scanned = 0
    found = sse._end_of_events

    def counting(tail: bytearray, piece: bytes) -> int:
        nonlocal scanned
        scanned += len(piece)
        return found(tail, piece)

    monkeypatch.setattr(sse, "_end_of_events", counting)
    out = [block for byte in event if (block := framer.feed(bytes([byte])))]
    assert out == [event]
    assert scanned == len(event)
    assert CountingBuffer.appended == len(event)


def test_an_event_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "LONGEST_EVENT", 10)
    framer = Framer()
    assert framer.feed(b"0123456789") == b""
    with pytest.raises(ProviderMisbehaved, match=r"11 bytes of one event.*at most 10"):
        framer.feed(b"x")


def test_a_large_whole_event_is_no_unfinished_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "LONGEST_EVENT", 10)
    assert Framer().feed(b"data: 0123456789\n\nda") == b"data: 0123456789\n\n"


@pytest.mark.parametrize(
    ("block", "events"),
    [
        (b"data: a\n\n", [Event(b"", b"a")]),
        (b"data:a\n\n", [Event(b"", b"a")]),
        (b"data:  a\n\n", [Event(b"", b" a")]),
        (b"event: e\r\ndata: a\r\ndata: b\r\n\r\n", [Event(b"e", b"a\nb")]),
        (b": note\ndata: a\n: note\nid: 1\nretry: 2\n\n", [Event(b"", b"a")]),
        (b"event: lost\n\ndata: a\n\n", [Event(b"", b"a")]),
        (b"data\n\n", [Event(b"", b"")]),
        (b": note\n\n", []),
        (b"data: a\n\ndata: b", [Event(b"", b"a"), Event(b"", b"b")]),
        (b"", []),
    ],
)
def test_events_are_read_by_the_grammar(block: bytes, events: list[Event]) -> None:
    assert events_of(block) == events
