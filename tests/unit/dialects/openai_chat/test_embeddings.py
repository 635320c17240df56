"""Embeddings in OpenAI's words."""

import base64
import json
import struct

import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.openai_chat.embeddings import (
    MOST_TEXTS,
    Embedded,
    read_embedding_question,
    write_embeddings,
)


def test_one_text_or_several_are_texts() -> None:
    assert read_embedding_question(b'{"input":"a"}').texts == ["a"]
    assert read_embedding_question(b'{"input":["a","b"]}').texts == ["a", "b"]


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ({"input": [1, 2]}, "input"),
        ({"input": [[1], [2]]}, "input"),
        ({"input": []}, "input"),
        ({"input": ["x"] * (MOST_TEXTS + 1)}, "input"),
        ({"input": 3}, "input"),
        ({}, "input"),
        ({"input": "a", "encoding_format": "hex"}, "encoding_format"),
    ],
)
def test_what_cannot_be_embedded_is_refused(question: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        _ = read_embedding_question(json.dumps({"model": "m", **question}).encode()).texts
    assert refused.value.field == field


def test_the_answer_is_as_openai_gives_it() -> None:
    answer = json.loads(write_embeddings(Embedded([[0.5, 1.0]], 3), "m", "float"))
    assert answer == {
        "object": "list",
        "data": [{"object": "embedding", "index": 0, "embedding": [0.5, 1.0]}],
        "model": "m",
        "usage": {"prompt_tokens": 3, "total_tokens": 3},
    }
    packed = json.loads(write_embeddings(Embedded([[0.5, 1.0]]), "m", "base64"))["data"][0][
        "embedding"
    ]
    assert struct.unpack("<2f", base64.b64decode(packed)) == (0.5, 1.0)
