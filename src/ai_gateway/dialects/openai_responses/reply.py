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


class _Action(msgspec.Struct):
    type: str = "search"


class _Item(msgspec.Struct):
    type: str = ""
    action: _Action | msgspec.UnsetType | None = msgspec.UNSET

    @property
    def searched(self) -> bool:
        # Opening a page that was found, or looking for words in it, is no search.
        action = self.action
        return self.type == "web_search_call" and (
            not isinstance(action, _Action) or action.type == "search"
        )


class Response(msgspec.Struct):
    """The members of a response, and of a stream's last event, that say what it took."""

    usage: ResponseUsage | None = None
    model: str | None = None
    service_tier: str | None = None
    output: list[_Item] | None = None

    def counts(self) -> Usage | None:
        """Return the counts with who served them, None where nothing is reported."""
        counts = self.usage and self.usage.counts()
        if counts is None:
            return None
        items = self.output or ()
        web = sum(item.searched for item in items)
        return msgspec.structs.replace(
            counts,
            web_searches=web or None,
            file_searches=sum(item.type == "file_search_call" for item in items) or None,
            model=self.model,
            tier=self.service_tier,
        )


_RESPONSE = msgspec.json.Decoder(Response)


def read_usage(body: bytes) -> Usage | None:
    """Return the usage of a whole response, or None where there is none."""
    response = decode(_RESPONSE, body)
    return response and response.counts()
