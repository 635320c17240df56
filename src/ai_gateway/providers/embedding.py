"""Embeddings by providers whose words are not OpenAI's: one call of a caller's, several theirs."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from ai_gateway.core.call import Call
from ai_gateway.core.errors import InvalidRequest, ProviderMisbehaved
from ai_gateway.core.reply import Reply, Served
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.openai_chat.embeddings import (
    Embedded,
    EmbeddingQuestion,
    read_embedding_question,
    write_embeddings,
)
from ai_gateway.providers.contract import Target
from ai_gateway.providers.relay import ReportedUsage

_AT_ONCE = 8
"""Calls under way for one caller: some models take one text each, and a quota is all callers'."""


class EmbeddingCall:
    """A caller's call for embeddings: the model that it names, and what it asks.

    Raises `InvalidRequest` where it names none, or asks for what is no embeddings.
    """

    def __init__(self, call: Call, target: Target) -> None:
        self._provider = target.provider.name
        model = target.model or call.model
        if not model or not isinstance(call.body, bytes):
            raise InvalidRequest(
                f"{call.path} needs a JSON body that names a model.",
                field="model",
                provider=self._provider,
            )
        self.model: str = model
        self.question: EmbeddingQuestion = read_embedding_question(call.body)

    async def reply(
        self, bodies: Iterable[bytes], ask: Callable[[bytes], Awaitable[Embedded]]
    ) -> Reply:
        """Return the vectors of every text in OpenAI's words, having asked with all `bodies`.

        Whatever `ask` raises, and cancelled, no call is left under way.
        """
        turns = asyncio.Semaphore(_AT_ONCE)

        async def asked(body: bytes) -> Embedded:
            async with turns:
                return await ask(body)

        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(asked(body)) for body in bodies]
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None
        embedded = self._joined([task.result() for task in tasks])
        usage = None if embedded.tokens is None else Usage(input_tokens=embedded.tokens)
        return Reply(
            status=200,
            headers=[(b"content-type", b"application/json")],
            body=write_embeddings(embedded, self.model, self.question.encoding_format),
            served=Served(provider=self._provider, model=self.model),
            meter=ReportedUsage(usage),
        )

    def _joined(self, answers: list[Embedded]) -> Embedded:
        vectors = [vector for answer in answers for vector in answer.vectors]
        texts = len(self.question.texts)
        if len(vectors) != texts:
            raise ProviderMisbehaved(
                f"{self._provider} answered with {len(vectors)} vectors for {texts} texts. Ask"
                " again.",
                provider=self._provider,
            )
        counts = [answer.tokens for answer in answers if answer.tokens is not None]
        # One count that is unknown makes the sum unknown, never smaller.
        return Embedded(vectors, sum(counts) if len(counts) == len(answers) else None)
