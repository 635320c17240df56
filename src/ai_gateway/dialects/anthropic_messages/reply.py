"""What a message reports as billed."""

import msgspec

from ai_gateway.core.usage import Usage
from ai_gateway.dialects.wire import Count, decode


class _OutputDetails(msgspec.Struct):
    thinking_tokens: Count | None = None


class MessageUsage(msgspec.Struct):
    """The wire's `usage` (`anthropic.types.Usage` and `MessageDeltaUsage`)."""

    input_tokens: Count | None = None
    output_tokens: Count | None = None
    cache_read_input_tokens: Count | None = None
    cache_creation_input_tokens: Count | None = None
    output_tokens_details: _OutputDetails | None = None

    def counts(self) -> Usage | None:
        """Return the counts, or None where it holds neither of the two that are billed."""
        if self.input_tokens is None and self.output_tokens is None:
            return None
        details = self.output_tokens_details or _OutputDetails()
        return Usage(
            input_tokens=self.input_tokens,
            output_tokens=self.output_tokens,
            cache_read_tokens=self.cache_read_input_tokens,
            cache_write_tokens=self.cache_creation_input_tokens,
            reasoning_tokens=details.thinking_tokens,
        )


class Message(msgspec.Struct):
    """The one member of a message that is read, in an answer and in a stream's first event."""

    usage: MessageUsage | None = None


_MESSAGE = msgspec.json.Decoder(Message)


def read_usage(body: bytes) -> Usage | None:
    """Return the usage of a whole message, or None where there is none.

    The answer of `count_tokens` has an `input_tokens` and no `usage`: it is what was asked
    for, and nothing was billed.
    """
    message = decode(_MESSAGE, body)
    return message.usage.counts() if message and message.usage else None
