"""Usage of a whole answer."""

import pytest

from ai_gateway.core.usage import Usage
from ai_gateway.dialects.bedrock_converse.reply import read_usage


@pytest.mark.parametrize(
    ("body", "usage"),
    [
        (b'{"usage":{"inputTokens":1,"outputTokens":2}}', Usage(1, 2)),
        (
            (
                b'{"usage":{"inputTokens":1,"outputTokens":2,"cacheReadInputTokens":3,'
                b'"cacheWriteInputTokens":4}}'
            ),
            Usage(8, 2, 3, 4),
        ),
        (
            (
                b'{"usage":{"inputTokens":1,"outputTokens":2,"cacheWriteInputTokens":4,'
                b'"cacheDetails":[{"ttl":"5m","inputTokens":1},{"ttl":"1h","inputTokens":3}]},'
                b'"serviceTier":{"type":"flex"}}'
            ),
            Usage(5, 2, cache_write_tokens=1, cache_write_1h_tokens=3, tier="flex"),
        ),
        (b'{"usage":{}}', None),
        (b'{"message":"no"}', None),
        (b'{"usage":{"inputTokens":-1}}', None),
        (b"\xff", None),
    ],
)
def test_what_is_reported_is_read(body: bytes, usage: Usage | None) -> None:
    assert read_usage(body) == usage
