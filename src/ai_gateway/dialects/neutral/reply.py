"""What a model answers."""

from typing import Literal

import msgspec

from ai_gateway.dialects.neutral.content import Part
from ai_gateway.dialects.neutral.usage import Tokens

Stop = Literal["end", "length", "tool_calls", "stop_sequence", "refusal", "content_filter", "pause"]
"""Why a model stopped. `pause` is Anthropic's: a long server-side turn, to be gone on with."""


class TokenLogprob(msgspec.Struct, frozen=True):
    """One token with its log-probability, and the likeliest others at its place."""

    token: str
    logprob: float
    top: tuple[tuple[str, float], ...] = ()


class Answer(msgspec.Struct, frozen=True):
    """One of the answers that were asked for, in the order of its parts."""

    parts: tuple[Part, ...]
    stop: Stop
    stop_sequence: str | None = None
    logprobs: tuple[TokenLogprob, ...] | None = None


class Reply(msgspec.Struct, frozen=True):
    """Everything that came back for one request.

    `created` is in seconds since 1970, None where the provider does not say.
    """

    id: str
    model: str
    answers: tuple[Answer, ...]
    usage: Tokens | None = None
    created: int | None = None
    service_tier: str | None = None
