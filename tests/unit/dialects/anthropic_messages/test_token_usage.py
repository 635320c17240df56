"""Usage."""

import msgspec

from ai_gateway.dialects.anthropic_messages.token_usage import (
    WireUsage,
    read_tokens,
    write_later_usage,
    write_usage,
)
from ai_gateway.dialects.neutral.usage import Tokens


def wire(text: bytes) -> WireUsage:
    return msgspec.json.decode(text, type=WireUsage)


def test_what_was_written_to_the_cache_is_told_apart_by_its_time() -> None:
    usage = wire(
        b'{"input_tokens":1,"output_tokens":2,"cache_read_input_tokens":3,'
        b'"cache_creation_input_tokens":9,"cache_creation":{"ephemeral_5m_input_tokens":4,'
        b'"ephemeral_1h_input_tokens":5},"output_tokens_details":{"thinking_tokens":1}}'
    )
    assert read_tokens(usage) == Tokens(1, 2, 3, 4, 5, 1)


def test_without_the_two_times_it_is_the_shorter_one() -> None:
    assert read_tokens(wire(b'{"cache_creation_input_tokens":9}')) == Tokens(cache_write=9)


def test_a_later_report_keeps_what_it_leaves_out() -> None:
    before = Tokens(1, 2, 3, 4, 5)
    now = read_tokens(wire(b'{"output_tokens":20,"cache_creation_input_tokens":10}'), before)
    assert now == Tokens(1, 20, 3, 5, 5)


def test_unknown_counts_are_left_out_but_for_the_two_that_are_demanded() -> None:
    assert msgspec.json.encode(write_usage(None)) == b'{"input_tokens":0,"output_tokens":0}'
    assert msgspec.json.encode(write_later_usage(Tokens())) == b'{"output_tokens":0}'


def test_a_later_report_has_the_sum_of_what_was_written() -> None:
    usage = write_later_usage(Tokens(1, 2, 3, 4, 5))
    assert msgspec.json.encode(usage) == (
        b'{"input_tokens":1,"cache_creation_input_tokens":9,"cache_read_input_tokens":3,'
        b'"output_tokens":2}'
    )
