"""What a provider counted of one call, told one way whoever reports it."""

import msgspec


class Usage(msgspec.Struct, frozen=True, omit_defaults=True):
    """The billed units of one call, as the provider reported them.

    `input_tokens` is all that was read: what came from the provider's prompt cache
    (`cache_read_tokens`) and what was written to it, kept for five minutes or the provider's
    default (`cache_write_tokens`) or for an hour (`cache_write_1h_tokens`), is part of it.
    `output_tokens` is all that was written, `reasoning_tokens` is part of it. Tokens of audio
    and of images are part of the input, of the cached input, and of the output. `web_searches`
    and `file_searches` are counted, `audio_ms` is the length of a recording billed by time.
    A count that was not reported is None, never zero.

    `model`, `tier` and `region` are what the provider says it served: the model's own name, the
    service tier (`flex`, `priority`, `batch`, `fast`), where the model ran. `estimated` says
    that at least one count is the gateway's own, because the provider never came to report it.
    """

    input_tokens: int | None = None
    output_tokens: int | None = None
    cache_read_tokens: int | None = None
    cache_write_tokens: int | None = None
    cache_write_1h_tokens: int | None = None
    reasoning_tokens: int | None = None
    audio_input_tokens: int | None = None
    audio_cache_read_tokens: int | None = None
    audio_output_tokens: int | None = None
    image_input_tokens: int | None = None
    image_cache_read_tokens: int | None = None
    image_output_tokens: int | None = None
    web_searches: int | None = None
    file_searches: int | None = None
    audio_ms: int | None = None
    model: str | None = None
    tier: str | None = None
    region: str | None = None
    estimated: bool = False

    def updated(self, now: "Usage") -> "Usage":
        """Return what is known after a later report, which may leave out what an earlier said."""
        changes = {name: getattr(now, name) for name in now.__struct_fields__}
        return msgspec.structs.replace(
            self, **{name: value for name, value in changes.items() if value is not None}
        )

    def plus(self, other: "Usage") -> "Usage":
        """Return the sum with `other`, as for two attempts of one call; words are the latter's."""
        sums: dict[str, object] = {}
        for name in self.__struct_fields__:
            mine, others = getattr(self, name), getattr(other, name)
            if isinstance(mine, bool):
                sums[name] = mine or others
            elif isinstance(mine, int) and isinstance(others, int):
                sums[name] = mine + others
            else:
                sums[name] = mine if others is None else others
        return Usage(**sums)  # pyright: ignore[reportArgumentType]  # the fields are its own
