"""Citations: each kind of place, there and back."""

import pytest

from ai_gateway.dialects.bedrock_converse.citations import read_citation, write_citation
from ai_gateway.dialects.bedrock_converse.shapes import CitationShape, Passage
from ai_gateway.dialects.neutral.content import Citation


@pytest.mark.parametrize(
    "citation",
    [
        Citation("chars", "said", title="A", document=1, start=2, end=3),
        Citation("pages", "said", title="A", document=0, start=2, end=3),
        Citation("blocks", "said", document=0, start=0, end=1),
        Citation("search_result", "said", url="kb://1", title="A", document=0, start=0, end=1),
        Citation("web", "said", url="https://example.com", title="A"),
    ],
)
def test_every_kind_comes_back(citation: Citation) -> None:
    written = write_citation(citation)
    assert written is not None
    assert read_citation(written) == citation


def test_another_kind_is_not_written() -> None:
    assert write_citation(Citation("hologram", "said")) is None


def test_a_citation_without_a_place_keeps_its_source_and_all_its_words() -> None:
    shape = CitationShape("A", "kb://1", [Passage("one "), Passage(None), Passage("two")])
    assert read_citation(shape) == Citation("web", "one two", url="kb://1", title="A")
