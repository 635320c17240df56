"""Images, speech and transcriptions.

Source: platform.openai.com/docs/api-reference/images and .../audio.
"""

import base64
import struct
import zlib

import msgspec

from ai_gateway.simulator.answer import Answer
from ai_gateway.simulator.openai.checks import check_model, check_type, form, json_fields, require
from ai_gateway.simulator.openai.errors import refuse
from ai_gateway.simulator.openai.headers import headers
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import ATTACHMENT_TOKENS, count_tokens, created_at, padded

_AUDIO_TYPES = {
    "mp3": b"audio/mpeg",
    "opus": b"audio/opus",
    "aac": b"audio/aac",
    "flac": b"audio/flac",
    "wav": b"audio/wav",
    "pcm": b"audio/pcm",
}

_MOST_IMAGES = 10

# Of silence, for each byte of text: about the pace of speech at 8 kHz.
_SAMPLES_PER_BYTE = 80


def generate_image(request: Request, _: str) -> Answer:
    """Answer `POST /v1/images/generations` with images of one pixel each."""
    fields = json_fields(request)
    check_model(request)
    require(request, fields, "prompt", "string")
    check_type(request, fields, "n", "integer")
    count = fields.get("n") or 1
    if not 1 <= count <= _MOST_IMAGES:
        message = (
            f"Invalid 'n': expected a value from 1 to {_MOST_IMAGES}, but got {count} instead."
        )
        raise refuse(request, message, param="n")
    taken, made = count_tokens(fields["prompt"]), ATTACHMENT_TOKENS * count
    body = {
        "created": created_at(request.number),
        "background": "opaque",
        "data": [{"b64_json": base64.b64encode(_PIXEL).decode()}] * count,
        "output_format": "png",
        "quality": "low",
        "size": "1024x1024",
        "usage": {
            "input_tokens": taken,
            "input_tokens_details": {"image_tokens": 0, "text_tokens": taken},
            "output_tokens": made,
            "total_tokens": taken + made,
        },
    }
    return Answer(200, headers(request), msgspec.json.encode(body))


def speak(request: Request, _: str) -> Answer:
    """Answer `POST /v1/audio/speech` with silence in a WAV container, whatever the format.

    The directives `megabytes` or `chunks` and `chunk-bytes` say how long the answer is.
    """
    fields = json_fields(request)
    check_model(request)
    for name in ("input", "voice"):
        require(request, fields, name, "string", "object")
    wanted = fields.get("response_format") or "mp3"
    if not isinstance(wanted, str) or wanted not in _AUDIO_TYPES:
        known = ", ".join(f"'{name}'" for name in _AUDIO_TYPES)
        message = f"Invalid value: '{wanted}'. Supported values are: {known}."
        raise refuse(request, message, param="response_format", code="invalid_value")
    filler = padded(request.directives)
    if filler is None:
        sound = _silence(len(str(fields["input"]).encode()) * _SAMPLES_PER_BYTE)
    else:
        sound = "".join(filler).encode()
    return Answer(200, headers(request, _AUDIO_TYPES[wanted]), sound)


def transcribe(request: Request, _: str) -> Answer:
    """Answer `POST /v1/audio/transcriptions` with the file's name and size."""
    sent = form(request)
    check_model(request)
    file = sent.files.get("file")
    if file is None:
        message = "Missing required parameter: 'file'."
        raise refuse(request, message, param="file", code="missing_required_parameter")
    text = f"{file.filename} has {len(file.content)} bytes."
    if sent.fields.get("response_format") == "text":
        plain = b"text/plain; charset=utf-8"
        return Answer(200, headers(request, plain), text.encode() + b"\n")
    taken, made = ATTACHMENT_TOKENS, count_tokens(text)
    usage = {
        "type": "tokens",
        "input_tokens": taken,
        "input_token_details": {"text_tokens": 0, "audio_tokens": taken},
        "output_tokens": made,
        "total_tokens": taken + made,
    }
    return Answer(200, headers(request), msgspec.json.encode({"text": text, "usage": usage}))


def _silence(samples: int) -> bytes:
    """Return silence of 8 bits at 8 kHz with its RIFF header of 44 bytes."""
    data = b"\x80" * samples
    format_chunk = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8)
    data_chunk = struct.pack("<4sI", b"data", samples) + data
    wave = b"WAVE" + format_chunk + data_chunk
    return struct.pack("<4sI", b"RIFF", len(wave)) + wave


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


# One grey pixel: 8 bits, no interlacing, one scan line without a filter.
_PIXEL = (
    b"\x89PNG\r\n\x1a\n"
    + _png_chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _png_chunk(b"IDAT", zlib.compress(b"\x00\x80"))
    + _png_chunk(b"IEND", b"")
)
