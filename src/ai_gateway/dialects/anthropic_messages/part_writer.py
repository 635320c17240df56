"""Parts into the content blocks of a request."""

import base64
import binascii
import re

import msgspec

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.anthropic_messages import blocks as wire
from ai_gateway.dialects.anthropic_messages.cache_marks import write_mark
from ai_gateway.dialects.anthropic_messages.citations import return_citation
from ai_gateway.dialects.anthropic_messages.json_object import tool_input
from ai_gateway.dialects.anthropic_messages.parsing import refusal
from ai_gateway.dialects.anthropic_messages.part_reader import DIALECT
from ai_gateway.dialects.neutral import content as neutral
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.source import Inline, Link, PlainText, Source, Uploaded

_IMAGES = ("image/jpeg", "image/png", "image/gif", "image/webp")
_NOT_IN_AN_ID = re.compile(r"[^a-zA-Z0-9_-]")
_OWN_SERVER_CALL = "srvtoolu_"

Written = wire.Block | msgspec.Raw


class PartWriter:
    """Writes the parts of one message, which stands at `at` in the caller's request.

    Whatever belongs to another provider alone, and would be refused here, is left out and
    named in `dropped`: its thoughts, its signatures, its own searches. The words of the answer
    that came of them stay.
    """

    def __init__(self, at: str, profile: Profile, dropped: list[str]) -> None:
        self._at = at
        self._profile = profile
        self._dropped = dropped

    def write(self, part: neutral.Part) -> Written | None:
        """Return the block, or None where nothing is left of it. Raises `InvalidRequest`."""
        match part:
            case neutral.Text() | neutral.Image() | neutral.Document():
                return self._content(part)
            case neutral.ToolCall():
                return self._call(part)
            case neutral.ToolResult():
                return self._result(part)
            case neutral.Thinking() | neutral.RedactedThinking():
                return self._thought(part)
            case neutral.Refusal():
                return wire.TextBlock(part.text) if part.text.strip() else None
            case neutral.ServerToolCall() | neutral.ServerToolResult():
                return self._server_tool(part)
            case neutral.Audio() | neutral.Video():
                kind = "audio" if isinstance(part, neutral.Audio) else "video"
                raise self._unsaid(
                    kind, "its models take text, images and documents", "Send a transcript as text."
                )

    def _content(
        self, part: neutral.Text | neutral.Image | neutral.Document
    ) -> wire.ResultContent | None:
        match part:
            case neutral.Text():
                # The API refuses a text of nothing but white space.
                return self._text(part) if part.text.strip() else None
            case neutral.Image():
                if part.detail is not None:
                    self._dropped.append("image.detail")
                return wire.ImageBlock(self._image(part.source), write_mark(part.cache))
            case neutral.Document():
                return self._document(part)

    def _text(self, part: neutral.Text) -> wire.TextBlock:
        citations = [return_citation(citation) for citation in part.citations]
        known = [citation for citation in citations if citation is not None]
        if len(known) < len(citations):
            self._dropped.append("citations")
        return wire.TextBlock(part.text, known or None, write_mark(part.cache))

    def _image(self, source: Source) -> wire.Base64Source | wire.UrlSource | wire.FileSource:
        match source:
            case Inline():
                media = source.media_type.replace("image/jpg", "image/jpeg")
                if media not in _IMAGES:
                    raise self._unsaid(
                        f"an image of type {media}",
                        f"it takes {', '.join(_IMAGES)}",
                        "Convert the image.",
                    )
                return wire.Base64Source(source.data, media)
            case Link():
                if not self._profile.image_links:
                    raise self._unsaid(
                        "the URL of an image",
                        "this model takes the bytes only",
                        "Send the image in base64.",
                    )
                return wire.UrlSource(source.url)
            case Uploaded():
                return wire.FileSource(source.id)
            case PlainText():
                raise self._unsaid("text as an image", "it is none", "Send it as text.")

    def _document(self, part: neutral.Document) -> wire.DocumentBlock | wire.SearchResultBlock:
        cite = wire.CitationsConfig(enabled=True) if part.cite else None
        mark = write_mark(part.cache)
        if part.origin is not None and isinstance(part.source, PlainText):
            texts = part.source.passages or (part.source.text,)
            content = [wire.TextBlock(text) for text in texts]
            return wire.SearchResultBlock(part.origin, part.title or "", content, cite, mark)
        source = self._document_source(part.source)
        return wire.DocumentBlock(source, part.title, part.context, cite, mark)

    def _document_source(
        self, source: Source
    ) -> (
        wire.Base64Source | wire.TextSource | wire.UrlSource | wire.FileSource | wire.ContentSource
    ):
        match source:
            case PlainText(text, ()):
                return wire.TextSource(text, "text/plain")
            case PlainText(_, passages):
                return wire.ContentSource([wire.TextBlock(text) for text in passages])
            case Link():
                return wire.UrlSource(source.url)
            case Uploaded():
                return wire.FileSource(source.id)
            case Inline():
                return self._document_bytes(source)

    def _document_bytes(self, source: Inline) -> wire.Base64Source | wire.TextSource:
        media = source.media_type.partition(";")[0].strip()
        if media == "application/pdf":
            return wire.Base64Source(source.data, media)
        if media.startswith("text/") or media == "application/json":
            try:
                text = base64.b64decode(source.data, validate=True).decode()
            except (binascii.Error, ValueError):
                raise self._unsaid(
                    f"a document of type {media}",
                    "its bytes are no base64 of a text in UTF-8",
                    "Encode it so.",
                ) from None
            return wire.TextSource(text, "text/plain")
        raise self._unsaid(
            f"a document of type {media}", "it takes PDF and text", "Convert it to one of them."
        )

    def _call(self, part: neutral.ToolCall) -> wire.ToolUseBlock:
        if part.signature is not None:
            self._dropped.append("tool_call.signature")
        arguments = tool_input(part.arguments)
        return wire.ToolUseBlock(tool_id(part.id), part.name, arguments, write_mark(part.cache))

    def _result(self, part: neutral.ToolResult) -> wire.ToolResultBlock:
        written = [self._content(piece) for piece in part.content]
        content = [block for block in written if block is not None]
        return wire.ToolResultBlock(
            tool_id(part.call_id), content or None, part.is_error or None, write_mark(part.cache)
        )

    def _thought(self, part: neutral.Thinking | neutral.RedactedThinking) -> Written | None:
        # An id is OpenAI's name of the item; what has none here is proven by its signature.
        match part:
            case neutral.Thinking(text, str(signature), None) if _is_own(signature):
                return wire.ThinkingBlock(text, signature)
            case neutral.RedactedThinking(data, None) if _is_own(data):
                return wire.RedactedThinkingBlock(data)
            case _:
                self._dropped.append("thinking")
                return None

    def _server_tool(
        self, part: neutral.ServerToolCall | neutral.ServerToolResult
    ) -> Written | None:
        match part:
            case neutral.ServerToolCall() if part.id.startswith(_OWN_SERVER_CALL):
                given = tool_input(part.input)
                return wire.ServerToolUseBlock(part.id, part.name, given, write_mark(part.cache))
            case neutral.ServerToolResult(_, _, dialect, text) if dialect == DIALECT:
                return msgspec.Raw(text.encode())
            case _:
                self._dropped.append("server_tool")
                return None

    def _unsaid(self, found: str, reason: str, instead: str) -> InvalidRequest:
        where = self._at or "messages"
        return refusal(where, found, f"Anthropic cannot be asked so, {reason}", instead)


def _is_own(word: str) -> bool:
    """Say whether an opaque word is Anthropic's: others' begin with their name and a colon."""
    return ":" not in word


def tool_id(identifier: str) -> str:
    """Return the id of a call in the letters that the API takes; other dialects take any."""
    return _NOT_IN_AN_ID.sub("_", identifier)
