"""Tokens as OpenAI's responses count them, where the input holds what the cache had or took."""

from ai_gateway.dialects.neutral.usage import Tokens
from ai_gateway.dialects.openai_responses.shapes import InputDetails, OutputDetails, Usage


def read_tokens(usage: Usage | None) -> Tokens | None:
    """Return the counts of `usage`, or None where it holds neither of the two that are billed."""
    if usage is None or (usage.input_tokens is None and usage.output_tokens is None):
        return None
    cache = usage.input_tokens_details or InputDetails()
    output = usage.output_tokens_details or OutputDetails()
    return Tokens(
        input=_uncached(usage.input_tokens, cache),
        output=usage.output_tokens,
        cache_read=cache.cached_tokens,
        cache_write=cache.cache_write_tokens,
        reasoning=output.reasoning_tokens,
    )


def write_tokens(tokens: Tokens | None) -> dict[str, object] | None:
    """Return `tokens` as `openai.types.responses.ResponseUsage` demands it, None where unknown.

    The wire has a number in every place, so a count that is unknown beside known ones is 0.
    """
    if tokens is None or (tokens.input is None and tokens.output is None):
        return None
    read, output = tokens.cache_read or 0, tokens.output or 0
    written = (tokens.cache_write or 0) + (tokens.cache_write_long or 0)
    whole_input = (tokens.input or 0) + read + written
    return {
        "input_tokens": whole_input,
        "input_tokens_details": {"cached_tokens": read, "cache_write_tokens": written},
        "output_tokens": output,
        "output_tokens_details": {"reasoning_tokens": tokens.reasoning or 0},
        "total_tokens": whole_input + output,
    }


def _uncached(whole: int | None, cache: InputDetails) -> int | None:
    if whole is None:
        return None
    # A provider whose details exceed its sum contradicts itself; less than nothing it never was.
    return max(0, whole - (cache.cached_tokens or 0) - (cache.cache_write_tokens or 0))
