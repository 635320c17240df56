"""Embeddings in OpenAI's words, for providers that have other words.

Source: `openai.types.EmbeddingCreateParams` and `openai.types.CreateEmbeddingResponse`.
"""

import base64
import struct
from collections.abc import Sequence

import msgspec

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.wire import decode_strictly

MOST_TEXTS = 2048
"""Texts of one request: OpenAI's own bound."""

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
            raise _refusal(
                "input",
                "token ids",
                "no other provider's models have OpenAI's tokens",
                "Send the texts themselves.",
            )
        if not 1 <= len(texts) <= MOST_TEXTS:
            raise _refusal(
                "input", f"{len(texts)} texts", f"expected 1 to {MOST_TEXTS}", "Send fewer at once."
            )
        return texts


class Embedded(msgspec.Struct, frozen=True):
    """Vectors in the order of the texts, and their tokens, None where the provider told none."""

    vectors: list[list[float]]
    tokens: int | None = None


_QUESTION = msgspec.json.Decoder(EmbeddingQuestion)


def read_embedding_question(body: bytes) -> EmbeddingQuestion:
    """Return what is asked. Raises `InvalidRequest`."""
    try:
        question = decode_strictly(_QUESTION, body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidRequest(
            f"The request is not what POST /v1/embeddings takes: {error}. Correct it.",
            field="input",
        ) from None
    if question.encoding_format not in ("float", "base64"):
        raise _refusal(
            "encoding_format",
            repr(question.encoding_format),
            "expected float or base64",
            "Ask for one of them.",
        )
    return question


def write_embeddings(embedded: Embedded, model: str, encoding: str) -> bytes:
    """Return the body that OpenAI's callers expect, each vector as they asked for it."""
    written = [
        {
            "object": "embedding",
            "index": index,
            "embedding": _packed(vector) if encoding == "base64" else vector,
        }
        for index, vector in enumerate(embedded.vectors)
    ]
    tokens = embedded.tokens or 0
    usage = {"prompt_tokens": tokens, "total_tokens": tokens}
    return msgspec.json.encode({"object": "list", "data": written, "model": model, "usage": usage})


def _packed(vector: Sequence[float]) -> str:
    """Return the numbers as OpenAI packs them: 32-bit, little-endian, in base64."""
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode("ascii")


def _refusal(field: str, found: str, reason: str, instead: str) -> InvalidRequest:
    return InvalidRequest(f"`{field}` holds {found}: {reason}. {instead}", field=field)
