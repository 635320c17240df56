"""Lists of models as OpenAI gives them (`openai.types.Model`)."""

from collections.abc import Sequence

from ai_gateway.dialects.contract import ModelEntry
from ai_gateway.dialects.wire import render

# The wire demands a creation time, in seconds. A gateway does not know it, and a made-up one
# that changes would make two equal lists differ: the epoch says "unknown".
_CREATED = 0


def render_models(models: Sequence[ModelEntry]) -> bytes:
    """Return the body of the list."""
    return render({"object": "list", "data": [_model(model) for model in models]})


def render_model(model: ModelEntry) -> bytes:
    """Return the body of one model."""
    return render(_model(model))


def _model(model: ModelEntry) -> dict[str, object]:
    return {"id": model.id, "object": "model", "created": _CREATED, "owned_by": model.owner}
