"""Mistakes in a caller's JSON are named by their field."""

import msgspec
import pytest

from ai_gateway.core.errors import InvalidJson, InvalidRequest
from ai_gateway.dialects.anthropic_messages.parsing import parse, readable, refusal


class _Inner(msgspec.Struct):
    text: str


class _Outer(msgspec.Struct):
    parts: list[_Inner]


_DECODER = msgspec.json.Decoder(_Outer)


@pytest.mark.parametrize(
    ("text", "at", "field"),
    [
        (b'{"parts":[{"text":"a"},{"text":3}]}', "", "parts.1.text"),
        (b'{"parts":3}', "messages.2", "messages.2.parts"),
        (b"{}", "", "body"),
        (b"[]", "messages.0", "messages.0"),
    ],
)
def test_a_mistake_names_its_field(text: bytes, at: str, field: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        parse(_DECODER, text, at)
    assert caught.value.field == field
    assert caught.value.message.startswith(f"`{field}` is not what")


@pytest.mark.parametrize("text", [b"[", b"", b"[" * 100_000])
def test_what_is_no_json_is_said_to_be_none(text: bytes) -> None:
    with pytest.raises(InvalidJson):
        parse(msgspec.json.Decoder(list[object]), text)


def test_half_an_emoji_can_be_read() -> None:
    body = readable(b'{"parts":[{"text":"a\\ud83d"}]}')
    assert parse(_DECODER, body).parts[0].text == "a\ufffd"


def test_a_body_is_utf8() -> None:
    with pytest.raises(InvalidJson, match="UTF-8"):
        readable(b'{"a":"\xff"}')


def test_a_refusal_names_the_field_what_it_holds_and_what_to_do() -> None:
    error = refusal("n", "2", "one is all", "Ask twice.")
    assert (error.field, error.message) == ("n", "`n` holds 2: one is all. Ask twice.")
