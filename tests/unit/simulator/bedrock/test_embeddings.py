from typing import Any

import pytest

from ai_gateway.simulator.bedrock import embeddings
from tests.unit.simulator.sample import read, refused, sent

TITAN = "amazon.titan-embed-text-v2:0"
COHERE = "cohere.embed-v4:0"


def invoked(model: str, **fields: Any) -> Any:
    return read(embeddings.invoke(sent(fields, path=f"/model/{model}/invoke")))


def test_titan():
    body = invoked(TITAN, inputText="hello")
    assert body["inputTextTokenCount"] == 2
    assert len(body["embedding"]) == 1024
    assert body["embeddingsByType"] == {"float": body["embedding"]}
    body = invoked(TITAN, inputText="hello", dimensions=256, embeddingTypes=["binary"])
    assert "embedding" not in body
    assert set(body["embeddingsByType"]["binary"]) == {0, 1}
    assert len(body["embeddingsByType"]["binary"]) == 256


def test_cohere():
    body = invoked(COHERE, texts=["a", "b"], input_type="search_query")
    assert body["response_type"] == "embeddings_floats"
    assert [len(vector) for vector in body["embeddings"]] == [1536, 1536]
    assert body["texts"] == ["a", "b"]


@pytest.mark.parametrize(
    ("kind", "length", "low", "high"),
    [
        ("float", 256, -1, 1),
        ("int8", 256, -128, 127),
        ("uint8", 256, 0, 255),
        ("binary", 32, -128, 127),
        ("ubinary", 32, 0, 255),
    ],
)
def test_cohere_by_type(kind: str, length: int, low: int, high: int):
    fields: Any = {"images": ["data:x"], "input_type": "image", "output_dimension": 256}
    body = invoked(COHERE, embedding_types=[kind], **fields)
    assert body["response_type"] == "embeddings_by_type"
    (vector,) = body["embeddings"][kind]
    assert len(vector) == length
    assert all(low <= number <= high for number in vector)


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (TITAN, {}),
        (TITAN, {"inputText": "x", "dimensions": 5}),
        (TITAN, {"inputText": "x", "texts": ["x"]}),
        (COHERE, {"texts": ["x"]}),
        (COHERE, {"input_type": "search_query"}),
        (COHERE, {"input_type": "search_query", "texts": [1]}),
        ("anthropic.claude", {"messages": []}),
        ("cohere.embed-nonexistent", {"texts": ["x"], "input_type": "search_query"}),
    ],
)
def test_refuses(model: str, fields: Any):
    assert refused(lambda: invoked(model, **fields))[0] == 400
