"""Tokens as a provider billed them."""

import msgspec


class Usage(msgspec.Struct, frozen=True):
    """Token counts of one call, each as the provider's own dialect counts it.

    `input_tokens` holds the cached tokens in OpenAI's dialects and excludes them in
    Anthropic's; `reasoning_tokens` is part of `output_tokens`. A count that the provider did
    not report is None, never zero.
    """

    input_tokens: int | None = None
    output_tokens: int | None = None
    cache_read_tokens: int | None = None
    cache_write_tokens: int | None = None
    reasoning_tokens: int | None = None
