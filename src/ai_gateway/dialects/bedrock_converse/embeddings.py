"""Embeddings: OpenAI's request and answer, and the bodies of InvokeModel that stand for them.

Source: `openai.types.EmbeddingCreateParams`; the Bedrock user guide's pages on the parameters of
Titan Text Embeddings and Cohere Embed. Titan embeds one text a call, Cohere up to 96.
"""

import base64
import struct
from collections.abc import Iterator, Sequence

import msgspec

from ai_gateway.core.errors import InvalidRequest, ProviderMisbehaved
from ai_gateway.dialects.bedrock_converse.refusal import refusal
from ai_gateway.dialects.wire import Count, T, decode_strictly

MOST_TEXTS = 2048
"""Texts of one request: OpenAI's own bound."""

_COHERE_BATCH = 96

# Cohere demands it. Most of what is embedded is stored to be searched; a query says otherwise
# by the member of this name, which OpenAI's SDKs pass on as an extra.
_INPUT_TYPE = "search_document"


class EmbeddingQuestion(msgspec.Struct, frozen=True):
    """What OpenAI's `/v1/embeddings` takes, and Cohere's `input_type` beside it."""

    input: str | list[str | int | list[int]]
    dimensions: int | None = None
    encoding_format: str = "float"
    input_type: str = _INPUT_TYPE
    user: str | None = None

    @property
    def texts(self) -> list[str]:
        """The texts to embed. Raises `InvalidRequest` for tokens, which only OpenAI could read."""
        given = [self.input] if isinstance(self.input, str) else self.input
        texts = [text for text in given if isinstance(text, str)]
        if len(texts) < len(given):
            raise refusal(
                "input",
                "token ids",
                "Bedrock's models do not have OpenAI's tokens",
                "Send the texts themselves.",
            )
        if not 1 <= len(texts) <= MOST_TEXTS:
            raise refusal(
                "input", f"{len(texts)} texts", f"expected 1 to {MOST_TEXTS}", "Send fewer at once."
            )
        return texts


class Embedded(msgspec.Struct, frozen=True):
    """What one body of InvokeModel answered; `tokens` None where only a header tells them."""

    vectors: list[list[float]]
    tokens: int | None = None


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


_QUESTION = msgspec.json.Decoder(EmbeddingQuestion)
_TITAN = msgspec.json.Decoder(_TitanAnswer)
_COHERE = msgspec.json.Decoder(_CohereAnswer)


def read_question(body: bytes) -> EmbeddingQuestion:
    """Return what is asked. Raises `InvalidRequest`."""
    try:
        question = decode_strictly(_QUESTION, body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidRequest(
            f"The request is not what POST /v1/embeddings takes: {error}. Correct it.",
            field="input",
        ) from None
    if question.encoding_format not in ("float", "base64"):
        raise refusal(
            "encoding_format",
            repr(question.encoding_format),
            "expected float or base64",
            "Ask for one of them.",
        )
    return question


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
    """Return what one call answered. Raises `ProviderMisbehaved`."""
    if "titan-embed-text" in model:
        titan = _answer(_TITAN, body)
        return Embedded([titan.embedding], titan.input_text_token_count)
    return Embedded(_answer(_COHERE, body).embeddings.floats)


def write_answer(
    vectors: Sequence[Sequence[float]], model: str, encoding: str, tokens: int | None
) -> bytes:
    """Return the body that OpenAI's callers expect, each vector as they asked for it."""
    written = [
        {
            "object": "embedding",
            "index": index,
            "embedding": _packed(vector) if encoding == "base64" else vector,
        }
        for index, vector in enumerate(vectors)
    ]
    usage = {"prompt_tokens": tokens or 0, "total_tokens": tokens or 0}
    return msgspec.json.encode({"object": "list", "data": written, "model": model, "usage": usage})


def _packed(vector: Sequence[float]) -> str:
    """Return the numbers as OpenAI packs them: 32-bit, little-endian, in base64."""
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode("ascii")


def _answer(decoder: msgspec.json.Decoder[T], body: bytes) -> T:
    try:
        return decode_strictly(decoder, body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProviderMisbehaved(
            f"Bedrock's answer holds no embeddings: {error}. Ask again, and report it to the"
            " provider if it happens again."
        ) from error
