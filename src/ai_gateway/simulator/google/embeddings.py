"""Embeddings, one by one, in batches, and as Vertex AI's prediction.

Source: ai.google.dev/api/embeddings and
cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api.
"""

import msgspec

from ai_gateway.simulator.answer import Answer
from ai_gateway.simulator.google import shapes
from ai_gateway.simulator.google.checks import check_model, json_fields
from ai_gateway.simulator.google.errors import refuse
from ai_gateway.simulator.google.headers import headers
from ai_gateway.simulator.jsonvalue import Json, object_at
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import count_tokens
from ai_gateway.simulator.vector import unit_vector

_DIMENSIONS = 3072
_MOST_REQUESTS = 100


def embed(request: Request) -> Answer:
    """Answer `…:embedContent`."""
    check_model(request, "embedContent")
    fields = json_fields(request, shapes.EMBED)
    usage = {"promptTokenCount": count_tokens(_text(fields))}
    return _answer({"embedding": {"values": _values(fields)}, "usageMetadata": usage})


def embed_batch(request: Request) -> Answer:
    """Answer `…:batchEmbedContents`."""
    check_model(request, "batchEmbedContents")
    requests: list[Json] = json_fields(request, shapes.BATCH_EMBED)["requests"]
    if not 1 <= len(requests) <= _MOST_REQUESTS:
        text = (
            "* BatchEmbedContentsRequest.requests: at most 100 requests can be in one batch, and "
            f"at least one; got {len(requests)}"
        )
        raise refuse(text)
    for one in requests:
        if one.get("model") != f"models/{request.model}":
            text = (
                "* BatchEmbedContentsRequest.requests[].model: expected 'models/"
                f"{request.model}', which the address names"
            )
            raise refuse(text)
    tokens = sum(count_tokens(_text(one)) for one in requests)
    embeddings = [{"values": _values(one)} for one in requests]
    return _answer({"embeddings": embeddings, "usageMetadata": {"promptTokenCount": tokens}})


def predict(request: Request) -> Answer:
    """Answer `…:predict` for the models that embed."""
    check_model(request, "predict")
    fields = json_fields(request, shapes.PREDICT)
    dimensions = _dimensions(object_at(fields, "parameters").get("outputDimensionality"))
    predictions = [_prediction(instance["content"], dimensions) for instance in fields["instances"]]
    characters = sum(len(instance["content"]) for instance in fields["instances"])
    metadata = {"billableCharacterCount": characters}
    return _answer({"predictions": predictions, "metadata": metadata})


def _prediction(text: str, dimensions: int) -> Json:
    statistics = {"truncated": False, "token_count": count_tokens(text)}
    return {"embeddings": {"values": unit_vector(text, dimensions), "statistics": statistics}}


def _values(fields: Json) -> tuple[float, ...]:
    return unit_vector(_text(fields), _dimensions(fields.get("outputDimensionality")))


def _dimensions(wanted: int | None) -> int:
    dimensions = wanted or _DIMENSIONS
    if dimensions > _DIMENSIONS:
        text = (
            f"Unable to submit request because outputDimensionality {dimensions} is not supported; "
            f"the largest is {_DIMENSIONS}"
        )
        raise refuse(text)
    return dimensions


def _text(fields: Json) -> str:
    parts: list[Json] = fields["content"].get("parts") or []
    text = "".join(part.get("text") or "" for part in parts)
    if not text:
        raise refuse("* EmbedContentRequest.content: contains an empty Part.")
    return text


def _answer(document: Json) -> Answer:
    return Answer(200, headers(), msgspec.json.encode(document))
