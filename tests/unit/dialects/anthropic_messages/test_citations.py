"""Citations."""

import msgspec
import pytest

from ai_gateway.dialects.anthropic_messages.blocks import CharLocation, Location, WebLocation
from ai_gateway.dialects.anthropic_messages.citations import (
    read_citation,
    read_citations,
    return_citation,
    write_citation,
    write_citations,
)
from ai_gateway.dialects.neutral.content import Citation

_DECODER = msgspec.json.Decoder(Location)

PAIRS = [
    (
        (
            b'{"type":"char_location","cited_text":"t","document_index":1,"document_title":null,'
            b'"start_char_index":2,"end_char_index":5,"file_id":"f"}'
        ),
        Citation("chars", "t", document=1, start=2, end=5, opaque="f"),
    ),
    (
        (
            b'{"type":"page_location","cited_text":"t","document_index":0,"document_title":"d",'
            b'"start_page_number":1,"end_page_number":2}'
        ),
        Citation("pages", "t", title="d", document=0, start=1, end=2),
    ),
    (
        (
            b'{"type":"content_block_location","cited_text":"t","document_index":0,'
            b'"document_title":"d","start_block_index":0,"end_block_index":2}'
        ),
        Citation("blocks", "t", title="d", document=0, start=0, end=2),
    ),
    (
        (
            b'{"type":"search_result_location","cited_text":"t","search_result_index":3,"source":"u",'
            b'"title":"d","start_block_index":0,"end_block_index":1}'
        ),
        Citation("search_result", "t", url="u", title="d", document=3, start=0, end=1),
    ),
    (
        (
            b'{"type":"web_search_result_location","cited_text":"t","url":"u","title":null,'
            b'"encrypted_index":"e"}'
        ),
        Citation("web", "t", url="u", opaque="e"),
    ),
]


@pytest.mark.parametrize(("wire", "citation"), PAIRS)
def test_a_citation_is_the_same_both_ways(wire: bytes, citation: Citation) -> None:
    assert read_citation(_DECODER.decode(wire)) == citation
    assert msgspec.json.encode(write_citation(citation)) == wire


@pytest.mark.parametrize("citation", [Citation("file_citation"), Citation("chars", "t")])
def test_a_citation_of_another_kind_or_without_a_range_is_none(citation: Citation) -> None:
    assert write_citation(citation) is None
    assert write_citations([citation]) is None


def test_a_page_found_by_another_provider_is_told_but_not_given_back() -> None:
    page = Citation("web", url="u", title="d")
    assert write_citation(page) == WebLocation("", "u", "d", "")
    assert return_citation(page) is None


def test_the_id_of_a_file_is_told_but_not_given_back() -> None:
    cited = Citation("chars", "t", document=1, start=2, end=5, opaque="f")
    assert return_citation(cited) == CharLocation("t", 1, None, 2, 5)


def test_no_citations_are_none() -> None:
    assert read_citations(None) == ()
    assert write_citations(()) is None
