"""Media types, as the names of formats that Converse has for them."""

from typing import Literal

from ai_gateway.dialects.bedrock_converse.refusal import refusal

Kind = Literal["image", "document", "video", "audio"]

_OFFICE = "application/vnd.openxmlformats-officedocument"

# Of names for one format, the first is the registered one, and what an answer is read back as.
_FORMATS: dict[Kind, dict[str, str]] = {
    "image": {
        "image/png": "png",
        "image/jpeg": "jpeg",
        "image/jpg": "jpeg",
        "image/gif": "gif",
        "image/webp": "webp",
    },
    "document": {
        "application/pdf": "pdf",
        "text/plain": "txt",
        "text/csv": "csv",
        "text/html": "html",
        "text/markdown": "md",
        "application/msword": "doc",
        f"{_OFFICE}.wordprocessingml.document": "docx",
        "application/vnd.ms-excel": "xls",
        f"{_OFFICE}.spreadsheetml.sheet": "xlsx",
        "application/json": "txt",
    },
    "video": {
        "video/mp4": "mp4",
        "video/quicktime": "mov",
        "video/matroska": "mkv",
        "video/x-matroska": "mkv",
        "video/webm": "webm",
        "video/x-flv": "flv",
        "video/mpeg": "mpeg",
        "video/x-ms-wmv": "wmv",
        "video/3gpp": "three_gp",
    },
    "audio": {
        "audio/mpeg": "mp3",
        "audio/mp3": "mp3",
        "audio/wav": "wav",
        "audio/x-wav": "wav",
        "audio/aac": "aac",
        "audio/flac": "flac",
        "audio/ogg": "ogg",
        "audio/opus": "opus",
        "audio/mp4": "m4a",
        "audio/webm": "webm",
        "audio/pcm": "pcm",
    },
}


def write_format(kind: Kind, media_type: str, at: str) -> str:
    """Return the format's name. Raises `InvalidRequest` naming `at` where there is none."""
    named = media_type.partition(";")[0].strip().lower()
    found = _FORMATS[kind].get(named)
    if found is None:
        formats = ", ".join(dict.fromkeys(_FORMATS[kind].values()))
        article = "an" if kind in ("image", "audio") else "a"
        raise refusal(
            at,
            f"{article} {kind} of type {named or 'none'}",
            f"Bedrock takes {formats}",
            "Convert it to one of them.",
        )
    return found


def read_image_format(name: str) -> str:
    """Return the media type of an image in an answer."""
    return f"image/{name}"
