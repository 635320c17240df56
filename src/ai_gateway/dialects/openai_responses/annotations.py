"""Citations as annotations of a text, both ways."""

from collections.abc import Iterable, Sequence

from ai_gateway.dialects.neutral.content import Citation
from ai_gateway.dialects.openai_responses import shapes

_WEB = "web"


def read_citations(annotations: Sequence[shapes.Annotation] | None) -> tuple[Citation, ...]:
    """Return what `annotations` cite; see `read_citation`."""
    if not annotations:
        return ()
    return tuple(read_citation(annotation) for annotation in annotations)


def read_citation(annotation: shapes.Annotation) -> Citation:
    """Return what `annotation` cites: a page of the web, or else a file of OpenAI's.

    A citation of a file has the file's id in `opaque`.
    """
    if annotation.type == "url_citation":
        return Citation(
            _WEB,
            url=annotation.url,
            title=annotation.title,
            text_start=annotation.start_index,
            text_end=annotation.end_index,
        )
    return Citation(
        annotation.type,
        title=annotation.filename,
        opaque=annotation.file_id,
    )


def write_citations(citations: Iterable[Citation], length: int) -> list[dict[str, object]]:
    """Return `citations` as annotations of a text of `length` characters."""
    return [write_citation(cited, length) for cited in citations]


def write_citation(citation: Citation, length: int) -> dict[str, object]:
    """Return `citation` as `AnnotationURLCitation`, or `AnnotationFileCitation` without a URL.

    It supports the whole text, of `length` characters, unless it says which part. A document
    of the request has no file's id here, so it is named by its place among the documents.
    """
    if citation.url is None:
        return {
            "type": "file_citation",
            "file_id": f"document_{citation.document or 0}",
            "filename": citation.title or "",
            "index": length,
        }
    end = citation.text_end
    return {
        "type": "url_citation",
        "url": citation.url,
        "title": citation.title or "",
        "start_index": citation.text_start or 0,
        "end_index": length if end is None else end,
    }
