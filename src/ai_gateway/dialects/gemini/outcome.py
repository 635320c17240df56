"""How an answer ended (`google.genai.types.FinishReason`)."""

from collections.abc import Mapping

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.gemini.shapes import Candidate
from ai_gateway.dialects.neutral.reply import Stop

_STOPS: Mapping[str, Stop] = {"STOP": "end", "MAX_TOKENS": "length", "CONTINUATION": "pause"}

# The model wrote what its own server could not read: there is no answer, and asking again helps.
_FAILURES = frozenset(
    {
        "MALFORMED_FUNCTION_CALL",
        "MALFORMED_RESPONSE",
        "MISSING_THOUGHT_SIGNATURE",
        "TOO_MANY_TOOL_CALLS",
        "UNEXPECTED_TOOL_CALL",
    }
)


def read_stop(reason: str, *, calls: bool) -> Stop:
    """Return the neutral reason; `calls` says that the answer calls functions.

    Google says STOP where the model waits for a function's result, too. Whatever else ended
    the answer is Google's doing and not the model's: `SAFETY`, `RECITATION`, `SPII` and their
    like, and those that will be added.
    """
    if reason == "STOP" and calls:
        return "tool_calls"
    return _STOPS.get(reason, "content_filter")


def failure(candidate: Candidate) -> ProviderMisbehaved | None:
    """Return the error for an answer that failed in the making, None for any other."""
    reason = candidate.finish_reason
    if reason not in _FAILURES:
        return None
    words = candidate.finish_message or "it gives no further reason"
    return ProviderMisbehaved(
        f"The model's answer cannot be used, Google ended it with {reason}: {words}. Ask again;"
        " if it happens often, simplify the schemas of the tools."
    )
