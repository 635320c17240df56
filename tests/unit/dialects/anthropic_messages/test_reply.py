"""Usage of whole messages."""

import pytest

from ai_gateway.core.usage import Usage
from ai_gateway.dialects.anthropic_messages.reply import read_usage


@pytest.mark.parametrize(
    ("body", "usage"),
    [
        (
            (
                b'{"type":"message","usage":{"input_tokens":25,"cache_creation_input_tokens":3,'
                b'"cache_read_input_tokens":7,"output_tokens":15,"service_tier":"standard",'
                b'"output_tokens_details":{"thinking_tokens":5}}}'
            ),
            Usage(25, 15, 7, 3, 5),
        ),
        (
            b'{"usage":{"input_tokens":1,"output_tokens":2,"cache_read_input_tokens":null}}',
            Usage(1, 2),
        ),
    ],
)
def test_what_was_billed_is_read(body: bytes, usage: Usage) -> None:
    assert read_usage(body) == usage


@pytest.mark.parametrize(
    "body", [b'{"input_tokens":2095}', b'{"usage":null}', b'{"usage":{"server":1}}', b"no"]
)
def test_nothing_billed_is_nothing(body: bytes) -> None:
    assert read_usage(body) is None
