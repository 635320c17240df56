"""Vectors of texts (`batchEmbedContents`)."""

from collections.abc import Iterator, Sequence

import msgspec

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.gemini.question import Content, Part, Shape
from ai_gateway.dialects.gemini.shapes import Usage
from ai_gateway.dialects.gemini.tokens import read_tokens
from ai_gateway.dialects.openai_chat.embeddings import Embedded
from ai_gateway.dialects.wire import decode

_BATCH = 100
"""Texts of one call: Google's own bound."""


class _Embed(Shape):
    model: str
    content: Content
    output_dimensionality: int | None = None


class _Vector(msgspec.Struct):
    values: list[float]


class _Vectors(msgspec.Struct, rename="camel"):
    embeddings: list[_Vector]
    usage_metadata: Usage | None = None


_VECTORS = msgspec.json.Decoder(_Vectors)


def write_bodies(texts: Sequence[str], model: str, dimensions: int | None) -> Iterator[bytes]:
    """Yield the bodies that ask for the vector of each text, of that many `dimensions`.

    Each text names the model once more (https://ai.google.dev/api/embeddings).
    """
    for start in range(0, len(texts), _BATCH):
        requests = [
            _Embed(f"models/{model}", Content([Part(text=text)]), dimensions)
            for text in texts[start : start + _BATCH]
        ]
        yield msgspec.json.encode({"requests": requests})


def read_vectors(body: bytes) -> Embedded:
    """Return what one call answered. Raises `ProviderMisbehaved` where it is no vectors."""
    answer = decode(_VECTORS, body)
    if answer is None:
        raise ProviderMisbehaved(
            "Google answered 200 to texts with something else than their vectors: expected"
            " `embeddings`. Ask again."
        )
    tokens = read_tokens(answer.usage_metadata)
    return Embedded(
        [vector.values for vector in answer.embeddings], None if tokens is None else tokens.input
    )
