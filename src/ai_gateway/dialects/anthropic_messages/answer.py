"""The wire's answer, why it ended and how fast it was served (`anthropic.types.Message`)."""

import msgspec

from ai_gateway.dialects.anthropic_messages.token_usage import WireUsage
from ai_gateway.dialects.neutral.reply import Stop

_STOPS: dict[str, Stop] = {
    "end_turn": "end",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "stop_sequence": "stop_sequence",
    "tool_use": "tool_calls",
    "pause_turn": "pause",
    "refusal": "refusal",
}

_REASONS: dict[Stop, str] = {
    "end": "end_turn",
    "length": "max_tokens",
    "stop_sequence": "stop_sequence",
    "tool_calls": "tool_use",
    "pause": "pause_turn",
    "refusal": "refusal",
    # The nearest that the vendor's SDK knows: the answer was withheld.
    "content_filter": "refusal",
}

_TIERS = {"standard": "default"}
_WIRE_TIERS = {"default": "standard", "priority": "priority", "batch": "batch"}


class StopDetails(msgspec.Struct, tag="refusal"):
    """Why the model declined (`RefusalStopDetails`)."""

    explanation: str | None = None
    category: str | None = None


class Message(msgspec.Struct):
    """The answer; its blocks each on their own, so that an unknown one can be kept."""

    id: str
    model: str
    content: list[msgspec.Raw]
    stop_reason: str | None = None
    stop_sequence: str | None = None
    stop_details: StopDetails | None = None
    usage: WireUsage | None = None


def read_stop(reason: str | None) -> Stop:
    """Return why the model stopped; a reason that is yet unknown is an end."""
    return _STOPS.get(reason or "", "end")


def write_stop(stop: Stop) -> str:
    """Return the stop reason."""
    return _REASONS[stop]


def read_tier(tier: str | None) -> str | None:
    """Return the service tier that an answer was given on, `default` where nothing is special."""
    return None if tier is None else _TIERS.get(tier, tier)


def write_tier(tier: str | None) -> str | None:
    """Return the tier in the vendor's words, None where it has none for it."""
    return None if tier is None else _WIRE_TIERS.get(tier)
