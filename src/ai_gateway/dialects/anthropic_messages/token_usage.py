"""Tokens, from the wire's usage and to it (`anthropic.types.Usage`, `MessageDeltaUsage`).

On this wire `input_tokens` is without what the cache gave and took, as in the neutral form.
"""

import msgspec

from ai_gateway.dialects.neutral.usage import Tokens
from ai_gateway.dialects.wire import Count


class CacheCreation(msgspec.Struct):
    """What was written to the cache, by how long it is kept."""

    ephemeral_5m_input_tokens: Count = 0
    ephemeral_1h_input_tokens: Count = 0


class OutputDetails(msgspec.Struct):
    """What the output was spent on."""

    thinking_tokens: Count


class WireUsage(msgspec.Struct, omit_defaults=True):
    """The usage of an answer, and with fewer members that of a stream's later events."""

    input_tokens: Count | None = None
    cache_creation_input_tokens: Count | None = None
    cache_read_input_tokens: Count | None = None
    output_tokens: Count | None = None
    cache_creation: CacheCreation | None = None
    output_tokens_details: OutputDetails | None = None
    service_tier: str | None = None


_NOTHING = Tokens()


def read_tokens(usage: WireUsage, before: Tokens = _NOTHING) -> Tokens:
    """Return the counts, with those of `before` where a later report leaves them out.

    Later events of a stream tell what was written to the cache in one sum; what the first
    one told of the hour's part stays.
    """
    written, split = usage.cache_creation_input_tokens, usage.cache_creation
    short, long = before.cache_write, before.cache_write_long
    if split is not None:
        short, long = split.ephemeral_5m_input_tokens, split.ephemeral_1h_input_tokens
    elif written is not None:
        short = max(written - (long or 0), 0)
    details = usage.output_tokens_details
    return Tokens(
        input=_latest(before.input, usage.input_tokens),
        output=_latest(before.output, usage.output_tokens),
        cache_read=_latest(before.cache_read, usage.cache_read_input_tokens),
        cache_write=short,
        cache_write_long=long,
        reasoning=_latest(before.reasoning, details and details.thinking_tokens),
    )


def write_usage(tokens: Tokens | None) -> WireUsage:
    """Return the usage of an answer.

    The wire demands a number for input and output: what is unknown is 0 there and nowhere else.
    """
    known = tokens or _NOTHING
    written = (known.cache_write, known.cache_write_long)
    usage = write_later_usage(known)
    if written != (None, None):
        usage.cache_creation = CacheCreation(written[0] or 0, written[1] or 0)
    usage.input_tokens = known.input or 0
    return usage


def write_later_usage(tokens: Tokens) -> WireUsage:
    """Return the usage of a stream's `message_delta`, which has fewer members."""
    written = (tokens.cache_write, tokens.cache_write_long)
    total = None if written == (None, None) else (written[0] or 0) + (written[1] or 0)
    thought = tokens.reasoning
    return WireUsage(
        input_tokens=tokens.input,
        cache_creation_input_tokens=total,
        cache_read_input_tokens=tokens.cache_read,
        output_tokens=tokens.output or 0,
        output_tokens_details=None if thought is None else OutputDetails(thought),
    )


def _latest(before: int | None, now: int | None) -> int | None:
    return before if now is None else now
