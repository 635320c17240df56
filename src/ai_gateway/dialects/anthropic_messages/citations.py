"""Citations, from the wire and to it (`anthropic.types.TextCitation`)."""

from collections.abc import Iterable

from ai_gateway.dialects.anthropic_messages.blocks import (
    BlockLocation,
    CharLocation,
    Location,
    PageLocation,
    SearchResultLocation,
    WebLocation,
)
from ai_gateway.dialects.neutral.content import Citation

_IN_A_DOCUMENT: dict[str, type[CharLocation | PageLocation | BlockLocation]] = {
    "chars": CharLocation,
    "pages": PageLocation,
    "blocks": BlockLocation,
}


def read_citation(location: Location) -> Citation:
    """Return the citation. A file's id, which answers alone hold, is its `opaque`."""
    match location:
        case CharLocation():
            kind = "chars"
            start, end = location.start_char_index, location.end_char_index
        case PageLocation():
            kind = "pages"
            start, end = location.start_page_number, location.end_page_number
        case BlockLocation():
            kind = "blocks"
            start, end = location.start_block_index, location.end_block_index
        case SearchResultLocation():
            return Citation(
                kind="search_result",
                text=location.cited_text,
                url=location.source,
                title=location.title,
                document=location.search_result_index,
                start=location.start_block_index,
                end=location.end_block_index,
            )
        case WebLocation():
            return Citation(
                kind="web",
                text=location.cited_text,
                url=location.url,
                title=location.title,
                opaque=location.encrypted_index or None,
            )
    return Citation(
        kind=kind,
        text=location.cited_text,
        title=location.document_title,
        document=location.document_index,
        start=start,
        end=end,
        opaque=location.file_id,
    )


def read_citations(locations: Iterable[Location] | None) -> tuple[Citation, ...]:
    """Return the citations of a text."""
    return tuple(map(read_citation, locations or ()))


def write_citation(citation: Citation) -> Location | None:
    """Return the citation as an answer tells it, None where the wire has none of that kind."""
    text, title, opaque = citation.text, citation.title, citation.opaque
    document, start, end = citation.document, citation.start, citation.end
    located: Location | None = None
    if citation.kind == "web":
        located = WebLocation(text, citation.url or "", title, opaque or "")
    elif document is None or start is None or end is None:
        return None
    elif citation.kind == "search_result":
        located = SearchResultLocation(text, document, citation.url or "", title, start, end)
    elif citation.kind in _IN_A_DOCUMENT:
        located = _IN_A_DOCUMENT[citation.kind](text, document, title, start, end, opaque)
    return located


def write_citations(citations: Iterable[Citation]) -> list[Location] | None:
    """Return the citations of a text, None where there are none."""
    written = map(write_citation, citations)
    return [location for location in written if location is not None] or None


def return_citation(citation: Citation) -> Location | None:
    """Return the citation as a request gives it back, None where the API would not know it.

    A request has no member for a file's id, and a page of a search that another provider made
    has no index that this one could decrypt.
    """
    location = write_citation(citation)
    match location:
        case CharLocation() | PageLocation() | BlockLocation():
            location.file_id = None
        case WebLocation() if not location.encrypted_index:
            return None
        case _:
            pass
    return location
