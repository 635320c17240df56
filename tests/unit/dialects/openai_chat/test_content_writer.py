"""Parts, written for a provider."""

import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.content import (
    Audio,
    CacheMark,
    Citation,
    Document,
    Image,
    Part,
    Refusal,
    Text,
    ToolCall,
    Video,
)
from ai_gateway.dialects.neutral.source import Inline, Link, PlainText, Uploaded
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
)
from ai_gateway.dialects.openai_chat.content_writer import ContentWriter, inexpressible
from ai_gateway.dialects.openai_chat.quirks import Quirks

OPENAI = Quirks()
PNG = Inline("iVBORw0=", "image/png")
PDF = Inline("JVBERi0=", "application/pdf")


def writer(quirks: Quirks = OPENAI, *, image_links: bool = True) -> ContentWriter:
    return ContentWriter(quirks, image_links, {})


@pytest.mark.parametrize(
    ("part", "written"),
    [
        (Text("hi"), TextPart("hi")),
        (Refusal("no"), RefusalPart("no")),
        (Image(PNG, "low"), ImagePart(Address("data:image/png;base64,iVBORw0=", "low"))),
        (Image(Link("https://x/a.png")), ImagePart(Address("https://x/a.png"))),
        (
            Document(PDF, "a.pdf"),
            FilePart(File("data:application/pdf;base64,JVBERi0=", filename="a.pdf")),
        ),
        (Document(Uploaded("file-1")), FilePart(File(file_id="file-1"))),
        (Document(PlainText("words"), "a", "about"), TextPart("a\n\nabout\n\nwords")),
        (Audio(Inline("UklG", "audio/x-wav")), AudioPart(Sound("UklG", "wav"))),
        (Audio(Inline("SUQz", "audio/mpeg")), AudioPart(Sound("SUQz", "mp3"))),
    ],
)
def test_a_part_is_written(part: Part, written: ContentPart) -> None:
    assert writer().part(part, "messages.0") == written


@pytest.mark.parametrize(
    ("part", "holds"),
    [
        (Image(Uploaded("file-1")), "a picture that was uploaded elsewhere"),
        (Document(Link("https://x/a.pdf")), "a document by its URL"),
        (Document(PDF, cite=True), "a document to be cited"),
        (Document(PDF, context="about"), "a document with a context beside it"),
        (Audio(Inline("T2dn", "audio/ogg")), "sound as 'audio/ogg'"),
        (Audio(Link("https://x/a.mp3")), "sound that is not in the request"),
        (Video(Link("https://x/a.mp4")), "a part of the kind `video`"),
        (ToolCall("c", "f", "{}"), "a part of the kind `tool_call`"),
    ],
)
def test_what_has_no_shape_is_refused_with_its_place(part: Part, holds: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        writer().part(part, "messages.4")
    assert caught.value.field == "messages.4"
    assert f"`messages.4` holds {holds}, which" in caught.value.message


def test_a_model_that_fetches_nothing_gets_no_links() -> None:
    with pytest.raises(InvalidRequest, match="Send the bytes in base64"):
        writer(image_links=False).part(Image(Link("https://x/a.png")), "messages.0")
    assert writer(image_links=False).part(Image(PNG), "messages.0")


def test_one_plain_text_is_a_string_and_the_rest_a_list() -> None:
    assert writer().content([]) == ""
    assert writer().content([TextPart("hi")]) == "hi"
    marked: list[ContentPart] = [TextPart("hi", CacheControl())]
    assert writer().content(marked) == marked
    several: list[ContentPart] = [TextPart("a"), TextPart("b")]
    assert writer().content(several) == several


def test_a_marker_is_written_as_the_server_has_it_or_named() -> None:
    text = Text("hi", cache=CacheMark(3600))
    router = writer(Quirks(cache="cache_control"))
    assert router.part(text, "") == TextPart("hi", CacheControl("1h"))
    openai = writer(Quirks(cache="prompt_cache_breakpoint"))
    assert openai.part(text, "") == TextPart("hi", None, CacheBreakpoint("12h"))
    dropped: dict[str, None] = {}
    assert ContentWriter(Quirks(), True, dropped).part(text, "") == TextPart("hi")
    assert list(dropped) == ["cache"]


def test_citations_in_an_earlier_answer_are_left_out_and_named() -> None:
    dropped: dict[str, None] = {}
    cited = Text("hi", (Citation("web", url="https://x"),))
    assert ContentWriter(Quirks(), True, dropped).part(cited, "") == TextPart("hi")
    assert list(dropped) == ["citations"]


def test_a_refusal_says_what_why_and_what_instead() -> None:
    error = inexpressible("n", "three", "it gives one answer", "Ask three times.")
    assert error.field == "n"
    assert error.message == (
        "`n` holds three, which this provider cannot be asked for in chat completions:"
        " it gives one answer. Ask three times."
    )
