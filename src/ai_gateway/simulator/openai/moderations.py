"""Moderations: a text is flagged where it contains the name of a category.

Source: platform.openai.com/docs/api-reference/moderations.
"""

import msgspec

from ai_gateway.simulator.answer import Answer
from ai_gateway.simulator.jsonvalue import Json, is_array
from ai_gateway.simulator.openai.chat_request import content_text
from ai_gateway.simulator.openai.checks import json_fields, require
from ai_gateway.simulator.openai.headers import headers
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import identifier

CATEGORIES = (
    "harassment",
    "harassment/threatening",
    "hate",
    "hate/threatening",
    "illicit",
    "illicit/violent",
    "self-harm",
    "self-harm/instructions",
    "self-harm/intent",
    "sexual",
    "sexual/minors",
    "violence",
    "violence/graphic",
)
"""What a text is judged by."""

_FLAGGED = 0.99
_CLEAR = 0.0001


def create(request: Request, _: str) -> Answer:
    """Answer `POST /v1/moderations`."""
    fields = json_fields(request)
    require(request, fields, "input", "string", "array")
    given = fields["input"]
    plain = is_array(given) and all(isinstance(item, str) for item in given)
    texts: list[str] = given if plain else [content_text(given)[0]]
    body = {
        "id": identifier("modr-", request.number),
        "model": request.model or "omni-moderation-latest",
        "results": [_result(text.lower()) for text in texts],
    }
    return Answer(200, headers(request), msgspec.json.encode(body))


def _result(text: str) -> Json:
    found = {name: name in text for name in CATEGORIES}
    return {
        "flagged": any(found.values()),
        "categories": found,
        "category_scores": {name: _FLAGGED if hit else _CLEAR for name, hit in found.items()},
        "category_applied_input_types": {name: ["text"] for name in CATEGORIES},
    }
