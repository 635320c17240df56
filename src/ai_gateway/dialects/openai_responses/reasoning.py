"""Thought as reasoning items, OpenAI's own and everyone else's.

OpenAI checks that encrypted content comes back under the id of the item that it came with, and
other dialects have one field for both. So the neutral signature of its thought is the two in
one, sealed. The other way round, a caller of this dialect returns a reasoning item as it got it
and nothing else unasked: what other providers want to see again travels in `encrypted_content`,
tagged so that it is recognised.
"""

import base64
import binascii

import msgspec

from ai_gateway.dialects.neutral.content import (
    RedactedThinking,
    ServerToolCall,
    ServerToolResult,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.openai_responses.shapes import Item

_SEAL = "openai-responses:"
# OpenAI's own encrypted content is a Fernet token, which begins with `gAAAA` and has no colon.
_TAG = "ai-gateway:1:"

Carried = Thinking | RedactedThinking | ToolCall | ServerToolCall | ServerToolResult
"""What travels in a carrier. A tool call is there for its signature alone."""

_CARRIED: msgspec.json.Decoder[Carried] = msgspec.json.Decoder(Carried)


def seal(item_id: str | None, encrypted: str) -> str:
    """Return the neutral signature of OpenAI's `encrypted` content of the item `item_id`."""
    return f"{_SEAL}{item_id or ''}:{encrypted}"


def unseal(signature: str) -> tuple[str | None, str] | None:
    """Return the item id and the encrypted content, or None where it is not OpenAI's."""
    if not signature.startswith(_SEAL):
        return None
    item_id, _, encrypted = signature.removeprefix(_SEAL).partition(":")
    return item_id or None, encrypted


def carry(part: Carried) -> str:
    """Return `part` as encrypted content that only this gateway reads."""
    return _TAG + base64.b64encode(msgspec.json.encode(part)).decode()


def carried(encrypted: str) -> Carried | None:
    """Return the part in `encrypted`, or None where it was not made by `carry`.

    It comes from a caller: what was tampered with is no part, and a part is only content, which
    the caller may write anyway.
    """
    if not encrypted.startswith(_TAG):
        return None
    try:
        return _CARRIED.decode(base64.b64decode(encrypted.removeprefix(_TAG), validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return None


def is_carrier(encrypted: str | None) -> bool:
    """Say whether `encrypted` claims to be made by `carry`."""
    return encrypted is not None and encrypted.startswith(_TAG)


def carrier(item_id: str, part: Carried) -> dict[str, object]:
    """Return a reasoning item that says nothing and carries `part`."""
    return {
        "id": item_id,
        "type": "reasoning",
        "summary": [],
        "encrypted_content": carry(part),
    }


def is_own(part: Thinking | RedactedThinking) -> bool:
    """Say whether `part` was thought by OpenAI, which alone may get it back."""
    proof = part.signature if isinstance(part, Thinking) else part.data
    return unseal(proof) is not None if proof else part.id is not None


def read_reasoning(item: Item) -> Thinking | RedactedThinking | None:
    """Return the thought of OpenAI's own in `item`, or None where it holds none.

    The parts of a summary become one text. Where there are both, the summary counts.
    """
    proof = seal(item.id, item.encrypted_content) if item.encrypted_content else None
    summary = "\n\n".join(part.text or "" for part in item.summary or ())
    if summary:
        return Thinking(summary, signature=proof, id=item.id, summary=True)
    content = item.content if isinstance(item.content, list) else ()
    text = "\n\n".join(part.text or "" for part in content)
    if text:
        return Thinking(text, signature=proof, id=item.id)
    if proof:
        return RedactedThinking(proof, id=item.id)
    # Stored with OpenAI: its id is all that there is to give back.
    return Thinking("", id=item.id, summary=True) if item.id else None


def write_reasoning(part: Thinking | RedactedThinking, item_id: str) -> dict[str, object]:
    """Return `part` as a reasoning item, called `item_id` where it has no id of its own."""
    item: dict[str, object] = {"id": part.id or item_id, "type": "reasoning", "summary": []}
    proof = part.signature if isinstance(part, Thinking) else part.data
    opened = unseal(proof) if proof else None
    if isinstance(part, Thinking) and part.text:
        if part.summary:
            item["summary"] = [{"type": "summary_text", "text": part.text}]
        else:
            item["content"] = [{"type": "reasoning_text", "text": part.text}]
    if opened:
        item["id"] = opened[0] or item["id"]
        item["encrypted_content"] = opened[1]
    elif not is_own(part):
        item["encrypted_content"] = carry(part)
    return item
