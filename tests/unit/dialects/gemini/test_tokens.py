"""Tokens as Google counts them."""

from ai_gateway.core.usage import Usage as Billed
from ai_gateway.dialects.gemini.shapes import Modality, Usage
from ai_gateway.dialects.gemini.tokens import read_tokens, read_usage
from ai_gateway.dialects.neutral.usage import Tokens

ALL = Usage(
    prompt_token_count=100,
    candidates_token_count=20,
    cached_content_token_count=60,
    thoughts_token_count=30,
    tool_use_prompt_token_count=5,
)


def test_no_count_overlaps_another():
    assert read_tokens(ALL) == Tokens(input=45, output=50, cache_read=60, reasoning=30)


def test_the_ledger_counts_the_cache_within_the_input():
    assert read_usage(ALL) == Billed(
        input_tokens=105, output_tokens=50, cache_read_tokens=60, reasoning_tokens=30
    )


def test_what_is_not_said_is_unknown():
    assert read_tokens(Usage(prompt_token_count=3)) == Tokens(input=3)
    assert read_tokens(Usage(cached_content_token_count=3)) is None
    assert read_tokens(None) is None
    assert read_usage(None) is None


def test_thoughts_alone_are_output():
    assert read_tokens(Usage(prompt_token_count=3, thoughts_token_count=9)) == Tokens(
        input=3, output=9, reasoning=9
    )


def test_a_cache_larger_than_the_prompt_leaves_nothing():
    usage = Usage(prompt_token_count=3, cached_content_token_count=9)
    assert read_tokens(usage) == Tokens(input=0, cache_read=9)


def test_sound_is_counted_without_what_came_from_the_cache():
    usage = Usage(
        prompt_token_count=10,
        candidates_token_count=4,
        prompt_tokens_details=[Modality("TEXT", 2), Modality("AUDIO", 8)],
        cache_tokens_details=[Modality("AUDIO", 3)],
        candidates_tokens_details=[Modality("AUDIO", 4)],
    )
    tokens = read_tokens(usage)
    assert tokens is not None
    assert (tokens.audio_input, tokens.audio_output) == (5, 4)
