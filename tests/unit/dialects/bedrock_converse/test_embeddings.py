"""Embeddings in Titan's and Cohere's words."""

import json

import pytest

from ai_gateway.core.errors import InvalidRequest, ProviderMisbehaved
from ai_gateway.dialects.bedrock_converse.embeddings import read_vectors, write_bodies
from ai_gateway.dialects.openai_chat.embeddings import Embedded, read_embedding_question

TITAN = "amazon.titan-embed-text-v2:0"
COHERE = "cohere.embed-v4:0"


def bodies(question: dict[str, object], model: str) -> list[dict[str, object]]:
    asked = read_embedding_question(json.dumps({"model": "m", **question}).encode())
    return [json.loads(body) for body in write_bodies(asked, model)]


def test_titan_gets_one_text_a_body() -> None:
    assert bodies({"input": ["a", "b"], "dimensions": 256, "user": "u"}, TITAN) == [
        {"inputText": "a", "dimensions": 256},
        {"inputText": "b", "dimensions": 256},
    ]
    assert bodies({"input": "a"}, TITAN) == [{"inputText": "a"}]


def test_cohere_gets_ninety_six_at_once() -> None:
    first, second = bodies({"input": ["x"] * 100, "input_type": "search_query"}, COHERE)
    assert first == {
        "texts": ["x"] * 96,
        "input_type": "search_query",
        "embedding_types": ["float"],
    }
    assert second["texts"] == ["x"] * 4


def test_a_model_that_embeds_no_text_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="Titan Text Embeddings and Cohere Embed"):
        bodies({"input": "a"}, "amazon.nova-pro-v1:0")


def test_answers_are_read() -> None:
    titan = b'{"embedding":[0.5,1.0],"inputTextTokenCount":3}'
    assert read_vectors(titan, TITAN) == Embedded([[0.5, 1.0]], 3)
    cohere = b'{"id":"1","embeddings":{"float":[[0.5],[1.0]]},"texts":["a","b"]}'
    assert read_vectors(cohere, COHERE) == Embedded([[0.5], [1.0]])


@pytest.mark.parametrize("body", [b"", b"{}", b'{"embedding":["x"]}'])
def test_another_answer_is_misbehaviour(body: bytes) -> None:
    with pytest.raises(ProviderMisbehaved, match="holds no embeddings"):
        read_vectors(body, TITAN)
