"""Text, pictures and documents as OpenAI takes them, both ways."""

import base64
import binascii

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.content import (
    Audio,
    CacheMark,
    Document,
    Image,
    Part,
    Text,
    Video,
)
from ai_gateway.dialects.neutral.source import Inline, Link, PlainText, Source, Uploaded
from ai_gateway.dialects.openai_responses import shapes

_LIFETIMES = {"30m": 1800, "12h": 43200}
"""Seconds that a cache breakpoint may ask for."""

_EXTENSIONS = {"application/pdf": "pdf", "text/plain": "txt", "text/markdown": "md"}

InputPart = Text | Image | Document


def read_input_part(part: shapes.Part, at: str) -> InputPart:
    """Return the part at `at`. Raises `InvalidRequest` for any that is no input."""
    cache = _read_breakpoint(part.prompt_cache_breakpoint)
    if part.type in ("input_text", "output_text", "text") and part.text is not None:
        return Text(part.text, cache=cache)
    if part.type == "input_image":
        detail = None if part.detail == "auto" else part.detail
        return Image(_image_source(part, at), detail=detail, cache=cache)
    if part.type == "input_file":
        return Document(_file_source(part, at), title=part.filename, cache=cache)
    raise InvalidRequest(
        f"`{at}` is a part of type `{part.type}`{_missing(part)}. Expected `input_text`,"
        " `input_image` or `input_file`; send the content as one of these.",
        field=at,
    )


def _missing(part: shapes.Part) -> str:
    return " without `text`" if part.type.endswith("text") else ""


def _read_breakpoint(mark: shapes.Breakpoint | None) -> CacheMark | None:
    return CacheMark(_LIFETIMES.get(mark.ttl or "")) if mark else None


def _image_source(part: shapes.Part, at: str) -> Source:
    if part.image_url is not None:
        return _inline(part.image_url, f"{at}.image_url") or Link(part.image_url)
    if part.file_id is not None:
        return Uploaded(part.file_id)
    raise InvalidRequest(
        f"`{at}` is an image without `image_url` and without `file_id`. Add one of them.", field=at
    )


def _file_source(part: shapes.Part, at: str) -> Source:
    if part.file_data is not None:
        return _file_data(part.file_data, f"{at}.file_data")
    if part.file_url is not None:
        return Link(part.file_url)
    if part.file_id is not None:
        return Uploaded(part.file_id)
    raise InvalidRequest(
        f"`{at}` is a file without `file_data`, `file_url` or `file_id`. Add one of them.",
        field=at,
    )


def _file_data(data: str, at: str) -> Source:
    # OpenAI takes bare base64 as well, and then reads a PDF.
    source = _inline(data, at) or Inline(data, "application/pdf")
    if source.media_type != "text/plain":
        return source
    try:
        return PlainText(base64.b64decode(source.data, validate=True).decode())
    except (binascii.Error, ValueError):
        raise InvalidRequest(
            f"`{at}` says that it is text/plain in base64, and it is not UTF-8 in base64. Encode"
            " it anew.",
            field=at,
        ) from None


def _inline(url: str, at: str) -> Inline | None:
    """Return what a `data:` URL holds, or None where it is another URL."""
    if not url.startswith("data:"):
        return None
    head, comma, data = url.removeprefix("data:").partition(",")
    if not comma or not head.endswith(";base64"):
        raise InvalidRequest(
            f"`{at}` is a data URL of another form than `data:<media type>;base64,<data>`."
            " Encode the data as base64.",
            field=at,
        )
    return Inline(data, head.split(";", 1)[0])


def write_input_part(part: Part, at: str, *, links: bool) -> list[dict[str, object]]:
    """Return `part` as input; what is said about a document is text before it.

    `links` says that the model fetches pictures. Raises `InvalidRequest` for what is no input
    at OpenAI, `at` being the message that holds it.
    """
    if isinstance(part, Text):
        return [{"type": "input_text", "text": part.text}]
    if isinstance(part, Image):
        return [_write_image(part, at, links=links)]
    if isinstance(part, Document):
        about: list[dict[str, object]] = [
            {"type": "input_text", "text": text} for text in (part.origin, part.context) if text
        ]
        return [*about, _write_document(part)]
    held = "audio" if isinstance(part, Audio) else "video" if isinstance(part, Video) else "this"
    raise InvalidRequest(
        f"`{at}` holds {held} ({type(part).__name__}), which OpenAI's responses do not take in a"
        " message of this role: expected text, images or documents. Leave it out, or choose a"
        " provider that takes it.",
        field=at,
    )


def _write_image(part: Image, at: str, *, links: bool) -> dict[str, object]:
    written: dict[str, object] = {"type": "input_image", "detail": part.detail or "auto"}
    source = part.source
    if isinstance(source, Inline):
        return written | {"image_url": f"data:{source.media_type};base64,{source.data}"}
    if isinstance(source, Link):
        if not links:
            raise InvalidRequest(
                f"`{at}` holds the URL of an image, and this model does not fetch images. Send"
                " the image itself in base64.",
                field=at,
            )
        return written | {"image_url": source.url}
    if isinstance(source, Uploaded):
        return written | {"file_id": source.id}
    raise InvalidRequest(
        f"`{at}` holds an image that is plain text. Send it as a document or as text.", field=at
    )


def _write_document(part: Document) -> dict[str, object]:
    written: dict[str, object] = {"type": "input_file"}
    source = part.source
    if isinstance(source, Link):
        title = {"filename": part.title} if part.title else {}
        return written | {"file_url": source.url} | title
    if isinstance(source, Uploaded):
        return written | {"file_id": source.id}
    if isinstance(source, PlainText):
        source = Inline(base64.b64encode(source.text.encode()).decode(), "text/plain")
    # OpenAI refuses data without a name.
    extension = _EXTENSIONS.get(source.media_type, source.media_type.rpartition("/")[2])
    return written | {
        "filename": part.title or f"document.{extension}",
        "file_data": f"data:{source.media_type};base64,{source.data}",
    }
