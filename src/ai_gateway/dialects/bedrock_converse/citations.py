"""Citations, from the wire and to it."""

from ai_gateway.dialects.bedrock_converse.shapes import (
    CitationShape,
    DocumentPlace,
    Location,
    Passage,
    SearchResultPlace,
    WebPlace,
)
from ai_gateway.dialects.neutral.content import Citation


def read_citation(shape: CitationShape) -> Citation:
    """Return the citation; one without a place is of the kind `web`, which needs none."""
    text = "".join(passage.text or "" for passage in shape.source_content or ())
    where = shape.location or Location()
    if where.search_result_location is not None:
        found = where.search_result_location
        return Citation(
            kind="search_result",
            text=text,
            url=shape.source,
            title=shape.title,
            document=found.search_result_index,
            start=found.start,
            end=found.end,
        )
    for kind, place in (
        ("chars", where.document_char),
        ("pages", where.document_page),
        ("blocks", where.document_chunk),
    ):
        if place is not None:
            return Citation(
                kind=kind,
                text=text,
                title=shape.title,
                document=place.document_index,
                start=place.start,
                end=place.end,
            )
    url = where.web.url if where.web is not None else None
    return Citation(kind="web", text=text, url=url or shape.source, title=shape.title)


def write_citation(citation: Citation) -> CitationShape | None:
    """Return the citation, None where the wire has none of its kind."""
    place = DocumentPlace(citation.document, citation.start, citation.end)
    source = None
    match citation.kind:
        case "chars":
            where = Location(document_char=place)
        case "pages":
            where = Location(document_page=place)
        case "blocks":
            where = Location(document_chunk=place)
        case "search_result":
            source = citation.url
            where = Location(
                search_result_location=SearchResultPlace(
                    citation.document, citation.start, citation.end
                )
            )
        case "web":
            where = Location(web=WebPlace(citation.url)) if citation.url is not None else None
        case _:
            return None
    passages = [Passage(citation.text)] if citation.text else None
    return CitationShape(citation.title, source, passages, where)
