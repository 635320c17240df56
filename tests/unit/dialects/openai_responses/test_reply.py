"""Usage of whole responses."""

import pytest

from ai_gateway.core.usage import Usage
from ai_gateway.dialects.openai_responses.reply import read_usage


@pytest.mark.parametrize(
    ("body", "usage"),
    [
        (
            (
                b'{"id":"r","usage":{"input_tokens":36,"output_tokens":87,"total_tokens":123,'
                b'"input_tokens_details":{"cached_tokens":6,"cache_write_tokens":2},'
                b'"output_tokens_details":{"reasoning_tokens":50}}}'
            ),
            Usage(36, 87, 6, 2, reasoning_tokens=50),
        ),
        (
            b'{"usage":{"input_tokens":1,"output_tokens":2,"input_tokens_details":null}}',
            Usage(1, 2),
        ),
        (
            (
                b'{"model":"m-1","service_tier":"flex","output":[{"type":"web_search_call",'
                b'"action":{"type":"search"}},{"type":"web_search_call","action":'
                b'{"type":"open_page"}},{"type":"web_search_call"},{"type":"file_search_call"},'
                b'{"type":"reasoning","summary":[]}],"usage":{"input_tokens":1,"output_tokens":2}}'
            ),
            Usage(1, 2, web_searches=2, file_searches=1, model="m-1", tier="flex"),
        ),
    ],
)
def test_what_was_billed_is_read(body: bytes, usage: Usage) -> None:
    assert read_usage(body) == usage


@pytest.mark.parametrize(
    "body",
    [
        b'{"object":"response.input_tokens","input_tokens":7}',
        b'{"usage":null}',
        b'{"usage":{"total_tokens":3}}',
        b"no",
    ],
)
def test_nothing_reported_is_nothing(body: bytes) -> None:
    assert read_usage(body) is None
