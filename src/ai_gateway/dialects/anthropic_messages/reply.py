"""What a message reports as billed."""

import msgspec

from ai_gateway.core.usage import Usage
from ai_gateway.dialects.wire import Count, decode


class _OutputDetails(msgspec.Struct):
    thinking_tokens: Count | None = None


class _CacheCreation(msgspec.Struct):
    ephemeral_5m_input_tokens: Count = 0
    ephemeral_1h_input_tokens: Count = 0


class _ServerTools(msgspec.Struct):
    web_search_requests: Count | None = None


class MessageUsage(msgspec.Struct):
    """The wire's `usage` (`anthropic.types.Usage` and `MessageDeltaUsage`).

    `input_tokens` is without what the cache gave and took. Later events of a stream repeat the
    counts, some of them, and those only grow.
    """

    input_tokens: Count | None = None
    output_tokens: Count | None = None
    cache_read_input_tokens: Count | None = None
    cache_creation_input_tokens: Count | None = None
    cache_creation: _CacheCreation | None = None
    output_tokens_details: _OutputDetails | None = None
    server_tool_use: _ServerTools | None = None
    service_tier: str | None = None
    inference_geo: str | None = None
    speed: str | None = None

    def after(self, before: "MessageUsage") -> "MessageUsage":
        """Return what is known after this later report.

        Servers that imitate Anthropic's repeat as 0 what they told before, so a count that was
        told stays until a larger or another one is.
        """
        known = {name: getattr(before, name) for name in self.__struct_fields__}
        for name in self.__struct_fields__:
            now = getattr(self, name)
            if now or known[name] is None:
                known[name] = now
        return MessageUsage(**known)

    def counts(self) -> Usage | None:
        """Return the counts, or None where it holds neither of the two that are billed."""
        if self.input_tokens is None and self.output_tokens is None:
            return None
        details = self.output_tokens_details or _OutputDetails()
        tools = self.server_tool_use or _ServerTools()
        read, long, written = self.cache_read_input_tokens, None, self.cache_creation_input_tokens
        if self.cache_creation is not None:
            long = self.cache_creation.ephemeral_1h_input_tokens
            told = long + self.cache_creation.ephemeral_5m_input_tokens
            written = max(written or 0, told)
        whole = (self.input_tokens or 0) + (read or 0) + (written or 0)
        return Usage(
            input_tokens=None if self.input_tokens is None and not whole else whole,
            output_tokens=self.output_tokens,
            cache_read_tokens=read,
            cache_write_tokens=None if written is None else written - (long or 0),
            cache_write_1h_tokens=long,
            reasoning_tokens=details.thinking_tokens,
            web_searches=tools.web_search_requests,
            tier=self.speed if self.speed == "fast" else self.service_tier,
            region=self.inference_geo,
        )


class Message(msgspec.Struct):
    """The members of a message that are read, in an answer and in a stream's first event."""

    usage: MessageUsage | None = None
    model: str | None = None

    def counts(self) -> Usage | None:
        """Return the counts with the model that made them, None where nothing is reported."""
        counts = self.usage and self.usage.counts()
        return counts and msgspec.structs.replace(counts, model=self.model)


_MESSAGE = msgspec.json.Decoder(Message)


def read_usage(body: bytes) -> Usage | None:
    """Return the usage of a whole message, or None where there is none.

    The answer of `count_tokens` has an `input_tokens` and no `usage`: it is what was asked
    for, and nothing was billed.
    """
    message = decode(_MESSAGE, body)
    return message and message.counts()
