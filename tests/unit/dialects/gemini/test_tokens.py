"""Tokens as Google counts them."""

import pytest

from ai_gateway.core.usage import Usage as Billed
from ai_gateway.dialects.gemini.shapes import Answer, Candidate, Grounding, Modality, Usage
from ai_gateway.dialects.gemini.tokens import read_tokens, read_usage, searches_of
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
    assert read_usage(Answer(usage_metadata=ALL), 0) == Billed(
        input_tokens=105, output_tokens=50, cache_read_tokens=60, reasoning_tokens=30
    )


def test_what_is_not_said_is_unknown():
    assert read_tokens(Usage(prompt_token_count=3)) == Tokens(input=3)
    assert read_tokens(Usage(cached_content_token_count=3)) is None
    assert read_tokens(None) is None
    assert read_usage(Answer(), 0) is None
    assert read_usage(Answer(usage_metadata=Usage(cached_content_token_count=3)), 0) is None


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


@pytest.mark.parametrize(
    ("version", "billed"),
    [("gemini-2.5-flash", 1), ("models/gemini-2.0-flash", 1), ("gemini-3-pro-preview", 2), ("", 2)],
)
def test_queries_are_billed_one_by_one_since_gemini_3(version: str, billed: int):
    grounding = Grounding(web_search_queries=["a", "b", ""])
    answer = Answer(
        [Candidate(grounding_metadata=grounding), Candidate()],
        Usage(prompt_token_count=1),
        model_version=version,
    )
    usage = read_usage(answer, searches_of(answer))
    assert usage is not None
    assert usage.web_searches == billed


def test_pictures_are_told_apart():
    usage = Usage(
        prompt_token_count=10,
        candidates_token_count=9,
        prompt_tokens_details=[Modality("IMAGE", 8)],
        cache_tokens_details=[Modality("IMAGE", 3)],
        candidates_tokens_details=[Modality("IMAGE", 9)],
        traffic_type="ON_DEMAND",
    )
    billed = read_usage(Answer(usage_metadata=usage), 0)
    assert billed is not None
    assert (billed.image_input_tokens, billed.image_cache_read_tokens) == (8, 3)
    assert (billed.image_output_tokens, billed.tier) == (9, "ON_DEMAND")
