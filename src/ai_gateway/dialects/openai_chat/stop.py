"""Why a model stopped, in the words of this dialect."""

from ai_gateway.dialects.neutral.reply import Stop

_READ: dict[str, Stop] = {
    "stop": "end",
    "length": "length",
    "tool_calls": "tool_calls",
    "function_call": "tool_calls",
    "content_filter": "content_filter",
}

_WRITTEN: dict[Stop, str] = {
    "end": "stop",
    "length": "length",
    "tool_calls": "tool_calls",
    "stop_sequence": "stop",
    "refusal": "stop",
    "content_filter": "content_filter",
    "pause": "stop",
}


def read_stop(
    reason: str | None, matched: str | int | None, *, refused: bool, called: bool
) -> tuple[Stop, str | None]:
    """Return why the model stopped, and the stop sequence that it met where the server says so.

    `matched` is vLLM's `stop_reason`: the sequence, or the number of a token. A reason that
    nobody knows is a natural end, as SDKs take it. OpenAI says `stop` of a call that was
    demanded by name, and some servers of every call.
    """
    stop = _READ.get(reason or "stop", "end")
    if stop != "end":
        return stop, None
    if called:
        return "tool_calls", None
    if refused:
        return "refusal", None
    if isinstance(matched, str):
        return "stop_sequence", matched
    return stop, None


def write_stop(stop: Stop, *, refused: bool, legacy: bool) -> str:
    """Return the `finish_reason`.

    A refusal in words is a natural end here. One without words has nothing else to show that
    the answer was withheld. `legacy` is for callers that know functions and no tools.
    """
    if stop == "refusal" and not refused:
        return "content_filter"
    if stop == "tool_calls" and legacy:
        return "function_call"
    return _WRITTEN[stop]
