"""A caller's JSON into the wire's shapes, each mistake named by the field it stands in."""

import re

import msgspec

from ai_gateway.core.errors import InvalidJson, InvalidRequest
from ai_gateway.dialects.wire import T, decode_strictly, without_lone_surrogates

# How msgspec ends a message about a value in the middle of a document.
_AT = re.compile(r"^(?P<what>.*?)(?: - at `(?:key in )?\$(?P<path>[^`]*)`)?$", re.DOTALL)
_STEP = re.compile(r"\[(\d+)\]|\[\.\.\.\]")


def readable(body: bytes) -> bytes:
    """Return `body` with every string in it such that it can be read.

    Done once for the whole, because blocks that are kept as they came are never looked into.
    Raises `InvalidJson` where it is no UTF-8.
    """
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise InvalidJson(
            f"The request body must be JSON in UTF-8: {error.reason} (byte {error.start})."
            " Encode it as UTF-8."
        ) from None
    return without_lone_surrogates(body) if b"\\ud" in body.lower() else body


def parse(decoder: msgspec.json.Decoder[T], text: bytes | msgspec.Raw, at: str = "") -> T:
    """Return what `decoder` makes of `text`, which stands at `at` in the request.

    Raises `InvalidJson` where it is no JSON, and `InvalidRequest` naming the field as Anthropic
    does (`messages.0.content.1.text`) where a value is not what it has to be.
    """
    try:
        return decode_strictly(decoder, bytes(text))
    except msgspec.ValidationError as error:
        raise _mistake(str(error), at) from None
    except msgspec.DecodeError as error:
        raise InvalidJson(
            f"The request body must be JSON, and it is not: {error}. Send one JSON object."
        ) from None
    except RecursionError:
        raise InvalidJson(
            "The request body is JSON that is nested too deeply to be read. Send it with fewer"
            " arrays and objects inside each other."
        ) from None


def refusal(field: str, found: str, reason: str, instead: str) -> InvalidRequest:
    """Return the error for a `field` that holds what cannot be taken, and what to do instead."""
    return InvalidRequest(f"`{field}` holds {found}: {reason}. {instead}", field=field)


def _mistake(message: str, at: str) -> InvalidRequest:
    found = _AT.match(message)
    what, path = (found["what"], found["path"] or "") if found else (message, "")
    inner = _STEP.sub(lambda step: f".{step[1] or '*'}", path).lstrip(".")
    field = ".".join(filter(None, (at, inner))) or "body"
    sentence = what[:1].lower() + what[1:]
    return InvalidRequest(
        f"`{field}` is not what POST /v1/messages takes: {sentence}. Correct the field.",
        field=field,
    )
