"""Text, pictures and documents are read and written, and what is none of them is refused."""

from typing import Any

import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.content import (
    Audio,
    CacheMark,
    Document,
    Image,
    Text,
    Thinking,
    Video,
)
from ai_gateway.dialects.neutral.source import Inline, Link, PlainText, Uploaded
from ai_gateway.dialects.openai_responses.content import read_input_part, write_input_part
from ai_gateway.dialects.openai_responses.shapes import Breakpoint, Part

PNG = Inline("AAAA", "image/png")
PDF = Inline("AAAA", "application/pdf")


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (Part("input_text", text="hi"), Text("hi")),
        (Part("input_image", image_url="data:image/png;base64,AAAA"), Image(PNG)),
        (Part("input_image", image_url="https://a", detail="low"), Image(Link("https://a"), "low")),
        (Part("input_image", file_id="f", detail="auto"), Image(Uploaded("f"))),
        (Part("input_file", file_url="https://a"), Document(Link("https://a"))),
        (Part("input_file", file_id="f"), Document(Uploaded("f"))),
        (Part("input_file", file_data="AAAA", filename="x.pdf"), Document(PDF, "x.pdf")),
        (Part("input_file", file_data="data:text/plain;base64,aGk="), Document(PlainText("hi"))),
    ],
)
def test_reading(part: Part, expected: object):
    assert read_input_part(part, "input.0") == expected


@pytest.mark.parametrize(("ttl", "seconds"), [("30m", 1800), ("12h", 43200), (None, None)])
def test_a_breakpoint_marks_what_may_be_cached(ttl: str | None, seconds: int | None):
    part = Part("input_text", text="hi", prompt_cache_breakpoint=Breakpoint(ttl))
    assert read_input_part(part, "") == Text("hi", cache=CacheMark(seconds))


@pytest.mark.parametrize(
    ("part", "field"),
    [
        (Part("input_audio"), "at"),
        (Part("input_text"), "at"),
        (Part("input_image"), "at"),
        (Part("input_file"), "at"),
        (Part("input_image", image_url="data:image/png,raw"), "at.image_url"),
        (Part("input_file", file_data="data:text/plain;base64,/w=="), "at.file_data"),
    ],
)
def test_what_is_no_input_is_refused_by_its_place(part: Part, field: str):
    with pytest.raises(InvalidRequest) as refused:
        read_input_part(part, "at")
    assert refused.value.field == field
    assert f"`{field}`" in refused.value.message


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (Text("hi"), {"type": "input_text", "text": "hi"}),
        (
            Image(PNG, "high"),
            {"type": "input_image", "detail": "high", "image_url": "data:image/png;base64,AAAA"},
        ),
        (
            Image(Link("https://a")),
            {"type": "input_image", "detail": "auto", "image_url": "https://a"},
        ),
        (Image(Uploaded("f")), {"type": "input_image", "detail": "auto", "file_id": "f"}),
        (
            Document(PDF),
            {
                "type": "input_file",
                "filename": "document.pdf",
                "file_data": "data:application/pdf;base64,AAAA",
            },
        ),
        (
            Document(PlainText("hi"), "a.txt"),
            {
                "type": "input_file",
                "filename": "a.txt",
                "file_data": "data:text/plain;base64,aGk=",
            },
        ),
        (
            Document(Link("https://a"), "t"),
            {"type": "input_file", "file_url": "https://a", "filename": "t"},
        ),
        (Document(Uploaded("f")), {"type": "input_file", "file_id": "f"}),
    ],
)
def test_writing(part: Text | Image | Document, expected: dict[str, Any]):
    assert write_input_part(part, "at", links=True) == [expected]


def test_what_is_said_about_a_document_stands_before_it():
    part = Document(Uploaded("f"), context="Read with care.", origin="https://a")
    texts = [written.get("text") for written in write_input_part(part, "at", links=True)]
    assert texts == ["https://a", "Read with care.", None]


@pytest.mark.parametrize(
    "part", [Audio(PNG), Video(PNG), Thinking("hm"), Image(PlainText("no picture"))]
)
def test_what_openai_does_not_take_is_refused(part: Audio | Video | Thinking | Image):
    with pytest.raises(InvalidRequest) as refused:
        write_input_part(part, "messages.3", links=True)
    assert refused.value.field == "messages.3"


def test_a_model_that_fetches_nothing_gets_no_url():
    with pytest.raises(InvalidRequest, match="base64"):
        write_input_part(Image(Link("https://a")), "messages.3", links=False)
