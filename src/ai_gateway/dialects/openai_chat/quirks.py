"""In what a server that speaks this dialect differs from OpenAI's own."""

from typing import Literal

import msgspec


class Quirks(msgspec.Struct, frozen=True):
    """Facts of one server, for the writer of its requests. The defaults are OpenAI's own.

    `current` says that it knows what OpenAI added since its reasoning models:
    `max_completion_tokens` beside `max_tokens`, the role `developer`, `allowed_tools`,
    `verbosity`, `store` and `prompt_cache_key`. Strict servers refuse what they do not know.

    `reasoning` is where it takes a model's earlier thoughts back: nowhere, as plain text in
    `reasoning_content` (DeepSeek, Moonshot), or in `reasoning_details` (OpenRouter).

    `cache` is the marker of a prefix to be cached that it understands: none,
    `cache_control` (OpenRouter) or `prompt_cache_breakpoint` (OpenAI since gpt-5.6).
    """

    current: bool = True
    reasoning: Literal["none", "reasoning_content", "reasoning_details"] = "none"
    cache: Literal["none", "cache_control", "prompt_cache_breakpoint"] = "none"
