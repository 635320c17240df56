"""Whole answers for a caller."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from ai_gateway.dialects.anthropic_messages.answer import StopDetails, write_stop, write_tier
from ai_gateway.dialects.anthropic_messages.answer_blocks import Written, answer_block, call_seal
from ai_gateway.dialects.anthropic_messages.token_usage import WireUsage, write_usage
from ai_gateway.dialects.neutral.content import Part, Refusal, ToolCall
from ai_gateway.dialects.neutral.reply import Reply


class WrittenMessage(msgspec.Struct, kw_only=True):
    """The answer as it is written: every member that the vendor always sends."""

    id: str
    type: Literal["message"] = "message"
    role: Literal["assistant"] = "assistant"
    model: str
    content: list[Written]
    stop_reason: str | None = None
    stop_sequence: str | None = None
    stop_details: StopDetails | None = None
    usage: WireUsage


def write_reply(reply: Reply) -> bytes:
    """Return the message. The dialect has one answer, and its requests cannot ask for more."""
    answer = reply.answers[0]
    refused = refusal_details(answer.parts)
    usage = write_usage(reply.usage)
    usage.service_tier = write_tier(reply.service_tier)
    message = WrittenMessage(
        id=reply.id,
        model=reply.model,
        content=list(_blocks(answer.parts)),
        # The vendor's SDK looks for the details beside this reason alone.
        stop_reason="refusal" if refused else write_stop(answer.stop),
        stop_sequence=answer.stop_sequence,
        stop_details=refused,
        usage=usage,
    )
    return msgspec.json.encode(message)


def write_count(tokens: int) -> bytes:
    """Return the answer of `count_tokens`."""
    return msgspec.json.encode({"input_tokens": tokens})


def refusal_details(parts: Iterable[Part]) -> StopDetails | None:
    """Return the model's words for declining, None where it did not."""
    words = "".join(part.text for part in parts if isinstance(part, Refusal))
    return StopDetails(words) if words else None


def _blocks(parts: Iterable[Part]) -> Iterable[Written]:
    for part in parts:
        if isinstance(part, ToolCall) and part.signature is not None:
            yield call_seal(part.id, part.signature)
        block = answer_block(part)
        if block is not None:
            yield block
