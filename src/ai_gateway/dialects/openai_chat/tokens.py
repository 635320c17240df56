"""Tokens as OpenAI counts them, where the cached ones are part of the prompt."""

from ai_gateway.dialects.neutral.usage import Tokens
from ai_gateway.dialects.openai_chat.reply import (
    CompletionDetails,
    CompletionUsage,
    PromptDetails,
)


def read_tokens(usage: CompletionUsage | None) -> Tokens | None:
    """Return the counts of `usage`, None where it holds neither of the two that are billed."""
    counts = usage and usage.counts()
    if usage is None or counts is None:
        return None
    prompt = usage.prompt_tokens_details or PromptDetails()
    completion = usage.completion_tokens_details or CompletionDetails()
    cached = (counts.cache_read_tokens or 0) + (counts.cache_write_tokens or 0)
    whole = counts.input_tokens
    return Tokens(
        # Never below zero, for servers that count the cached ones beside the prompt.
        input=None if whole is None else max(0, whole - cached),
        output=counts.output_tokens,
        cache_read=counts.cache_read_tokens,
        cache_write=counts.cache_write_tokens,
        reasoning=counts.reasoning_tokens,
        audio_input=prompt.audio_tokens,
        audio_output=completion.audio_tokens,
    )


def write_tokens(tokens: Tokens | None) -> CompletionUsage | None:
    """Return the wire's `usage`, None where a count that it must hold is unknown."""
    if tokens is None or tokens.input is None or tokens.output is None:
        return None
    writes = [tokens.cache_write, tokens.cache_write_long]
    written = None if writes == [None, None] else sum(count or 0 for count in writes)
    prompt = tokens.input + (tokens.cache_read or 0) + (written or 0)
    details = PromptDetails(tokens.cache_read, written, tokens.audio_input)
    answered = CompletionDetails(tokens.reasoning, tokens.audio_output)
    return CompletionUsage(
        prompt_tokens=prompt,
        completion_tokens=tokens.output,
        total_tokens=prompt + tokens.output,
        prompt_tokens_details=None if details == PromptDetails() else details,
        completion_tokens_details=None if answered == CompletionDetails() else answered,
    )
