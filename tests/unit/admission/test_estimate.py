"""Tokens told from bytes: never too few for the bound, about right for the estimate."""

from ai_gateway.admission.estimate import likely_input_tokens, most_input_tokens


def test_a_token_has_at_least_one_byte():
    assert most_input_tokens(b"x" * 1_000) == 1_000
    assert most_input_tokens(b"") == 0


def test_content_that_is_only_named_counts_for_more_than_its_name():
    named = b'{"image_url":{"url":"https://pictures.example/1.png"}}'
    assert most_input_tokens(named) > 20_000
    assert most_input_tokens(b'{"file_id":"f1"},{"file_id":"f2"}') > 40_000


def test_about_four_bytes_are_a_token():
    assert likely_input_tokens(b"x" * 401) == 101
