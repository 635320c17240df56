"""Tokens, counted one way whoever reports them."""

import msgspec


class Tokens(msgspec.Struct, frozen=True):
    """What a request and its answer were billed, in counts that never overlap but for two.

    `input` is without what was read from or written to the provider's prompt cache, which
    stand in `cache_read`, `cache_write` (kept for 5 minutes, or the provider's default) and
    `cache_write_long` (an hour). `output` holds all that was written, `reasoning` and
    `audio_output` included; `audio_input` is a part of `input`. None is unknown, never zero.
    """

    input: int | None = None
    output: int | None = None
    cache_read: int | None = None
    cache_write: int | None = None
    cache_write_long: int | None = None
    reasoning: int | None = None
    audio_input: int | None = None
    audio_output: int | None = None
