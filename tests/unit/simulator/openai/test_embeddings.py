import base64
import math
from array import array
from typing import Any

import pytest

from ai_gateway.simulator.openai import embeddings
from tests.unit.simulator.sample import read, refused, sent


def created(**fields: Any) -> Any:
    return embeddings.create(sent({"model": "embed", "input": "hello", **fields}), "")


def test_base64_is_the_same_as_numbers():
    numbers = read(created(dimensions=8))["data"][0]["embedding"]
    packed = array(
        "f",
        base64.b64decode(
            read(created(dimensions=8, encoding_format="base64"))["data"][0]["embedding"]
        ),
    )
    assert packed.tolist() == numbers
    assert math.hypot(*numbers) == pytest.approx(1)


@pytest.mark.parametrize(
    ("given", "vectors", "tokens"),
    [("hello", 1, 2), (["hello", "a"], 2, 3), ([1, 2, 3], 1, 3), ([[1], [2, 3]], 2, 3)],
)
def test_every_kind_of_input(given: Any, vectors: int, tokens: int):
    document = read(created(input=given, dimensions=2))
    assert len(document["data"]) == vectors
    assert document["usage"] == {"prompt_tokens": tokens, "total_tokens": tokens}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"input": []}, "'$.input' is invalid"),
        ({"input": ["a", ""]}, "'$.input' is invalid"),
        ({"input": [1, "a"]}, "'$.input' is invalid"),
        ({"input": ["a"] * 2049}, "array too long"),
        ({"dimensions": 1537}, "Must be between 1 and 1536"),
        ({"encoding_format": "int8"}, "Supported values are: 'float' and 'base64'"),
        ({"top_k": 1}, "Unrecognized request argument supplied: top_k"),
    ],
)
def test_refuses(fields: Any, message: str):
    assert message in refused(lambda: created(**fields))[1]["error"]["message"]


def test_a_large_model_has_more_dimensions():
    assert len(read(created(model="text-embedding-3-large"))["data"][0]["embedding"]) == 3072
