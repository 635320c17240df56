"""What a response reports as billed."""

import msgspec

from ai_gateway.core.usage import Usage
from ai_gateway.dialects.wire import Count, decode


class _InputDetails(msgspec.Struct):
    cached_tokens: Count | None = None
    cache_write_tokens: Count | None = None


class _OutputDetails(msgspec.Struct):
    reasoning_tokens: Count | None = None


class ResponseUsage(msgspec.Struct):
    """The wire's `usage` (`openai.types.responses.ResponseUsage`)."""

    input_tokens: Count | None = None
    output_tokens: Count | None = None
    input_tokens_details: _InputDetails | None = None
    output_tokens_details: _OutputDetails | None = None

    def counts(self) -> Usage | None:
        """Return the counts, or None where it holds neither of the two that are billed."""
        if self.input_tokens is None and self.output_tokens is None:
            return None
        details = self.input_tokens_details or _InputDetails()
        output = self.output_tokens_details or _OutputDetails()
        return Usage(
            input_tokens=self.input_tokens,
            output_tokens=self.output_tokens,
            cache_read_tokens=details.cached_tokens,
            cache_write_tokens=details.cache_write_tokens,
            reasoning_tokens=output.reasoning_tokens,
        )


class Response(msgspec.Struct):
    """The one member of a response that is read, in an answer and in a stream's last event."""

    usage: ResponseUsage | None = None


_RESPONSE = msgspec.json.Decoder(Response)


def read_usage(body: bytes) -> Usage | None:
    """Return the usage of a whole response, or None where there is none."""
    response = decode(_RESPONSE, body)
    return response.usage.counts() if response and response.usage else None
