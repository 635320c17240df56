"""One call as it is put on record. The names of the fields are fixed: queries rely on them."""

from collections.abc import Mapping

import msgspec

from ai_gateway.core.usage import Usage


class AttemptRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One call to one target: the provider's status, or the code of what went wrong."""

    provider: str
    model: str | None = None
    status: int | None = None
    reason: str | None = None
    ms: float | None = None
    usage: Usage | None = None


class Row(
    msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, tag_field="event", tag="call"
):
    """One call, with no content and no credential; what is not known is left out.

    `time` is its end in seconds since 1970. `outcome` is `complete`, `caller_left`, or the code
    of the error that ended it. `first_byte_ms` is the time until the answer began, `total_ms`
    until its last byte. `model_asked` is the caller's word, `model` what the provider was asked
    for, `model_served` what it says it served. Money is in nano-dollars: `cost_nano_usd` is
    what the call cost, `savings_nano_usd` what the provider's cache saved, negative where it
    cost more than it saved. `price` names the price and `price_source` the list it is from.
    `estimated` says that a count or a price is a guess, `unpriced` that some usage has no price.
    """

    time: float
    id: str
    operation: str
    dialect: str
    outcome: str
    total_ms: float
    client: str | None = None
    tags: Mapping[str, str] | None = None
    config: str | None = None
    provider: str | None = None
    model: str | None = None
    model_asked: str | None = None
    model_served: str | None = None
    status: int | None = None
    stream: bool = False
    first_byte_ms: float | None = None
    usage: Usage | None = None
    cost_nano_usd: int | None = None
    savings_nano_usd: int | None = None
    price: str | None = None
    price_source: str | None = None
    estimated: bool = False
    unpriced: bool = False
    attempts: tuple[AttemptRow, ...] = ()
    guardrails: tuple[str, ...] = ()
    cache: str | None = None
    reservation: str | None = None
    trace_id: str | None = None
