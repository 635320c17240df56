"""JSON is read as tolerantly as vendors read it, and written in ASCII."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.dialects.wire import Count, decode, decode_strictly, render, without_lone_surrogates

ANY = msgspec.json.Decoder()
COUNT = msgspec.json.Decoder(Count)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rb'"\ud800"', "\ufffd"),
        (rb'"\uDFFFx"', "\ufffdx"),
        (rb'"\ud83d\ude00"', "\U0001f600"),
        (rb'"\ud800\ud83d\ude00"', "\ufffd\U0001f600"),
        (rb'"\ude00\ud83d"', "\ufffd\ufffd"),
        (rb'"\\ud800"', r"\ud800"),
        (rb'"\\\ud800"', "\\\ufffd"),
        (b'\xef\xbb\xbf"x"', "x"),
    ],
)
def test_what_msgspec_refuses_is_read(text: bytes, expected: str) -> None:
    assert decode_strictly(ANY, text) == expected


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_text_without_lone_surrogates_stays_as_it_is(text: str) -> None:
    written = json.dumps(text).encode()
    assert without_lone_surrogates(written) == written


@given(st.text(alphabet=st.sampled_from(["\\", '"', "u", "\ud800", "\udc00", "d", "8", "0"])))
def test_any_string_that_python_writes_can_be_read(text: str) -> None:
    # An encoder and a decoder of Python join the halves of a pair, so it is the judge.
    whole = (
        json.loads(json.dumps(text)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    )
    read = decode_strictly(msgspec.json.Decoder(str), json.dumps(text).encode())
    assert read.replace("\ufffd", "") == whole.replace("\ufffd", "")


@pytest.mark.parametrize(
    "text", [b"", b"{", b'"\xff"', b"[" * 100_000, b"\xef\xbb\xbf", rb'"\ud800']
)
def test_what_is_no_json_is_nothing(text: bytes) -> None:
    assert decode(ANY, text) is None


@pytest.mark.parametrize(
    ("text", "count"), [(b"0", 0), (b"12", 12), (b"-1", None), (b"1.5", None), (b"9" * 30, None)]
)
def test_a_count_is_what_a_ledger_can_hold(text: bytes, count: int | None) -> None:
    assert decode(COUNT, text) == count


@given(st.text(alphabet=st.characters()))
def test_any_string_is_rendered_in_printable_ascii(text: str) -> None:
    rendered = render({"text": text})
    assert all(0x20 <= byte < 0x80 for byte in rendered)
    assert json.loads(rendered)["text"] == json.loads(json.dumps(text))
