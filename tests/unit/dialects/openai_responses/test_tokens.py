"""Counts never overlap in the neutral form, and do on the wire."""

import pytest

from ai_gateway.dialects.neutral.usage import Tokens
from ai_gateway.dialects.openai_responses.shapes import InputDetails, OutputDetails, Usage
from ai_gateway.dialects.openai_responses.tokens import read_tokens, write_tokens


def test_reading_takes_the_cache_out_of_the_input():
    usage = Usage(100, 20, InputDetails(60, 10), OutputDetails(5))
    assert read_tokens(usage) == Tokens(30, 20, cache_read=60, cache_write=10, reasoning=5)


def test_what_is_not_reported_is_unknown():
    assert read_tokens(Usage(input_tokens=7)) == Tokens(input=7)
    assert read_tokens(Usage(output_tokens=7)) == Tokens(output=7)


@pytest.mark.parametrize("usage", [None, Usage()])
def test_no_usage_is_none(usage: Usage | None):
    assert read_tokens(usage) is None


def test_details_that_exceed_their_sum_leave_nothing_and_not_less():
    found = read_tokens(Usage(5, 1, InputDetails(cached_tokens=9)))
    assert found is not None
    assert found.input == 0


def test_writing_puts_all_caches_into_the_input():
    tokens = Tokens(30, 20, cache_read=60, cache_write=10, cache_write_long=3, reasoning=5)
    assert write_tokens(tokens) == {
        "input_tokens": 103,
        "input_tokens_details": {"cached_tokens": 60, "cache_write_tokens": 13},
        "output_tokens": 20,
        "output_tokens_details": {"reasoning_tokens": 5},
        "total_tokens": 123,
    }


@pytest.mark.parametrize("tokens", [None, Tokens(), Tokens(cache_read=1)])
def test_unknown_tokens_are_not_written_as_zero(tokens: Tokens | None):
    assert write_tokens(tokens) is None
