"""JSON on the wire: read as tolerantly as vendors read it, written so that anyone can."""

import json
import re
from typing import Annotated, TypeVar

import msgspec

T = TypeVar("T")

Count = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
"""A number of tokens. Nothing that does not fit a ledger's 64-bit column was ever billed."""

Seconds = Annotated[float, msgspec.Meta(ge=0, le=1e9)]
"""The length of a recording; thirty years are enough."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

# Every escape is consumed whole, from left to right, so that the second half of `\\` never
# starts one and a pair of surrogates is never split.
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})"
    rb"|.)",
    re.DOTALL,
)


def without_lone_surrogates(text: bytes) -> bytes:
    """Return JSON `text` with a harmless escape for every lone surrogate, and without a BOM.

    RFC 8259 (§8.1, §8.2) allows both and most vendors accept both; msgspec refuses them. A
    model that stops in the middle of an emoji writes the one, Windows tools write the other.
    """

    def replaced(escape: re.Match[bytes]) -> bytes:
        return rb"\ufffd" if escape["lone"] else escape[0]

    return _ESCAPE.sub(replaced, text.removeprefix(_BYTE_ORDER_MARK))


def decode_strictly(decoder: msgspec.json.Decoder[T], text: bytes) -> T:
    """Return what `decoder` makes of `text`.

    Raises `msgspec.DecodeError`, `UnicodeDecodeError` or, for what is nested too deeply,
    `RecursionError`.
    """
    try:
        return decoder.decode(text)
    except msgspec.DecodeError:
        return decoder.decode(without_lone_surrogates(text))


def decode(decoder: msgspec.json.Decoder[T], text: bytes) -> T | None:
    """Return what `decoder` makes of `text`, or None where it is nothing of that shape."""
    try:
        return decode_strictly(decoder, text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def render(value: object) -> bytes:
    """Return `value` as compact JSON in ASCII.

    The standard library's encoder escapes everything else, lone surrogates included: it has an
    answer for every string, and none of them holds what a client might take for a line end.
    """
    return json.dumps(value, separators=(",", ":")).encode("ascii")
