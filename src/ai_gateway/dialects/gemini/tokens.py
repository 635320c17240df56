"""Tokens as Google counts them, where the prompt holds what came from the cache."""

from collections.abc import Sequence

from ai_gateway.core.usage import Usage as Billed
from ai_gateway.dialects.gemini.shapes import Modality, Usage
from ai_gateway.dialects.neutral.usage import Tokens


def read_tokens(usage: Usage | None) -> Tokens | None:
    """Return the counts of `usage`, None where it says nothing of the prompt or the answer.

    The total is prompt, tool use, answer and thoughts added up, says `google.genai.types`: what
    Google's own tools put before the model is input, and thoughts are output beside the answer.
    """
    if usage is None or (usage.prompt_token_count is None and _written(usage) is None):
        return None
    cached = usage.cached_content_token_count
    read = _sum(usage.prompt_token_count, usage.tool_use_prompt_token_count)
    return Tokens(
        # A provider whose cache exceeds its prompt contradicts itself; less than none it never was.
        input=None if read is None else max(0, read - (cached or 0)),
        output=_written(usage),
        cache_read=cached,
        reasoning=usage.thoughts_token_count,
        audio_input=_fresh_audio(usage),
        audio_output=_audio(usage.candidates_tokens_details),
    )


def read_usage(usage: Usage | None) -> Billed | None:
    """Return the counts as the ledger has them, the cached tokens within the input."""
    tokens = read_tokens(usage)
    if usage is None or tokens is None:
        return None
    return Billed(
        input_tokens=_sum(usage.prompt_token_count, usage.tool_use_prompt_token_count),
        output_tokens=tokens.output,
        cache_read_tokens=tokens.cache_read,
        reasoning_tokens=tokens.reasoning,
    )


def _written(usage: Usage) -> int | None:
    return _sum(usage.candidates_token_count, usage.thoughts_token_count)


def _sum(first: int | None, second: int | None) -> int | None:
    return None if first is None and second is None else (first or 0) + (second or 0)


def _fresh_audio(usage: Usage) -> int | None:
    heard = _audio(usage.prompt_tokens_details)
    return None if heard is None else max(0, heard - (_audio(usage.cache_tokens_details) or 0))


def _audio(details: Sequence[Modality] | None) -> int | None:
    counts = [detail.token_count for detail in details or () if detail.modality == "AUDIO"]
    return sum(counts) if counts else None
