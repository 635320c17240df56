"""JSON text as the objects that the wire wants."""

import pytest

from ai_gateway.dialects.anthropic_messages.json_object import read_object, tool_input


@pytest.mark.parametrize(
    ("arguments", "wire"),
    [
        ('{ "a": 1.50 }', b'{ "a": 1.50 }'),
        ("", b"{}"),
        (" ", b"{}"),
        ('{"a":', b'{"INVALID_JSON":"{\\"a\\":"}'),
        ("[1]", b'{"INVALID_JSON":"[1]"}'),
    ],
)
def test_the_input_of_a_tool_is_always_an_object(arguments: str, wire: bytes) -> None:
    assert bytes(tool_input(arguments)) == wire


def test_only_an_object_has_members() -> None:
    assert read_object('{"a":1}') is not None
    assert [read_object(text) for text in ("[]", "x", "")] == [None, None, None]
