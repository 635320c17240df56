from typing import Any

import pytest

from ai_gateway.simulator.google import embeddings
from tests.unit.simulator.sample import read, refused, sent

PATH = "/v1beta/models/gemini-embedding-001"


def asked(text: str = "hello", **fields: Any) -> Any:
    content = {"parts": [{"text": text}]}
    return {"model": "models/gemini-embedding-001", "content": content, **fields}


def batch(*requests: Any) -> Any:
    return embeddings.embed_batch(sent({"requests": requests}, path=f"{PATH}:batchEmbedContents"))


def test_one():
    body = read(embeddings.embed(sent(asked(outputDimensionality=8), path=f"{PATH}:embedContent")))
    assert len(body["embedding"]["values"]) == 8
    assert body["usageMetadata"] == {"promptTokenCount": 2}


def test_a_batch():
    body = read(batch(asked("a"), asked("b", taskType="RETRIEVAL_QUERY")))
    first, second = (one["values"] for one in body["embeddings"])
    assert len(first) == len(second) == 3072
    assert first != second


def test_a_prediction():
    instances = [{"content": "hello", "task_type": "CLUSTERING"}, {"content": "you"}]
    body = {"instances": instances, "parameters": {"outputDimensionality": 4}}
    answer = read(embeddings.predict(sent(body)))
    found = [one["embeddings"] for one in answer["predictions"]]
    assert [len(one["values"]) for one in found] == [4, 4]
    assert found[0]["statistics"] == {"truncated": False, "token_count": 2}
    assert answer["metadata"] == {"billableCharacterCount": 8}


@pytest.mark.parametrize(
    "requests",
    [
        [],
        [asked()] * 101,
        [asked(model="models/other")],
        [asked(text="")],
        [asked(outputDimensionality=9999)],
        [asked(dimensions=9)],
    ],
)
def test_refuses(requests: list[Any]):
    assert refused(lambda: batch(*requests))[0] == 400


def test_refuses_predictions():
    bodies: list[Any] = [{}, {"instances": []}, {"instances": [{"text": "x"}]}]
    for body in bodies:
        assert refused(lambda body=body: embeddings.predict(sent(body)))[0] == 400
