"""Where Google found what an answer says: grounding metadata as citations.

Source: `google.genai.types.GroundingMetadata`, `GroundingSupport` and `Segment`.
"""

from collections.abc import Iterator, Mapping

from ai_gateway.dialects.gemini.shapes import Grounding, Segment, Web
from ai_gateway.dialects.neutral.content import Citation


def read_citations(
    grounding: Grounding, texts: Mapping[int, str]
) -> Iterator[tuple[int, Citation]]:
    """Yield each citation with the wire's index of the part that it supports.

    `texts` are the texts of the parts by that index. A source that supports no range of the
    text was looked at and not used, and is no citation.
    """
    chunks = grounding.grounding_chunks or ()
    for support in grounding.grounding_supports or ():
        segment = support.segment
        if segment is None or segment.part_index not in texts:
            continue
        start, end = _characters(segment, texts[segment.part_index])
        for index in support.grounding_chunk_indices or ():
            web = chunks[index].web if 0 <= index < len(chunks) else None
            if web is not None:
                yield segment.part_index, _citation(web, start, end)


def _citation(web: Web, start: int, end: int) -> Citation:
    # Google shows the passage of the answer, never the page's own words.
    return Citation("web", url=web.uri, title=web.title, text_start=start, text_end=end)


def _characters(segment: Segment, text: str) -> tuple[int, int]:
    """Turn the range in bytes into one in characters."""
    raw = text.encode()
    start = len(raw[: max(0, segment.start_index)].decode(errors="ignore"))
    end = len(raw[: max(0, segment.end_index)].decode(errors="ignore"))
    return start, end
