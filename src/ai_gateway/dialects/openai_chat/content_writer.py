"""The parts of a message, written for a provider."""

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.content import (
    Audio,
    CacheMark,
    Document,
    Image,
    Part,
    Refusal,
    Text,
)
from ai_gateway.dialects.neutral.source import Inline, Link, PlainText, Uploaded
from ai_gateway.dialects.openai_chat.cache_mark import write_breakpoint, write_control
from ai_gateway.dialects.openai_chat.content_shapes import (
    Address,
    AudioPart,
    CacheBreakpoint,
    CacheControl,
    ContentPart,
    File,
    FilePart,
    ImagePart,
    RefusalPart,
    Sound,
    TextPart,
)
from ai_gateway.dialects.openai_chat.quirks import Quirks

Content = str | list[ContentPart]

_AUDIO_FORMATS = {
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/wave": "wav",
    "audio/mpeg": "mp3",
    "audio/mp3": "mp3",
}


def inexpressible(field: str, holds: str, why: str, instead: str) -> InvalidRequest:
    """Return the refusal of what `field` holds, which changes what is asked for."""
    return InvalidRequest(
        f"`{field}` holds {holds}, which this provider cannot be asked for in chat completions:"
        f" {why}. {instead}",
        field=field,
    )


class ContentWriter:
    """Writes parts one by one and names in `dropped` what it leaves out.

    `dropped` is a set in the order in which it grew. `image_links` says that the model fetches
    pictures.
    """

    def __init__(self, quirks: Quirks, image_links: bool, dropped: dict[str, None]) -> None:
        self._quirks = quirks
        self._image_links = image_links
        self._dropped = dropped

    def content(self, parts: list[ContentPart]) -> Content:
        """Return the shortest shape: one plain text is a string, which every server takes."""
        if not parts:
            return ""
        match parts:
            case [TextPart(text, None, None)]:
                return text
            case _:
                return parts

    def part(self, part: Part, at: str) -> ContentPart:
        """Return `part` of the message at `at`. Raises `InvalidRequest` where it has no shape."""
        match part:
            case Text():
                return self._text(part)
            case Image():
                return self._image(part, at)
            case Document():
                return self._document(part, at)
            case Audio():
                return _audio(part, at)
            case Refusal():
                return RefusalPart(part.text)
            case _:
                raise inexpressible(
                    at,
                    f"a part of the kind `{part.__struct_config__.tag}`",
                    "no message there has room for it",
                    "Leave it out, or choose a provider that takes it.",
                )

    def control(self, mark: CacheMark | None) -> CacheControl | None:
        """Return `cache_control` where the server takes it."""
        if mark is None or self._quirks.cache == "cache_control":
            return write_control(mark)
        if self._quirks.cache == "none":
            self._dropped["cache"] = None
        return None

    def _breakpoint(self, mark: CacheMark | None) -> CacheBreakpoint | None:
        return write_breakpoint(mark) if self._quirks.cache == "prompt_cache_breakpoint" else None

    def _text(self, part: Text) -> TextPart:
        if part.citations:
            self._dropped["citations"] = None
        return TextPart(part.text, self.control(part.cache), self._breakpoint(part.cache))

    def _image(self, part: Image, at: str) -> ImagePart:
        match part.source:
            case Inline(data, media_type):
                url = f"data:{media_type};base64,{data}"
            case Link(url) if self._image_links:
                pass
            case Link():
                raise inexpressible(
                    at,
                    "a picture by its URL",
                    "this model takes pictures only as bytes",
                    "Send the bytes in base64.",
                )
            case _:
                raise inexpressible(
                    at,
                    "a picture that was uploaded elsewhere",
                    "pictures are given by URL or as bytes",
                    "Send the bytes in base64.",
                )
        address = Address(url, part.detail)
        return ImagePart(address, self.control(part.cache), self._breakpoint(part.cache))

    def _document(self, part: Document, at: str) -> FilePart | TextPart:
        control, point = self.control(part.cache), self._breakpoint(part.cache)
        if part.cite:
            raise inexpressible(
                at,
                "a document to be cited",
                "its answers cite pages of the web alone",
                "Ask without citations, or choose a provider that cites documents.",
            )
        match part.source:
            case PlainText(text):
                told = (part.title, part.origin, part.context, text)
                return TextPart("\n\n".join(line for line in told if line), control, point)
            case Inline(data, media_type):
                file = File(f"data:{media_type};base64,{data}", filename=part.title or "document")
            case Uploaded(id):
                file = File(file_id=id, filename=part.title)
            case Link():
                raise inexpressible(
                    at,
                    "a document by its URL",
                    "documents are given as bytes",
                    "Send the bytes in base64.",
                )
        if part.context:
            raise inexpressible(
                at,
                "a document with a context beside it",
                "a file has a name and nothing else",
                "Send the context as a text before the document.",
            )
        return FilePart(file, control, point)


def _audio(part: Audio, at: str) -> AudioPart:
    match part.source:
        case Inline(data, media_type) if media_type in _AUDIO_FORMATS:
            return AudioPart(Sound(data, _AUDIO_FORMATS[media_type]))
        case Inline(_, media_type):
            raise inexpressible(
                at, f"sound as {media_type!r}", "it takes WAV and MP3", "Convert it to one of them."
            )
        case _:
            raise inexpressible(
                at,
                "sound that is not in the request",
                "sound is given as bytes",
                "Send the bytes in base64.",
            )
