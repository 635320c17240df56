"""Wire shapes of content: told apart by their type, written without what is not set."""

import msgspec
import pytest

from ai_gateway.dialects.openai_chat.content_shapes import (
    CacheControl,
    ContentPart,
    ImagePart,
    TextPart,
)


def test_parts_are_told_apart_by_their_type() -> None:
    parts = msgspec.json.decode(
        b'[{"type":"text","text":"hi"},{"type":"image_url","image_url":{"url":"https://x"}}]',
        type=list[ContentPart],
    )
    assert [type(part) for part in parts] == [TextPart, ImagePart]


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="hologram"):
        msgspec.json.decode(b'{"type":"hologram"}', type=ContentPart)


def test_what_is_not_set_is_not_written() -> None:
    assert msgspec.json.encode(TextPart("hi")) == b'{"type":"text","text":"hi"}'


def test_a_marker_is_written_with_its_one_type() -> None:
    assert msgspec.json.encode(CacheControl()) == b'{"type":"ephemeral"}'
    with pytest.raises(msgspec.ValidationError, match="permanent"):
        msgspec.json.decode(b'{"type":"permanent"}', type=CacheControl)
