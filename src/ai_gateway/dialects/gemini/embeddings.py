"""Vectors of texts (`batchEmbedContents`)."""

from collections.abc import Sequence

import msgspec

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.gemini.question import Content, Part, Shape
from ai_gateway.dialects.gemini.shapes import Usage
from ai_gateway.dialects.gemini.tokens import read_tokens
from ai_gateway.dialects.neutral.usage import Tokens
from ai_gateway.dialects.wire import decode


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


class Embedded(msgspec.Struct, frozen=True):
    """One vector for each text, in the order of the texts, and what they cost where it is told."""

    vectors: list[list[float]]
    usage: Tokens | None


def write_embeddings_request(model: str, texts: Sequence[str], dimensions: int | None) -> bytes:
    """Return the body that asks for the vector of each text, of that many `dimensions`.

    Each text names the model once more (https://ai.google.dev/api/embeddings).
    """
    requests = [_Embed(f"models/{model}", Content([Part(text=text)]), dimensions) for text in texts]
    return msgspec.json.encode({"requests": requests})


def read_embeddings(body: bytes, texts: int) -> Embedded:
    """Return the vectors of so many `texts`. Raises `ProviderMisbehaved` where they are not all."""
    answer = decode(_VECTORS, body)
    if answer is None or len(answer.embeddings) != texts:
        raise ProviderMisbehaved(
            f"Google answered 200 to {texts} texts with something else than as many vectors:"
            " expected `embeddings`. Ask again."
        )
    vectors = [vector.values for vector in answer.embeddings]
    return Embedded(vectors, read_tokens(answer.usage_metadata))
