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
            Usage(1, 2, 3, 4),
        ),
        (b'{"usage":{}}', None),
        (b'{"message":"no"}', None),
        (b'{"usage":{"inputTokens":-1}}', None),
        (b"\xff", None),
    ],
)
def test_what_is_reported_is_read(body: bytes, usage: Usage | None) -> None:
    assert read_usage(body) == usage
