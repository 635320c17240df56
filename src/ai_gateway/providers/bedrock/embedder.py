"""Embeddings from Bedrock: one call of a caller's, as many of InvokeModel as its model needs."""

import asyncio

from ai_gateway.core.call import Call
from ai_gateway.core.errors import InvalidRequest
from ai_gateway.core.headers import Headers
from ai_gateway.core.reply import Reply, Served
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.bedrock_converse.embeddings import (
    Embedded,
    read_question,
    read_vectors,
    write_answer,
    write_bodies,
)
from ai_gateway.dialects.bedrock_converse.error_reader import read_error
from ai_gateway.providers.bedrock.model_id import parse_model
from ai_gateway.providers.bedrock.provider import Bedrock
from ai_gateway.providers.contract import Target
from ai_gateway.providers.failures import failure
from ai_gateway.providers.relay import ReportedUsage
from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import TransportError

_AT_ONCE = 8
"""Calls under way for one caller: Titan takes one text each, and a quota is shared by all."""

_LARGEST_ANSWER = 16 * 1024 * 1024
"""Bytes of one answer: 96 vectors of 1,536 numbers, as text, have 3 MB."""

_TOKENS = b"x-amzn-bedrock-input-token-count"


class BedrockEmbedder:
    """Answers `/v1/embeddings` in OpenAI's words.

    Raises `InvalidRequest` for what the model cannot embed, Bedrock's own refusal of any part
    as an error with its status, and a `ProviderError` for what goes wrong on the wire. Whatever
    is raised, and cancelled, no call is left under way.
    """

    def __init__(self, provider: Bedrock, client: Client) -> None:
        self._provider = provider
        self._client = client

    async def __call__(self, call: Call, target: Target) -> Reply:
        """Return the vectors of every text of the call, in its order."""
        name = target.model or call.model
        if not name or not isinstance(call.body, bytes):
            raise InvalidRequest(
                f"{call.path} needs a JSON body that names a model.",
                field="model",
                provider=self._provider.name,
            )
        question = read_question(call.body)
        model = await self._provider.behind(name)
        bodies = list(write_bodies(question, model))
        turns = asyncio.Semaphore(_AT_ONCE)
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [
                    group.create_task(self._invoke(name, model, body, turns)) for body in bodies
                ]
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None
        answers = [task.result() for task in tasks]
        counts = [answer.tokens for answer in answers if answer.tokens is not None]
        # One count that is unknown makes the sum unknown, never smaller.
        tokens = sum(counts) if len(counts) == len(answers) else None
        vectors = [vector for answer in answers for vector in answer.vectors]
        return Reply(
            status=200,
            headers=[(b"content-type", b"application/json")],
            body=write_answer(vectors, name, question.encoding_format, tokens),
            served=Served(provider=self._provider.name, model=name),
            meter=ReportedUsage(None if tokens is None else Usage(input_tokens=tokens)),
        )

    async def _invoke(
        self, name: str, model: str, body: bytes, turns: asyncio.Semaphore
    ) -> Embedded:
        provider = self._provider.name
        async with turns:
            request = await self._provider.request(parse_model(name), b"invoke", body)
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
