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
            Usage(35, 15, 7, 3, reasoning_tokens=5, tier="standard"),
        ),
        (
            b'{"usage":{"input_tokens":1,"output_tokens":2,"cache_read_input_tokens":null}}',
            Usage(1, 2),
        ),
        (
            (
                b'{"model":"m","usage":{"input_tokens":1,"output_tokens":2,'
                b'"cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20},'
                b'"cache_creation_input_tokens":30,"server_tool_use":{"web_search_requests":4},'
                b'"inference_geo":"us","speed":"fast","service_tier":"standard"}}'
            ),
            Usage(
                31,
                2,
                cache_write_tokens=10,
                cache_write_1h_tokens=20,
                web_searches=4,
                model="m",
                tier="fast",
                region="us",
            ),
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
