"""The models that Anthropic lists.

Source: docs.claude.com/en/api/models-list.
"""

import msgspec

from ai_gateway.simulator.answer import Answer
from ai_gateway.simulator.anthropic.errors import refuse
from ai_gateway.simulator.anthropic.headers import headers
from ai_gateway.simulator.jsonvalue import Json
from ai_gateway.simulator.request import Request

MODELS = {
    "claude-opus-5-5": "Claude Opus 5.5",
    "claude-sonnet-5-5": "Claude Sonnet 5.5",
    "claude-haiku-5-5": "Claude Haiku 5.5",
}
"""A few; any other name that does not contain `nonexistent` is served as well."""


def list_models(request: Request, _: str) -> Answer:
    """Answer `GET /v1/models`."""
    data = [_model(name) for name in MODELS]
    page = {
        "data": data,
        "has_more": False,
        "first_id": data[0]["id"],
        "last_id": data[-1]["id"],
    }
    return Answer(200, headers(request), msgspec.json.encode(page))


def retrieve_model(request: Request, name: str) -> Answer:
    """Answer `GET /v1/models/{model}`."""
    if "nonexistent" in name:
        raise refuse(request, f"model: {name}", status=404)
    return Answer(200, headers(request), msgspec.json.encode(_model(name)))


def _model(name: str) -> Json:
    return {
        "type": "model",
        "id": name,
        "display_name": MODELS.get(name, name),
        "created_at": "2025-10-01T00:00:00Z",
        "lifecycle": "active",
    }
