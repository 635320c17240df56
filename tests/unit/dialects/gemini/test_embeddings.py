"""Vectors of texts."""

import json

import pytest

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.gemini.embeddings import read_vectors, write_bodies
from ai_gateway.dialects.openai_chat.embeddings import Embedded


def test_each_text_is_a_request_of_its_own():
    (body,) = write_bodies(["a", "b"], "e", 3)
    assert json.loads(body) == {
        "requests": [
            {
                "model": "models/e",
                "content": {"parts": [{"text": text}]},
                "outputDimensionality": 3,
            }
            for text in ("a", "b")
        ]
    }
    (body,) = write_bodies(["a"], "e", None)
    assert b"outputDimensionality" not in body


def test_a_hundred_texts_go_at_once():
    sizes = [len(json.loads(body)["requests"]) for body in write_bodies(["x"] * 201, "e", None)]
    assert sizes == [100, 100, 1]


def test_vectors_come_in_the_order_of_the_texts():
    body = b'{"embeddings":[{"values":[0.5,-1]},{"values":[2]}]}'
    assert read_vectors(body) == Embedded([[0.5, -1.0], [2.0]], None)


def test_what_is_billed_is_read_where_it_is_told():
    body = b'{"embeddings":[],"usageMetadata":{"promptTokenCount":4}}'
    assert read_vectors(body).tokens == 4


@pytest.mark.parametrize("body", [b"{}", b'{"embeddings":[{"values":["x"]}]}', b"x"])
def test_another_answer_is_misbehaviour(body: bytes):
    with pytest.raises(ProviderMisbehaved):
        read_vectors(body)
