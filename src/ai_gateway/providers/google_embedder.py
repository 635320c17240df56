"""Embeddings from the Gemini API, by `batchEmbedContents`."""

import msgspec

from ai_gateway.core.call import Call
from ai_gateway.core.reply import Reply
from ai_gateway.dialects.gemini.embeddings import read_vectors, write_bodies
from ai_gateway.dialects.gemini.error_reader import read_error
from ai_gateway.dialects.openai_chat.embeddings import Embedded
from ai_gateway.providers.contract import Target
from ai_gateway.providers.embedding import EmbeddingCall
from ai_gateway.providers.failures import failure
from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import TransportError

_LARGEST_ANSWER = 32 * 1024 * 1024
"""Bytes of one answer: 100 vectors of 3,072 numbers, as text, have 6 MB."""

_PATH = "/v1/batchEmbedContents"


class GoogleEmbedder:
    """Answers `/v1/embeddings` in OpenAI's words; see `ai_gateway.providers.contract.Embed`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def __call__(self, call: Call, target: Target) -> Reply:
        """Return the vectors of every text of the call, in its order."""
        asked = EmbeddingCall(call, target)

        async def embed(body: bytes) -> Embedded:
            return await self._embed(call, target, body)

        question = asked.question
        return await asked.reply(
            write_bodies(question.texts, asked.model, question.dimensions), embed
        )

    async def _embed(self, call: Call, target: Target, body: bytes) -> Embedded:
        provider = target.provider
        part = msgspec.structs.replace(
            call,
            dialect="gemini",
            path=_PATH,
            raw_path=_PATH.encode("ascii"),
            query=b"",
            body=body,
            body_length=len(body),
        )
        request = await provider.prepare(part, target)
        try:
            response = await self._client.send(request)
            answer = await response.body.read(_LARGEST_ANSWER)
        except TransportError as error:
            raise failure(error, provider.name) from error
        if response.status != 200:
            raise read_error(response.status, answer, provider.name)
        return read_vectors(answer)
