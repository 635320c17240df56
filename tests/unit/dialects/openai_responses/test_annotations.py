"""Citations become annotations and are read from them."""

from typing import Any

from ai_gateway.dialects.neutral.content import Citation
from ai_gateway.dialects.openai_responses.annotations import (
    read_citation,
    read_citations,
    write_citation,
    write_citations,
)
from ai_gateway.dialects.openai_responses.shapes import Annotation

WEB = Citation("web", url="https://a", title="A", text_start=2, text_end=5)
WEB_ANNOTATION: dict[str, Any] = {
    "type": "url_citation",
    "url": "https://a",
    "title": "A",
    "start_index": 2,
    "end_index": 5,
}


def test_a_page_is_cited_with_the_range_it_supports():
    assert write_citation(WEB, 9) == WEB_ANNOTATION
    assert read_citation(Annotation(**WEB_ANNOTATION)) == WEB


def test_a_citation_without_a_range_supports_the_whole_text():
    written = write_citation(Citation("web", url="https://a"), 9)
    assert (written["start_index"], written["end_index"], written["title"]) == (0, 9, "")


def test_a_citation_of_a_document_names_it_by_its_place():
    written = write_citation(Citation("pages", title="Plan", document=2, start=1, end=3), 9)
    assert written == {
        "type": "file_citation",
        "file_id": "document_2",
        "filename": "Plan",
        "index": 9,
    }


def test_a_citation_of_a_stored_file_keeps_its_id():
    found = read_citation(Annotation("file_citation", file_id="f1", filename="Plan", index=3))
    assert found == Citation("file_citation", title="Plan", opaque="f1")


def test_many_and_none():
    assert write_citations([WEB, WEB], 9) == [WEB_ANNOTATION] * 2
    assert read_citations(None) == ()
    assert read_citations([Annotation(**WEB_ANNOTATION)]) == (WEB,)
