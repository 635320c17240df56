"""Tokens, both ways: cached ones are part of OpenAI's prompt and beside the neutral input."""

import pytest

from ai_gateway.dialects.neutral.usage import Tokens
from ai_gateway.dialects.openai_chat.reply import (
    CompletionDetails,
    CompletionUsage,
    PromptDetails,
)
from ai_gateway.dialects.openai_chat.tokens import read_tokens, write_tokens

WIRE = CompletionUsage(
    prompt_tokens=100,
    completion_tokens=20,
    total_tokens=120,
    prompt_tokens_details=PromptDetails(60, 10, 5),
    completion_tokens_details=CompletionDetails(8, 2),
)
NEUTRAL = Tokens(
    input=30,
    output=20,
    cache_read=60,
    cache_write=10,
    reasoning=8,
    audio_input=5,
    audio_output=2,
)


def test_cached_tokens_are_taken_out_of_the_prompt_and_put_back() -> None:
    assert read_tokens(WIRE) == NEUTRAL
    assert write_tokens(NEUTRAL) == WIRE


def test_both_lifetimes_of_the_cache_are_one_count() -> None:
    written = write_tokens(Tokens(input=1, output=1, cache_write=2, cache_write_long=3))
    assert written
    assert written.prompt_tokens == 6
    assert written.prompt_tokens_details == PromptDetails(cache_write_tokens=5)


def test_deepseek_reports_cached_tokens_in_a_place_of_its_own() -> None:
    usage = CompletionUsage(prompt_tokens=10, completion_tokens=1, prompt_cache_hit_tokens=4)
    assert read_tokens(usage) == Tokens(input=6, output=1, cache_read=4)


def test_cached_tokens_counted_beside_the_prompt_make_no_negative_count() -> None:
    usage = CompletionUsage(prompt_tokens=1, prompt_tokens_details=PromptDetails(5))
    assert read_tokens(usage) == Tokens(input=0, cache_read=5)


@pytest.mark.parametrize("usage", [None, CompletionUsage(), CompletionUsage(total_tokens=3)])
def test_a_report_without_counts_is_none(usage: CompletionUsage | None) -> None:
    assert read_tokens(usage) is None


@pytest.mark.parametrize("tokens", [None, Tokens(input=1), Tokens(output=1)])
def test_an_unknown_count_is_never_written_as_zero(tokens: Tokens | None) -> None:
    assert write_tokens(tokens) is None
