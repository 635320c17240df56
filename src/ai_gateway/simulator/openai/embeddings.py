"""Embeddings, as numbers or as base64.

Source: platform.openai.com/docs/api-reference/embeddings.
"""

import base64
import functools
import hashlib
import math
from array import array
from typing import Any

import msgspec

from ai_gateway.simulator.answer import Answer
from ai_gateway.simulator.jsonvalue import Json, is_array
from ai_gateway.simulator.openai.chat_request import is_token_array
from ai_gateway.simulator.openai.checks import check_model, check_type, json_fields, require
from ai_gateway.simulator.openai.errors import refuse
from ai_gateway.simulator.openai.headers import headers
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import count_tokens

_DIMENSIONS = 1536
_LARGE_DIMENSIONS = 3072
_MOST_INPUTS = 2048
_PARAMETERS = {"dimensions", "encoding_format", "input", "model", "user"}


def create(request: Request, _: str) -> Answer:
    """Answer `POST /v1/embeddings`: unit vectors that derive from the text alone.

    Usage is the tokens of all texts by `ai_gateway.simulator.script`; a text given as token
    numbers has as many tokens as numbers.
    """
    fields = json_fields(request)
    model = check_model(request)
    require(request, fields, "input", "string", "array")
    check_type(request, fields, "dimensions", "integer")
    unknown = sorted(fields.keys() - _PARAMETERS)
    if unknown:
        raise refuse(request, f"Unrecognized request argument supplied: {', '.join(unknown)}")
    encoding = fields.get("encoding_format") or "float"
    if encoding not in ("float", "base64"):
        message = f"Invalid value: '{encoding}'. Supported values are: 'float' and 'base64'."
        raise refuse(request, message, param="encoding_format", code="invalid_value")
    dimensions = _dimensions(request, fields, model)
    inputs = _inputs(request, fields["input"])
    data = [
        {"object": "embedding", "index": index, "embedding": _encoded(text, dimensions, encoding)}
        for index, (text, _) in enumerate(inputs)
    ]
    tokens = sum(count for _, count in inputs)
    usage = {"prompt_tokens": tokens, "total_tokens": tokens}
    body = {"object": "list", "data": data, "model": model, "usage": usage}
    return Answer(200, headers(request), msgspec.json.encode(body))


def _dimensions(request: Request, fields: Json, model: str) -> int:
    largest = _LARGE_DIMENSIONS if "large" in model else _DIMENSIONS
    dimensions = fields.get("dimensions") or largest
    if not 1 <= dimensions <= largest:
        message = f"Invalid value for 'dimensions' = {dimensions}. Must be between 1 and {largest}."
        raise refuse(request, message, param="dimensions")
    return dimensions


def _inputs(request: Request, value: object) -> list[tuple[str, int]]:
    """Return each text with its number of tokens."""
    values: list[Any] = value if is_array(value) and not is_token_array(value) else [value]
    valid = all((isinstance(item, str) and item) or is_token_array(item) for item in values)
    if not values or not valid:
        raise refuse(request, "'$.input' is invalid. Please check the API reference.")
    if len(values) > _MOST_INPUTS:
        message = (
            f"Invalid 'input': array too long. Expected an array with maximum length "
            f"{_MOST_INPUTS}, but got an array with length {len(values)} instead."
        )
        raise refuse(request, message, param="input", code="array_above_max_length")
    return [
        (item, count_tokens(item)) if isinstance(item, str) else (repr(item), len(item))
        for item in values
    ]


def _encoded(text: str, dimensions: int, encoding: str) -> str | list[float]:
    vector = _vector(text, dimensions)
    if encoding == "float":
        return vector.tolist()
    return base64.b64encode(vector.tobytes()).decode()


# A vector costs a millisecond; a benchmark asks for the same one many times.
@functools.lru_cache(maxsize=64)
def _vector(text: str, dimensions: int) -> "array[float]":
    digest = hashlib.shake_128(text.encode()).digest(dimensions * 2)
    numbers = array("h", digest).tolist()
    length = math.sqrt(sum(number * number for number in numbers)) or 1.0
    return array("f", [number / length for number in numbers])
