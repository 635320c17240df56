"""The shapes take what stands on the wire, and know absent from null from said."""

import msgspec
import pytest

from ai_gateway.dialects.openai_responses.shapes import ABSENT, CreateParams, Item, given


@pytest.mark.parametrize(
    ("raw", "text"), [(ABSENT, None), (msgspec.Raw(b"null"), None), (msgspec.Raw(b"{}"), "{}")]
)
def test_given(raw: msgspec.Raw, text: str | None):
    assert given(raw) == text


def test_an_absent_output_is_not_a_null_one():
    assert msgspec.json.decode(b"{}", type=Item).output is msgspec.UNSET
    assert msgspec.json.decode(b'{"output":null}', type=Item).output is None


def test_an_unknown_parameter_is_noticed():
    with pytest.raises(msgspec.ValidationError, match="unknown field `new`"):
        msgspec.json.decode(b'{"model":"m","new":1}', type=CreateParams)
