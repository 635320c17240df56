"""Embeddings by InvokeModel: Amazon Titan's and Cohere's own bodies.

Source: docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html and
model-parameters-embed-v3.html, model-parameters-embed-v4.html there.
"""

from typing import Any

import msgspec

from ai_gateway.simulator.answer import Answer
from ai_gateway.simulator.bedrock.checks import check_model, check_shape, json_fields
from ai_gateway.simulator.bedrock.errors import refuse
from ai_gateway.simulator.bedrock.headers import invocation_headers
from ai_gateway.simulator.jsonvalue import Json
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import ATTACHMENT_TOKENS, count_tokens, identifier
from ai_gateway.simulator.shape import Choice, Flag, Items, Number, Record, Text
from ai_gateway.simulator.vector import unit_vector

_TITAN_DIMENSIONS = (256, 512, 1024)
_COHERE_DIMENSIONS = (256, 512, 1024, 1536)
_COHERE_V3_DIMENSIONS = 1024

_TITAN = Record(
    {
        "inputText": Text(least=1, most=50_000),
        "dimensions": Number(),
        "normalize": Flag(),
        "embeddingTypes": Items(Choice(("float", "binary"))),
    },
    ("inputText",),
)
_COHERE_TYPES = ("float", "int8", "uint8", "binary", "ubinary")
_COHERE = Record(
    {
        "texts": Items(Text(least=1), 1, 96),
        "images": Items(Text(least=1), 1, 96),
        "input_type": Choice(
            ("search_document", "search_query", "classification", "clustering", "image")
        ),
        "truncate": Choice(("NONE", "START", "END", "LEFT", "RIGHT")),
        "embedding_types": Items(Choice(_COHERE_TYPES), 1),
        "output_dimension": Number(),
        "max_tokens": Number(least=1),
    },
    ("input_type",),
    ("texts", "images"),
)


def invoke(request: Request) -> Answer:
    """Answer `POST /model/{modelId}/invoke` for the models that embed."""
    check_model(request)
    if "titan-embed" in request.model:
        return _titan(request)
    if "cohere.embed" in request.model:
        return _cohere(request)
    text = "The simulator invokes Titan's and Cohere's embedding models only; use Converse."
    raise refuse(request, text)


def _titan(request: Request) -> Answer:
    fields = check_shape(request, json_fields(request), _TITAN)
    text = fields["inputText"]
    dimensions = _dimensions(request, fields, "dimensions", _TITAN_DIMENSIONS)
    kinds: list[str] = fields.get("embeddingTypes") or ["float"]
    made: dict[str, list[Any]] = {
        "float": list(unit_vector(text, dimensions)),
        "binary": _bits(text, dimensions),
    }
    by_type = {kind: made[kind] for kind in kinds}
    tokens = count_tokens(text)
    body: Json = {"embeddingsByType": by_type, "inputTextTokenCount": tokens}
    if "float" in by_type:
        body["embedding"] = by_type["float"]
    return Answer(200, invocation_headers(request, tokens), msgspec.json.encode(body))


def _cohere(request: Request) -> Answer:
    fields = check_shape(request, json_fields(request), _COHERE)
    if "embed-v4" in request.model:
        dimensions = _dimensions(request, fields, "output_dimension", _COHERE_DIMENSIONS)
    else:
        dimensions = _COHERE_V3_DIMENSIONS
    inputs: list[str] = fields.get("texts") or fields["images"]
    kinds: list[str] | None = fields.get("embedding_types")
    by_type = {
        kind: [_cohere_vector(text, dimensions, kind) for text in inputs]
        for kind in kinds or ["float"]
    }
    body: Json = {
        "id": identifier("", request.number, 32),
        "texts": fields.get("texts") or [],
        # Without the types, the vectors stand alone; with them, each under the name of its type.
        "embeddings": by_type if kinds else by_type["float"],
        "response_type": "embeddings_by_type" if kinds else "embeddings_floats",
    }
    tokens = sum(map(count_tokens, fields.get("texts") or ()))
    tokens += ATTACHMENT_TOKENS * len(fields.get("images") or ())
    return Answer(200, invocation_headers(request, tokens), msgspec.json.encode(body))


def _dimensions(request: Request, fields: Json, name: str, allowed: tuple[int, ...]) -> int:
    dimensions = fields.get(name) or allowed[-1]
    if dimensions not in allowed:
        text = f"Malformed input request: #/{name}: {dimensions} is not a valid enum value."
        raise refuse(request, text)
    return dimensions


def _bits(text: str, dimensions: int) -> list[int]:
    return [int(number > 0) for number in unit_vector(text, dimensions)]


def _cohere_vector(text: str, dimensions: int, kind: str) -> list[Any]:
    if kind == "float":
        return list(unit_vector(text, dimensions))
    if kind in ("int8", "uint8"):
        offset = 128 if kind == "uint8" else 0
        return [round(number * 127) + offset for number in unit_vector(text, dimensions)]
    bits = "".join(map(str, _bits(text, dimensions)))
    packed = [int(bits[at : at + 8], 2) for at in range(0, dimensions, 8)]
    return packed if kind == "ubinary" else [number - 128 for number in packed]
