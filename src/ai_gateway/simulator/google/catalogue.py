"""The models that the Gemini API lists.

Source: ai.google.dev/api/models.
"""

import msgspec

from ai_gateway.simulator.answer import Answer
from ai_gateway.simulator.google.checks import check_model
from ai_gateway.simulator.google.headers import headers
from ai_gateway.simulator.jsonvalue import Json
from ai_gateway.simulator.request import Request

MODELS = {
    "gemini-3-pro-preview": "Gemini 3 Pro Preview",
    "gemini-2.5-flash": "Gemini 2.5 Flash",
    "gemini-embedding-001": "Gemini Embedding 001",
}
"""A few; any other name that does not contain `nonexistent` is served as well."""


def list_models(_: Request) -> Answer:
    """Answer `GET /v1beta/models`, all on one page."""
    return _answer({"models": [_model(name) for name in MODELS]})


def retrieve_model(request: Request) -> Answer:
    """Answer `GET /v1beta/models/{model}`."""
    check_model(request, "getModel")
    return _answer(_model(request.model))


def _model(name: str) -> Json:
    generates = ["generateContent", "countTokens"]
    embeds = ["embedContent", "batchEmbedContents"]
    return {
        "name": f"models/{name}",
        "version": "001",
        "displayName": MODELS.get(name, name),
        "inputTokenLimit": 1_048_576,
        "outputTokenLimit": 65_536,
        "supportedGenerationMethods": embeds if "embedding" in name else generates,
    }


def _answer(document: Json) -> Answer:
    return Answer(200, headers(), msgspec.json.encode(document))
