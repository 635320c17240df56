"""The parts of a caller's message, read."""

from collections.abc import Sequence

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.content import Audio, Document, Image, Part, Refusal, Text, Video
from ai_gateway.dialects.neutral.source import Inline, Link, Uploaded
from ai_gateway.dialects.openai_chat.cache_mark import read_mark
from ai_gateway.dialects.openai_chat.content_shapes import (
    AudioPart,
    ContentPart,
    FilePart,
    ImagePart,
    RefusalPart,
    TextPart,
    VideoPart,
)

AUDIO_TYPES = {"wav": "audio/wav", "mp3": "audio/mpeg"}
"""The formats of `input_audio` and their media types."""


def read_content(content: str | Sequence[ContentPart] | None, at: str) -> tuple[Part, ...]:
    """Return the parts of the `content` of the message at `at`, none for an empty text.

    Raises `InvalidRequest` naming the part that cannot be understood.
    """
    if not content:
        return ()
    if isinstance(content, str):
        return (Text(content),)
    return tuple(
        _read_part(part, f"{at}.content.{position}") for position, part in enumerate(content)
    )


def _read_part(part: ContentPart, at: str) -> Part:
    match part:
        case TextPart():
            mark = read_mark(at, part.cache_control, part.prompt_cache_breakpoint)
            return Text(part.text, cache=mark)
        case ImagePart():
            mark = read_mark(at, part.cache_control, part.prompt_cache_breakpoint)
            image = part.image_url
            return Image(_read_address(image.url, f"{at}.image_url.url"), image.detail, mark)
        case AudioPart():
            return _read_audio(part, at)
        case FilePart():
            return _read_file(part, at)
        case VideoPart():
            return Video(_read_address(part.video_url.url, f"{at}.video_url.url"))
        case RefusalPart():
            return Refusal(part.refusal)


def _read_audio(part: AudioPart, at: str) -> Audio:
    sound = part.input_audio
    if sound.format not in AUDIO_TYPES:
        raise InvalidRequest(
            f"`{at}.input_audio.format` is {sound.format!r}; expected `wav` or `mp3`. Convert the"
            " sound to one of them.",
            field=f"{at}.input_audio.format",
        )
    return Audio(Inline(sound.data, AUDIO_TYPES[sound.format]))


def _read_file(part: FilePart, at: str) -> Document:
    mark = read_mark(at, part.cache_control, part.prompt_cache_breakpoint)
    file = part.file
    if file.file_id is not None:
        return Document(Uploaded(file.file_id), file.filename, cache=mark)
    if file.file_data is None:
        raise InvalidRequest(
            f"`{at}.file` holds neither `file_data` nor `file_id`; expected one of them. Put the"
            " file there as `data:application/pdf;base64,…`.",
            field=f"{at}.file",
        )
    source = _read_address(file.file_data, f"{at}.file.file_data")
    return Document(source, file.filename, cache=mark)


def _read_address(url: str, at: str) -> Inline | Link:
    """Tell bytes in a `data:` URL (RFC 2397) from an address on the web."""
    if url.startswith(("https://", "http://")):
        return Link(url)
    head, comma, data = url.partition(",")
    media_type, *parameters = head.removeprefix("data:").split(";")
    if head.startswith("data:") and comma and media_type and parameters[-1:] == ["base64"]:
        return Inline(data, media_type)
    raise InvalidRequest(
        f"`{at}` begins with {url[:20]!r}; expected a URL that begins with `https://`, or the bytes"
        " as `data:<media type>;base64,…`. Send one of these.",
        field=at,
    )
