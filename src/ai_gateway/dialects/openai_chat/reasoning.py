"""Thoughts as `reasoning_details`, the shape in which they survive a trip through a caller.

Source: openrouter.ai/docs, reasoning tokens, "preserving reasoning blocks".
"""

from collections.abc import Iterable, Sequence

import msgspec

from ai_gateway.dialects.neutral.content import RedactedThinking, Thinking
from ai_gateway.dialects.openai_chat.content_shapes import ReasoningDetail

TEXT = "reasoning.text"
SUMMARY = "reasoning.summary"
ENCRYPTED = "reasoning.encrypted"

# OpenRouter's own word where it does not know which vendor a thought came from: the neutral
# form does not say it, and whoever gets the thought back knows its own.
FORMAT = "unknown"

Thought = Thinking | RedactedThinking


def read_thoughts(
    details: Sequence[ReasoningDetail] | None, *texts: str | None
) -> tuple[Thought, ...]:
    """Return the thoughts in `details`, or the first of `texts` where there are none.

    `texts` are the members of compatible servers that hold the same in plain words.
    """
    if details:
        return tuple(thought for detail in _merged(details) if (thought := read_thought(detail)))
    return next(((Thinking(text),) for text in texts if text), ())


def read_thought(detail: ReasoningDetail) -> Thought | None:
    """Return the thought in `detail`, or None for a type that is none of OpenRouter's three."""
    if detail.type == ENCRYPTED:
        return RedactedThinking(detail.data or "", detail.id)
    if detail.type == TEXT:
        return Thinking(detail.text or "", detail.signature, detail.id)
    if detail.type == SUMMARY:
        return Thinking(detail.summary or "", detail.signature, detail.id, summary=True)
    return None


def write_thought(thought: Thought, index: int) -> ReasoningDetail:
    """Return `thought` as the detail number `index` of its message."""
    if isinstance(thought, RedactedThinking):
        return ReasoningDetail(
            ENCRYPTED, data=thought.data, id=thought.id, format=FORMAT, index=index
        )
    return ReasoningDetail(
        SUMMARY if thought.summary else TEXT,
        text=None if thought.summary else thought.text,
        summary=thought.text if thought.summary else None,
        signature=thought.signature,
        id=thought.id,
        format=FORMAT,
        index=index,
    )


def write_thoughts(thoughts: Iterable[Thought]) -> list[ReasoningDetail] | None:
    """Return `reasoning_details`, None where there are no thoughts."""
    return [write_thought(thought, index) for index, thought in enumerate(thoughts)] or None


def _merged(details: Sequence[ReasoningDetail]) -> list[ReasoningDetail]:
    """Join neighbours of one index and type: a caller may give back a stream's pieces."""
    merged: list[ReasoningDetail] = []
    for detail in details:
        last = merged[-1] if merged else None
        if last and detail.index is not None and (last.index, last.type) == _key(detail):
            merged[-1] = msgspec.structs.replace(
                last,
                text=_joined(last.text, detail.text),
                summary=_joined(last.summary, detail.summary),
                data=_joined(last.data, detail.data),
                signature=detail.signature or last.signature,
                id=last.id or detail.id,
            )
        else:
            merged.append(detail)
    return merged


def _key(detail: ReasoningDetail) -> tuple[int | None, str]:
    return detail.index, detail.type


def _joined(first: str | None, second: str | None) -> str | None:
    return None if first is None and second is None else (first or "") + (second or "")
