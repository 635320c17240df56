"""Usage: counts that never overlap."""

import msgspec
import pytest

from ai_gateway.dialects.bedrock_converse.tokens import TokenUsage
from ai_gateway.dialects.neutral.usage import Tokens


@pytest.mark.parametrize(
    ("usage", "tokens"),
    [
        ('{"inputTokens":1,"outputTokens":2,"totalTokens":3}', Tokens(1, 2)),
        (
            (
                '{"inputTokens":1,"outputTokens":2,"cacheReadInputTokens":3,"cacheWriteInputTokens":9,'
                '"cacheDetails":[{"ttl":"1h","inputTokens":5},{"ttl":"5m","inputTokens":4}]}'
            ),
            Tokens(1, 2, 3, 4, 5),
        ),
        ('{"inputTokens":1,"outputTokens":2,"cacheWriteInputTokens":0}', Tokens(1, 2, None, 0)),
        ("{}", Tokens()),
    ],
)
def test_writes_are_divided_by_how_long_they_are_kept(usage: str, tokens: Tokens) -> None:
    assert msgspec.json.decode(usage, type=TokenUsage).tokens() == tokens


def test_without_billed_counts_there_is_no_usage() -> None:
    assert TokenUsage(cache_read_input_tokens=3).counts() is None
