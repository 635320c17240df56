"""Grounding metadata as citations."""

from ai_gateway.dialects.gemini.grounding import read_citations
from ai_gateway.dialects.gemini.shapes import Chunk, Grounding, Segment, Support, Web
from ai_gateway.dialects.neutral.content import Citation

CHUNKS = [Chunk(Web("https://a.example", "A")), Chunk(None), Chunk(Web("https://b.example", "B"))]


def cited(segment: Segment | None, *indices: int) -> list[tuple[int, Citation]]:
    grounding = Grounding(CHUNKS, [Support(segment, list(indices))])
    return list(read_citations(grounding, {0: "Maß für Maß", 2: "other"}))


def test_a_range_of_bytes_becomes_one_of_characters():
    # "Maß für" has seven characters and nine bytes.
    assert cited(Segment(end_index=9), 0) == [
        (0, Citation("web", url="https://a.example", title="A", text_start=0, text_end=7))
    ]


def test_each_source_of_a_range_is_a_citation():
    assert [citation.title for _, citation in cited(Segment(0, 4, 9), 0, 2)] == ["A", "B"]


def test_a_part_is_named_by_its_index():
    assert [number for number, _ in cited(Segment(2, 0, 5), 0)] == [2]


def test_what_leads_nowhere_is_no_citation():
    assert cited(Segment(0, 0, 4), 1, 7, -1) == []
    assert cited(Segment(1, 0, 4), 0) == []
    assert cited(None, 0) == []
    assert list(read_citations(Grounding(CHUNKS), {0: "x"})) == []
