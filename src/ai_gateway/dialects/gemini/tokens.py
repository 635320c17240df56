"""Tokens as Google counts them, where the prompt holds what came from the cache."""

from collections.abc import Sequence

from ai_gateway.core.usage import Usage as Billed
from ai_gateway.dialects.gemini.shapes import Answer, Modality, Usage
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
        audio_output=_of("AUDIO", usage.candidates_tokens_details),
    )


def read_usage(answer: Answer, searches: int) -> Billed | None:
    """Return the counts as the ledger has them, the cached tokens within the input.

    `searches` are the queries that grounded the answer; see `searches_of`.
    """
    usage = answer.usage_metadata
    if usage is None or (usage.prompt_token_count is None and _written(usage) is None):
        return None
    version = answer.model_version
    # Up to Gemini 2.5 a grounded prompt is billed, since then each query.
    by_prompt = version.removeprefix("models/").startswith(("gemini-1", "gemini-2"))
    return Billed(
        input_tokens=_sum(usage.prompt_token_count, usage.tool_use_prompt_token_count),
        output_tokens=_written(usage),
        cache_read_tokens=usage.cached_content_token_count,
        reasoning_tokens=usage.thoughts_token_count,
        audio_input_tokens=_of("AUDIO", usage.prompt_tokens_details),
        audio_cache_read_tokens=_of("AUDIO", usage.cache_tokens_details),
        audio_output_tokens=_of("AUDIO", usage.candidates_tokens_details),
        image_input_tokens=_of("IMAGE", usage.prompt_tokens_details),
        image_cache_read_tokens=_of("IMAGE", usage.cache_tokens_details),
        image_output_tokens=_of("IMAGE", usage.candidates_tokens_details),
        web_searches=(min(searches, 1) if by_prompt else searches) or None,
        model=version or None,
        tier=usage.service_tier or usage.traffic_type,
    )


def searches_of(answer: Answer) -> int:
    """Return how many queries to the web ground the answer."""
    grounds = [candidate.grounding_metadata for candidate in answer.candidates or ()]
    return sum(
        sum(1 for query in ground.web_search_queries or () if query) for ground in grounds if ground
    )


def _written(usage: Usage) -> int | None:
    return _sum(usage.candidates_token_count, usage.thoughts_token_count)


def _sum(first: int | None, second: int | None) -> int | None:
    return None if first is None and second is None else (first or 0) + (second or 0)


def _fresh_audio(usage: Usage) -> int | None:
    heard = _of("AUDIO", usage.prompt_tokens_details)
    cached = _of("AUDIO", usage.cache_tokens_details) or 0
    return None if heard is None else max(0, heard - cached)


def _of(modality: str, details: Sequence[Modality] | None) -> int | None:
    counts = [detail.token_count for detail in details or () if detail.modality == modality]
    return sum(counts) if counts else None
