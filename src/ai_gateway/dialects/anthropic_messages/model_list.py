"""Lists of models as Anthropic gives them (`anthropic.types.ModelInfo`, `SyncPage`)."""

from collections.abc import Sequence

from ai_gateway.dialects.contract import ModelEntry
from ai_gateway.dialects.wire import render

# "May be set to an epoch value if the release date is unknown", says the vendor's own type.
_CREATED_AT = "1970-01-01T00:00:00Z"


def render_models(models: Sequence[ModelEntry]) -> bytes:
    """Return the body of the list, which is always one page."""
    page = {
        "data": [_model(model) for model in models],
        "has_more": False,
        "first_id": models[0].id if models else None,
        "last_id": models[-1].id if models else None,
    }
    return render(page)


def render_model(model: ModelEntry) -> bytes:
    """Return the body of one model."""
    return render(_model(model))


def _model(model: ModelEntry) -> dict[str, str]:
    return {
        "type": "model",
        "id": model.id,
        "display_name": model.id,
        "created_at": _CREATED_AT,
        "lifecycle": "active",  # it can be called, which is all that the vendor means by it
    }
