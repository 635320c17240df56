"""Embeddings from Bedrock, by InvokeModel."""

from ai_gateway.core.call import Call
from ai_gateway.core.headers import Headers
from ai_gateway.core.reply import Reply
from ai_gateway.dialects.bedrock_converse.embeddings import read_vectors, write_bodies
from ai_gateway.dialects.bedrock_converse.error_reader import read_error
from ai_gateway.dialects.openai_chat.embeddings import Embedded
from ai_gateway.providers.bedrock.model_id import ModelId, parse_model
from ai_gateway.providers.bedrock.runtime import Runtime
from ai_gateway.providers.contract import Target
from ai_gateway.providers.embedding import EmbeddingCall
from ai_gateway.providers.failures import failure
from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import TransportError

_LARGEST_ANSWER = 16 * 1024 * 1024
"""Bytes of one answer: 96 vectors of 1,536 numbers, as text, have 3 MB."""

_TOKENS = b"x-amzn-bedrock-input-token-count"


class BedrockEmbedder:
    """Answers `/v1/embeddings` in OpenAI's words; see `ai_gateway.providers.contract.Embed`."""

    def __init__(self, runtime: Runtime, client: Client) -> None:
        self._runtime = runtime
        self._client = client

    async def __call__(self, call: Call, target: Target) -> Reply:
        """Return the vectors of every text of the call, in its order."""
        asked = EmbeddingCall(call, target)
        name = parse_model(asked.model)
        model = await self._runtime.own_name(asked.model)

        async def invoke(body: bytes) -> Embedded:
            return await self._invoke(name, model, body)

        return await asked.reply(write_bodies(asked.question, model), invoke)

    async def _invoke(self, name: ModelId, model: str, body: bytes) -> Embedded:
        provider = self._runtime.name
        request = await self._runtime.request(name, b"invoke", body)
        try:
            response = await self._client.send(request)
            answer = await response.body.read(_LARGEST_ANSWER)
        except TransportError as error:
            raise failure(error, provider) from error
        if response.status != 200:
            raise read_error(response.status, answer, provider)
        embedded = read_vectors(answer, model)
        if embedded.tokens is not None:
            return embedded
        told = Headers(response.headers).text(_TOKENS) or ""
        return Embedded(embedded.vectors, int(told) if told.isdecimal() else None)
