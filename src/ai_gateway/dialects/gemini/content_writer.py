"""What a message is made of, written as parts."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.gemini.part_reader import CODE_EXECUTION, DIALECT
from ai_gateway.dialects.gemini.question import Blob, FileData, FunctionCall, Part
from ai_gateway.dialects.gemini.refusal import inexpressible
from ai_gateway.dialects.gemini.signature import unseal
from ai_gateway.dialects.neutral import content
from ai_gateway.dialects.neutral.source import Inline, Link, PlainText, Source, Uploaded

Media = content.Image | content.Document | content.Audio | content.Video

# What Gemini reads, by the ending of a link whose media type the caller left out
# (https://ai.google.dev/gemini-api/docs, image, document, audio and video understanding).
_MEDIA_TYPES: Mapping[str, str] = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "heic": "image/heic",
    "heif": "image/heif",
    "gif": "image/gif",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "wav": "audio/wav",
    "mp3": "audio/mp3",
    "flac": "audio/flac",
    "ogg": "audio/ogg",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
}

# Addresses that Google reads in its own house, whatever else the model may fetch.
_GOOGLES_OWN = (
    "gs://",
    "https://generativelanguage.googleapis.com/",
    "https://www.youtube.com/",
    "https://youtu.be/",
)

_ARGUMENTS = msgspec.json.Decoder(dict[str, msgspec.Raw])


class _Code(msgspec.Struct):
    language: str
    code: str


_CODE = msgspec.json.Decoder(_Code)


class ContentWriter:
    """Writes the parts of one request and names in `dropped` what it leaves out.

    `dropped` is a set in the order in which it grew. `links` says that the model fetches from
    any URL.
    """

    def __init__(self, links: bool, dropped: dict[str, None]) -> None:
        self._links = links
        self._dropped = dropped

    def said(self, part: content.Part, at: str) -> list[Part]:
        """Return `part`, anything but a function's result, of the message at `at`.

        Raises `InvalidRequest` where Gemini has nothing like it.
        """
        match part:
            case content.Text():
                return [self.text(part)]
            case content.Refusal(text):
                return [Part(text=text)]
            case content.Thinking() | content.RedactedThinking():
                return self._thought(part)
            case content.ToolCall() | content.ServerToolCall() | content.ServerToolResult():
                return [self._done(part, at)]
            case content.Image() | content.Document() | content.Audio() | content.Video():
                return self.media(part, at)
            case content.ToolResult():
                raise inexpressible(
                    at, "a tool's result", "only a user's message has one", "Move it there."
                )

    def text(self, part: content.Text) -> Part:
        """Return the words, without where they come from."""
        if part.citations:
            self._dropped["citations"] = None
        self.mark(part.cache)
        return Part(text=part.text)

    def mark(self, cache: content.CacheMark | None) -> None:
        """Note a cache mark: Gemini caches by itself, or what was stored beforehand."""
        if cache is not None:
            self._dropped["cache"] = None

    def media(self, part: Media, at: str) -> list[Part]:
        """Return a picture, a document, a sound or a film, with what is said of it before it."""
        if isinstance(part, content.Document):
            return self._document(part, at)
        if isinstance(part, content.Image):
            self.mark(part.cache)
            if part.detail is not None:
                self._dropped["image.detail"] = None
        return [self._file(part.source, at)]

    def _document(self, part: content.Document, at: str) -> list[Part]:
        self.mark(part.cache)
        if part.cite:
            raise inexpressible(
                at,
                "a document to be cited",
                "its answers cite pages of the web alone",
                "Ask without citations, or choose a provider that cites documents.",
            )
        told = [line for line in (part.title, part.origin, part.context) if line]
        if isinstance(part.source, PlainText):
            return [Part(text="\n\n".join([*told, part.source.text]))]
        words = [Part(text="\n\n".join(told))] if told else []
        return [*words, self._file(part.source, at)]

    def _file(self, source: Source, at: str) -> Part:
        match source:
            case Inline(data, media_type):
                return Part(inline_data=Blob(media_type, data))
            case PlainText(text):
                return Part(text=text)
            case Uploaded(uri) | Link(uri) if uri.startswith(_GOOGLES_OWN):
                return Part(file_data=FileData(uri, _media_type(source)))
            case Link(url) if self._links:
                return Part(file_data=FileData(url, _media_type(source)))
            case Link():
                raise inexpressible(
                    at,
                    "a file by its URL",
                    "this model fetches from Google's own addresses alone",
                    "Send the bytes in base64, or a gs:// address.",
                )
            case Uploaded(id):
                raise inexpressible(
                    at,
                    f"the uploaded file {id!r}",
                    "another provider has it",
                    "Send the bytes in base64, or the URI of a file uploaded to Google.",
                )

    def _thought(self, part: content.Thinking | content.RedactedThinking) -> list[Part]:
        """Return Google's own thought; nobody else's can be given to it."""
        if isinstance(part, content.RedactedThinking):
            signature = unseal(part.data)
            if signature is not None:
                # The form in which a stream has the signature of a text: after it, with none.
                return [Part(text="", thought_signature=signature)]
        else:
            signature = unseal(part.signature)
            if signature is not None:
                return [Part(text=part.text, thought=True, thought_signature=signature)]
        self._dropped["thinking"] = None
        return []

    def _done(
        self, part: content.ToolCall | content.ServerToolCall | content.ServerToolResult, at: str
    ) -> Part:
        if isinstance(part, content.ServerToolResult):
            return _code_result(part, at)
        self.mark(part.cache)
        return _call(part, at) if isinstance(part, content.ToolCall) else _code(part, at)


def _media_type(source: Link | Uploaded) -> str | None:
    if isinstance(source, Link):
        if source.media_type is not None:
            return source.media_type
        return _MEDIA_TYPES.get(urlsplit(source.url).path.rpartition(".")[2].lower())
    return None


def _call(part: content.ToolCall, at: str) -> Part:
    arguments = part.arguments or "{}"
    try:
        _ARGUMENTS.decode(arguments)
    except msgspec.DecodeError:
        raise InvalidRequest(
            f"`{at}` holds a call of {part.name!r} whose arguments are no JSON object, and"
            " Gemini takes nothing else. Correct them, or leave the call and its result out.",
            field=at,
        ) from None
    call = FunctionCall(part.name, msgspec.Raw(arguments.encode()), part.id or None)
    return Part(function_call=call, thought_signature=part.signature)


def _code(part: content.ServerToolCall, at: str) -> Part:
    if part.name == CODE_EXECUTION:
        try:
            _CODE.decode(part.input)
            return Part(executable_code=msgspec.Raw(part.input.encode()))
        except msgspec.DecodeError:
            pass  # another provider's tool of the same name
    raise _foreign(f"a call of the tool {part.name!r} that another provider ran", at)


def _code_result(part: content.ServerToolResult, at: str) -> Part:
    if part.dialect == DIALECT:
        return Part(code_execution_result=msgspec.Raw(part.content.encode()))
    raise _foreign(f"a result of the tool {part.name!r} that another provider ran", at)


def _foreign(holds: str, at: str) -> InvalidRequest:
    return inexpressible(
        at,
        holds,
        "it takes back what its own tools did and nothing else",
        "Leave it out, or say in text what was found.",
    )
