"""The models that OpenAI lists.

Source: platform.openai.com/docs/api-reference/models.
"""

import msgspec

from ai_gateway.simulator.answer import Answer
from ai_gateway.simulator.jsonvalue import Json
from ai_gateway.simulator.openai.errors import refuse
from ai_gateway.simulator.openai.headers import headers
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import EPOCH

MODELS = (
    "gpt-5",
    "gpt-5-mini",
    "gpt-4.1",
    "gpt-image-1",
    "gpt-4o-mini-tts",
    "gpt-4o-transcribe",
    "text-embedding-3-small",
    "text-embedding-3-large",
    "omni-moderation-latest",
)
"""A few of each kind; any other name that does not contain `nonexistent` is served as well."""


def list_models(request: Request, _: str) -> Answer:
    """Answer `GET /v1/models`."""
    page = {"object": "list", "data": [_model(name) for name in MODELS]}
    return Answer(200, headers(request), msgspec.json.encode(page))


def retrieve_model(request: Request, name: str) -> Answer:
    """Answer `GET /v1/models/{model}`."""
    if "nonexistent" in name:
        message = f"The model '{name}' does not exist"
        raise refuse(request, message, status=404, param="model", code="model_not_found")
    return Answer(200, headers(request), msgspec.json.encode(_model(name)))


def _model(name: str) -> Json:
    return {"id": name, "object": "model", "created": EPOCH, "owned_by": "system"}
