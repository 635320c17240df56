"""The bodies of InvokeModel that make embeddings.

Source: the Bedrock user guide's pages on the parameters of Titan Text Embeddings and Cohere
Embed. Titan embeds one text a call, Cohere up to 96.
"""

from collections.abc import Iterator

import msgspec

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.bedrock_converse.refusal import refusal
from ai_gateway.dialects.openai_chat.embeddings import Embedded, EmbeddingQuestion
from ai_gateway.dialects.wire import Count, T, decode_strictly

_COHERE_BATCH = 96


class _Titan(msgspec.Struct, omit_defaults=True, rename="camel"):
    input_text: str
    dimensions: int | None = None


class _Cohere(msgspec.Struct, omit_defaults=True):
    texts: list[str]
    input_type: str
    embedding_types: tuple[str, ...]
    output_dimension: int | None = None


class _TitanAnswer(msgspec.Struct, rename="camel"):
    embedding: list[float]
    input_text_token_count: Count | None = None


class _CohereVectors(msgspec.Struct):
    floats: list[list[float]] = msgspec.field(name="float")


class _CohereAnswer(msgspec.Struct):
    embeddings: _CohereVectors


_TITAN = msgspec.json.Decoder(_TitanAnswer)
_COHERE = msgspec.json.Decoder(_CohereAnswer)


def write_bodies(question: EmbeddingQuestion, model: str) -> Iterator[bytes]:
    """Yield the bodies of InvokeModel that ask `model`, by its own id, for all the vectors.

    Raises `InvalidRequest` for a model that embeds no texts.
    """
    if "titan-embed-text" in model:
        for text in question.texts:
            yield msgspec.json.encode(_Titan(text, question.dimensions))
    elif "cohere.embed" in model:
        texts = question.texts
        for start in range(0, len(texts), _COHERE_BATCH):
            batch = texts[start : start + _COHERE_BATCH]
            yield msgspec.json.encode(
                _Cohere(batch, question.input_type, ("float",), question.dimensions)
            )
    else:
        raise refusal(
            "model",
            repr(model),
            "of Bedrock's models, Titan Text Embeddings and Cohere Embed make embeddings here",
            "Name one of them.",
        )


def read_vectors(body: bytes, model: str) -> Embedded:
    """Return what one call answered, without tokens where only a header field tells them.

    Raises `ProviderMisbehaved`.
    """
    if "titan-embed-text" in model:
        titan = _answer(_TITAN, body)
        return Embedded([titan.embedding], titan.input_text_token_count)
    return Embedded(_answer(_COHERE, body).embeddings.floats)


def _answer(decoder: msgspec.json.Decoder[T], body: bytes) -> T:
    try:
        return decode_strictly(decoder, body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProviderMisbehaved(
            f"Bedrock's answer holds no embeddings: {error}. Ask again, and report it to the"
            " provider if it happens again."
        ) from error
