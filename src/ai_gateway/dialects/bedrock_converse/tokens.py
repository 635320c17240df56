"""What Converse reports as billed.

Source: `TokenUsage` in the service model. `inputTokens` is without what was read from or written
to the cache; `cacheWriteInputTokens` is all that was written, and `cacheDetails` divides it by
the time it is kept.
"""

import msgspec

from ai_gateway.core.usage import Usage
from ai_gateway.dialects.bedrock_converse.shapes import Shape
from ai_gateway.dialects.neutral.usage import Tokens
from ai_gateway.dialects.wire import Count

_LONG = "1h"


class CacheDetail(Shape):
    """Tokens written to the cache, for `ttl`."""

    ttl: str = ""
    input_tokens: Count = 0


class TokenUsage(Shape):
    """The wire's `usage`."""

    input_tokens: Count | None = None
    output_tokens: Count | None = None
    cache_read_input_tokens: Count | None = None
    cache_write_input_tokens: Count | None = None
    cache_details: list[CacheDetail] | None = None

    def tokens(self) -> Tokens:
        """Return the counts as the neutral form has them."""
        written = self.cache_write_input_tokens
        details = self.cache_details or ()
        # An hour's cache alone is told apart: all else is the default of five minutes.
        long = sum(detail.input_tokens for detail in details if detail.ttl == _LONG)
        return Tokens(
            input=self.input_tokens,
            output=self.output_tokens,
            cache_read=self.cache_read_input_tokens,
            cache_write=None if written is None else max(written - long, 0),
            cache_write_long=long or None,
        )

    def counts(self) -> Usage | None:
        """Return the counts, the cached ones within the input, None where nothing is reported."""
        if self.input_tokens is None and self.output_tokens is None:
            return None
        tokens = self.tokens()
        cached = (self.cache_read_input_tokens or 0) + (self.cache_write_input_tokens or 0)
        return Usage(
            input_tokens=None if self.input_tokens is None else self.input_tokens + cached,
            output_tokens=self.output_tokens,
            cache_read_tokens=tokens.cache_read,
            cache_write_tokens=tokens.cache_write,
            cache_write_1h_tokens=tokens.cache_write_long,
        )


class ServiceTier(Shape):
    """The tier that served a call."""

    type: str | None = None


class Metadata(Shape):
    """The members of an answer, and of a stream's last event, that say what it took."""

    usage: TokenUsage | None = None
    service_tier: ServiceTier | None = None

    def counts(self) -> Usage | None:
        """Return the counts with the tier that served them, None where nothing is reported."""
        counts = self.usage and self.usage.counts()
        tier = self.service_tier and self.service_tier.type
        return counts and msgspec.structs.replace(counts, tier=tier)


METADATA = msgspec.json.Decoder(Metadata)
"""Reads usage, and nothing else."""
