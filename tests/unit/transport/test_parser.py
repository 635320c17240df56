"""The framing of answers, without a socket."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_gateway.transport.parser import ResponseParser

CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"


def _parser(*, bodiless: bool = False) -> ResponseParser:
    parser = ResponseParser(2000, 10)
    parser.expect(bodiless=bodiless)
    return parser


def _fed(parser: ResponseParser, wire: bytes, step: int) -> bytes:
    pieces: list[bytes] = []
    for start in range(0, len(wire), step):
        if parser.complete or parser.violation:
            break
        pieces.append(parser.feed(wire[start : start + step]))
    return b"".join(pieces)


@st.composite
def answers(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A valid answer on the wire, and its body."""
    informational = draw(st.integers(0, 2)) * b"HTTP/1.1 103 H\r\nlink: x\r\n\r\n"
    parts = draw(st.lists(st.binary(min_size=1, max_size=50), max_size=5))
    body = b"".join(parts)
    if draw(st.booleans()):
        chunks = b"".join(b"%x;e=1\r\n%b\r\n" % (len(part), part) for part in parts)
        trailer = draw(st.sampled_from([b"", b"x-t: 1\r\n"]))
        return informational + CHUNKED + chunks + b"0\r\n" + trailer + b"\r\n", body
    head = b"HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: %d\r\n\r\n" % len(body)
    return informational + head + body, body


@given(answers(), st.integers(1, 60))
def test_any_cut_of_a_valid_answer_gives_the_same(answer: tuple[bytes, bytes], step: int) -> None:
    wire, body = answer
    parser = _parser()
    for _ in range(2):
        assert _fed(parser, wire, step) == body
        assert (parser.status, parser.complete, parser.reusable) == (200, True, True)
        assert parser.violation is None
        parser.expect(bodiless=False)


@settings(max_examples=500)
@given(st.lists(st.binary(max_size=60), max_size=6), st.booleans())
def test_any_bytes_leave_a_parser_that_knows_what_it_is(reads: list[bytes], bodiless: bool) -> None:
    parser = _parser(bodiless=bodiless)
    for data in reads:
        parser.feed(data)
        assert not (parser.complete and parser.violation)
        if parser.complete or parser.violation:
            break
    assert not parser.reusable or parser.complete


def test_one_feed_gives_one_piece() -> None:
    assert _parser().feed(CHUNKED + b"1\r\na\r\n1\r\nb\r\n") == b"ab"


def test_what_stands_before_a_violation_is_given() -> None:
    parser = _parser()
    assert parser.feed(CHUNKED + b"1\r\na\r\nzz") == b"a"
    assert parser.violation is not None


def test_the_next_answer_is_never_given_with_this_one() -> None:
    parser = _parser()
    one = b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n"
    assert parser.feed(one + b"a" + one + b"b") == b"a"
    assert parser.complete
    assert parser.surplus
    assert not parser.reusable


@pytest.mark.parametrize("end", [True, False])
def test_only_a_body_without_framing_ends_with_the_connection(end: bool) -> None:
    parser = _parser()
    parser.feed(b"HTTP/1.1 200 OK\r\n" + (b"" if end else b"content-length: 5\r\n") + b"\r\nabc")
    assert parser.end() is end
    assert not parser.reusable


def test_an_unfinished_head_does_not_end_with_the_connection() -> None:
    parser = _parser()
    assert not parser.end()
    parser.feed(b"HTTP/1.1 200 OK\r\n")
    assert not parser.end()


def test_a_parser_reads_on_after_an_answer_without_the_body_it_announces() -> None:
    parser = _parser(bodiless=True)
    parser.feed(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n")
    assert parser.reusable
    assert parser.content_length == 5
    parser.expect(bodiless=False)
    assert parser.feed(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nab") == b"ab"
    assert parser.reusable


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        (b"HTTP/1.1 200 OK\r\na: " + b"x" * 2100, "max_response_header_bytes"),
        (b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 11 + b"\r\n", "max_response_headers"),
        (CHUNKED + b"0\r\n" + b"a: b\r\n" * 11, "max_response_headers"),
        (CHUNKED + b"1;" + b"x" * 2100, "max_response_header_bytes"),
    ],
)
@pytest.mark.parametrize("step", [1, 100_000])
def test_what_is_not_body_is_bounded(wire: bytes, name: str, step: int) -> None:
    parser = _parser()
    _fed(parser, wire, step)
    assert name in str(parser.violation)


def test_limits_begin_anew_with_each_answer() -> None:
    parser = _parser()
    wire = b"HTTP/1.1 200 OK\r\na: " + b"x" * 1500 + b"\r\ncontent-length: 0\r\n\r\n"
    for _ in range(5):
        parser.feed(wire)
        assert parser.reusable
        parser.expect(bodiless=False)


def test_a_fault_of_our_own_is_not_blamed_on_the_peer() -> None:
    parser = _parser()
    parser.feed(b"HTTP/1.1 200 OK\r\n")
    parser.headers = None  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(AttributeError):
        parser.feed(b"a: b\r\n\r\n")
