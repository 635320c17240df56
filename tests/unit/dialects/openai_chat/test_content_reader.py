"""The parts of a caller's message."""

import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.content import (
    Audio,
    CacheMark,
    Document,
    Image,
    Part,
    Refusal,
    Text,
    Video,
)
from ai_gateway.dialects.neutral.source import Inline, Link, Uploaded
from ai_gateway.dialects.openai_chat.content_reader import read_content
from ai_gateway.dialects.openai_chat.content_shapes import (
    Address,
    AudioPart,
    CacheBreakpoint,
    CacheControl,
    ContentPart,
    File,
    FilePart,
    ImagePart,
    RefusalPart,
    Sound,
    TextPart,
    VideoPart,
)

PNG = "data:image/png;base64,iVBORw0="
PDF = "data:application/pdf;name=a.pdf;base64,JVBERi0="


@pytest.mark.parametrize(
    ("part", "read"),
    [
        (TextPart("hi", CacheControl("5m")), Text("hi", cache=CacheMark(300))),
        (TextPart("", None, CacheBreakpoint()), Text("", cache=CacheMark())),
        (ImagePart(Address(PNG, "low")), Image(Inline("iVBORw0=", "image/png"), "low")),
        (ImagePart(Address("https://x/a.png")), Image(Link("https://x/a.png"))),
        (AudioPart(Sound("UklG", "wav")), Audio(Inline("UklG", "audio/wav"))),
        (AudioPart(Sound("SUQz", "mp3")), Audio(Inline("SUQz", "audio/mpeg"))),
        (
            FilePart(File(PDF, filename="a.pdf")),
            Document(Inline("JVBERi0=", "application/pdf"), "a.pdf"),
        ),
        (FilePart(File(file_id="file-1")), Document(Uploaded("file-1"))),
        (VideoPart(Address("https://x/a.mp4")), Video(Link("https://x/a.mp4"))),
        (RefusalPart("no"), Refusal("no")),
    ],
)
def test_a_part_is_read(part: ContentPart, read: Part) -> None:
    assert read_content([part], "messages.0") == (read,)


def test_a_string_is_one_text_and_nothing_is_no_part() -> None:
    assert read_content("hi", "messages.0") == (Text("hi"),)
    assert read_content("", "messages.0") == read_content(None, "messages.0") == ()


@pytest.mark.parametrize(
    ("part", "field"),
    [
        (ImagePart(Address("ftp://x/a.png")), "image_url.url"),
        (ImagePart(Address("data:image/png,raw")), "image_url.url"),
        (ImagePart(Address("data:;base64,AAAA")), "image_url.url"),
        (FilePart(File("JVBERi0=")), "file.file_data"),
        (FilePart(File(filename="a.pdf")), "file"),
        (AudioPart(Sound("T2dn", "ogg")), "input_audio.format"),
    ],
)
def test_what_cannot_be_understood_is_named(part: ContentPart, field: str) -> None:
    with pytest.raises(InvalidRequest, match="expected") as caught:
        read_content([TextPart("hi"), part], "messages.3")
    assert caught.value.field == f"messages.3.content.1.{field}"


def test_no_message_quotes_the_bytes_of_a_file() -> None:
    with pytest.raises(InvalidRequest) as caught:
        read_content([FilePart(File("A" * 100))], "messages.0")
    assert "A" * 30 not in caught.value.message
