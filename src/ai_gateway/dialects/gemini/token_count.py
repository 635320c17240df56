"""Counting the tokens of a request without asking for an answer (`countTokens`)."""

import msgspec

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.gemini.request_writer import write_request
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.translation import Written
from ai_gateway.dialects.wire import Count, decode


class _Count(msgspec.Struct, rename="camel"):
    total_tokens: Count


_COUNT = msgspec.json.Decoder(_Count)


def write_count_request(request: Request, profile: Profile) -> Written:
    """Return the body that has the tokens of all of `request` counted.

    The Gemini API counts instructions and tools only where the whole request stands in
    `generateContentRequest`, which names its model once more
    (https://ai.google.dev/api/tokens). Raises as `write_request` does.
    """
    written = write_request(request, profile)
    members = msgspec.json.decode(written.body, type=dict[str, msgspec.Raw])
    model = msgspec.Raw(msgspec.json.encode(f"models/{request.model}"))
    body = msgspec.json.encode({"generateContentRequest": {"model": model} | members})
    return Written(body, written.dropped)


def read_count(body: bytes) -> int:
    """Return the tokens. Raises `ProviderMisbehaved` where the answer holds none."""
    counted = decode(_COUNT, body)
    if counted is None:
        raise ProviderMisbehaved(
            "Google answered 200 to a count of tokens without `totalTokens`. Ask again."
        )
    return counted.total_tokens
