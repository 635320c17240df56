"""Vectors of texts."""

import json

import pytest

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.gemini.embeddings import (
    Embedded,
    read_embeddings,
    write_embeddings_request,
)
from ai_gateway.dialects.neutral.usage import Tokens


def test_each_text_is_a_request_of_its_own():
    assert json.loads(write_embeddings_request("e", ["a", "b"], 3)) == {
        "requests": [
            {
                "model": "models/e",
                "content": {"parts": [{"text": text}]},
                "outputDimensionality": 3,
            }
            for text in ("a", "b")
        ]
    }
    assert b"outputDimensionality" not in write_embeddings_request("e", ["a"], None)


def test_vectors_come_in_the_order_of_the_texts():
    body = b'{"embeddings":[{"values":[0.5,-1]},{"values":[2]}]}'
    assert read_embeddings(body, 2) == Embedded([[0.5, -1.0], [2.0]], None)


def test_what_is_billed_is_read_where_it_is_told():
    body = b'{"embeddings":[],"usageMetadata":{"promptTokenCount":4}}'
    assert read_embeddings(body, 0).usage == Tokens(input=4)


@pytest.mark.parametrize("body", [b"{}", b'{"embeddings":[{"values":[1]}]}', b"x"])
def test_a_missing_vector_is_not_passed_over(body: bytes):
    with pytest.raises(ProviderMisbehaved):
        read_embeddings(body, 2)
