"""What other providers' models need back, kept in a caller's thinking blocks.

A caller of this dialect returns `thinking.signature` and `redacted_thinking.data` as they came,
and looks into neither. So they carry the rest of what must survive the round trip: the id of a
reasoning item of OpenAI's, the thought signature that stands on a call of Gemini's.
"""

import base64
import binascii

import msgspec

from ai_gateway.dialects.wire import decode

# No vendor's own signature starts so: theirs are base64, which has no dot.
_MARK = "ai-gateway.1."


class Seal(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True):
    """What is kept: a thought's `id`, or the `call` whose `signature` it is.

    `data` is the encrypted content of a redacted thought, `summary` that of `Thinking`.
    """

    id: str | None = None
    signature: str | None = None
    summary: bool = False
    data: str | None = None
    call: str | None = None


_SEAL = msgspec.json.Decoder(Seal)


def seal(kept: Seal) -> str:
    """Return `kept` as one opaque word."""
    return _MARK + base64.urlsafe_b64encode(msgspec.json.encode(kept)).decode("ascii")


def unseal(word: str) -> Seal | None:
    """Return what `word` keeps, or None where it is a vendor's own."""
    if not word.startswith(_MARK):
        return None
    try:
        text = base64.urlsafe_b64decode(word[len(_MARK) :])
    except (binascii.Error, ValueError):
        return None
    return decode(_SEAL, text)
