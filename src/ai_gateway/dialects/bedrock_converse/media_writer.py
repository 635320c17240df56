"""Images, documents, video and sound for the provider, which takes bytes and objects in S3."""

import base64

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.bedrock_converse.document_name import DocumentNames
from ai_gateway.dialects.bedrock_converse.media_format import Kind, write_format
from ai_gateway.dialects.bedrock_converse.refusal import refusal
from ai_gateway.dialects.bedrock_converse.shapes import (
    Block,
    Bytes,
    Citing,
    DocumentBlock,
    Media,
    Passage,
    S3Location,
    SearchResultBlock,
)
from ai_gateway.dialects.neutral.content import Audio, Document, Image, Video
from ai_gateway.dialects.neutral.source import Inline, Link, PlainText, Source, Uploaded

_S3 = "s3://"

_BY_ENDING = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "html": "text/html",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "mkv": "video/matroska",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
}
"""Media types of objects in S3 of which the caller says none, by the ending of their key."""


class MediaWriter:
    """Writes the media of one message, which stands at `at`; `names` are the whole request's."""

    def __init__(self, at: str, names: DocumentNames) -> None:
        self._at = at
        self._names = names

    def image(self, part: Image) -> Block:
        """Return an image. Raises `InvalidRequest`, as all of these do."""
        return Block(image=self._media("image", part.source))

    def video(self, part: Video) -> Block:
        """Return a video."""
        return Block(video=self._media("video", part.source))

    def audio(self, part: Audio) -> Block:
        """Return a sound."""
        return Block(audio=self._media("audio", part.source))

    def document(self, part: Document) -> Block:
        """Return a document, or a result of the caller's own search."""
        cite = Citing(True) if part.cite else None
        source = part.source
        if part.origin is not None and isinstance(source, PlainText):
            passages = [Passage(text) for text in source.passages or (source.text,)]
            found = SearchResultBlock(part.origin, part.title or part.origin, passages, cite)
            return Block(search_result=found)
        if isinstance(source, PlainText):
            media = Media("txt", _text(source))
        else:
            media = self._media("document", source)
        name = self._names.take(part.title)
        document = DocumentBlock(media.format, name, media.source, part.context, cite)
        return Block(document=document)

    def _media(self, kind: Kind, source: Source) -> Media:
        match source:
            case Inline(data, media_type):
                return Media(write_format(kind, media_type, self._at), Bytes(data))
            case Link(url, media_type) if url.startswith(_S3):
                media_type = media_type or _BY_ENDING.get(url.rsplit(".", 1)[-1].lower(), "")
                location = S3Location(url)
                return Media(write_format(kind, media_type, self._at), Bytes(s3_location=location))
            case Link():
                raise self._unsaid(kind, "the URL", "it fetches nothing but objects in S3 (s3://)")
            case Uploaded():
                raise self._unsaid(kind, "the id of an uploaded file", "it keeps no files")
            case PlainText():
                raise self._unsaid(kind, "text in place", "it is none")

    def _unsaid(self, kind: Kind, found: str, reason: str) -> InvalidRequest:
        where = self._at or "messages"
        article = "an" if kind in ("image", "audio") else "a"
        return refusal(
            where,
            f"{found} of {article} {kind}",
            f"Bedrock takes its bytes, and {reason}",
            f"Send the {kind} in base64.",
        )


def _text(source: PlainText) -> Bytes:
    if source.passages:
        return Bytes(content=[Passage(text) for text in source.passages])
    # As bytes, which all models take that read documents; `text` came later and for few.
    return Bytes(base64.b64encode(source.text.encode("utf-8", "replace")).decode("ascii"))
