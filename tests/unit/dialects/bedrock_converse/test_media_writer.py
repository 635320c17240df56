"""Media for the provider: bytes and objects in S3, and nothing else."""

import base64

import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.bedrock_converse.document_name import DocumentNames
from ai_gateway.dialects.bedrock_converse.media_writer import MediaWriter
from ai_gateway.dialects.neutral.content import Audio, Document, Image, Video
from ai_gateway.dialects.neutral.source import Inline, Link, PlainText, Source, Uploaded


def writer() -> MediaWriter:
    return MediaWriter("messages.2", DocumentNames())


@pytest.mark.parametrize(
    "source", [Link("https://example.com/a.png"), Uploaded("file-1"), PlainText("x")]
)
def test_what_is_no_bytes_is_refused_and_named(source: Source) -> None:
    with pytest.raises(InvalidRequest, match="Send the image in base64") as refused:
        writer().image(Image(source))
    assert refused.value.field == "messages.2"


def test_an_object_in_s3_is_left_where_it_is() -> None:
    media = writer().video(Video(Link("s3://bucket/film.mp4"))).video
    assert media is not None
    assert media.format == "mp4"
    assert media.source.s3_location is not None
    assert media.source.s3_location.uri == "s3://bucket/film.mp4"


def test_an_object_in_s3_of_no_known_type_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="a document of type none"):
        writer().document(Document(Link("s3://bucket/thing")))
    found = writer().document(Document(Link("s3://bucket/thing", "application/pdf"))).document
    assert found is not None
    assert found.format == "pdf"


def test_text_goes_as_bytes_and_passages_as_passages() -> None:
    plain = writer().document(Document(PlainText("é"), title="A.txt")).document
    assert plain is not None
    assert (plain.name, plain.format) == ("A txt", "txt")
    assert base64.b64decode(plain.source.bytes or "").decode() == "é"
    cut = writer().document(Document(PlainText("a\n\nb", ("a", "b")))).document
    assert cut is not None
    assert [passage.text for passage in cut.source.content or ()] == ["a", "b"]


def test_a_document_keeps_its_context_and_its_citations() -> None:
    asked = Document(Inline("AAAA", "application/pdf"), context="c", cite=True)
    document = writer().document(asked).document
    assert document is not None
    assert document.context == "c"
    assert document.citations is not None
    assert document.citations.enabled


def test_a_search_result_of_the_callers_stays_one() -> None:
    block = writer().document(Document(PlainText("found"), origin="kb://1", cite=True))
    assert block.document is None
    assert block.search_result is not None
    assert (block.search_result.source, block.search_result.title) == ("kb://1", "kb://1")


def test_sound_is_taken() -> None:
    media = writer().audio(Audio(Inline("AAAA", "audio/wav"))).audio
    assert media is not None
    assert (media.format, media.source.bytes) == ("wav", "AAAA")
