"""Why a model stopped, in Bedrock's words and in Claude's.

Source: `StopReason` in the service model. `malformed_*` say that what the model wrote could not
be read, so that what there is of it is all there is.
"""

import msgspec

from ai_gateway.dialects.neutral.reply import Stop

_STOPS: dict[str, Stop] = {
    "end_turn": "end",
    "tool_use": "tool_calls",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "stop_sequence": "stop_sequence",
    "guardrail_intervened": "content_filter",
    "content_filtered": "content_filter",
    # Claude's own words, passed through for models that know them.
    "refusal": "refusal",
    "pause_turn": "pause",
}

SEQUENCE_PATHS = ("/stop_sequence", "/delta/stop_sequence")
"""Where Claude says which stop sequence it met, whole and streamed.

The service leaves out a path that leads nowhere, so that any model may be asked for both.
"""


class _Told(msgspec.Struct):
    stop_sequence: str | None = None


class ModelFields(_Told):
    """The members of the model's own answer that were asked for by `SEQUENCE_PATHS`."""

    delta: _Told | None = None

    @property
    def met(self) -> str | None:
        """The stop sequence that was met, None where the model does not say."""
        return self.stop_sequence or (self.delta.stop_sequence if self.delta else None)


def read_stop(reason: str) -> Stop:
    """Return the reason; one that is new is an end, because the answer did come to one."""
    return _STOPS.get(reason, "end")
