"""One call for embeddings, by several calls of a provider's."""

import asyncio
import json

import pytest

from ai_gateway.core.errors import InvalidRequest, ProviderError, ProviderMisbehaved
from ai_gateway.core.reply import Reply, Served
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.openai_chat.embeddings import Embedded
from ai_gateway.providers.contract import Target
from ai_gateway.providers.embedding import EmbeddingCall
from tests.unit.core.calls import call_with
from tests.unit.core.pieces import Pieces
from tests.unit.providers.bedrock.bedrock_calls import bedrock

pytestmark = pytest.mark.anyio


def asked(*texts: str, model: str | None = "m") -> EmbeddingCall:
    body = json.dumps({"input": texts}).encode()
    return EmbeddingCall(call_with(body=body, model=model), Target(bedrock()))


def usage_of(reply: Reply) -> Usage | None:
    assert reply.meter is not None
    return reply.meter.usage


async def test_vectors_are_joined_in_the_order_of_the_bodies():
    async def ask(body: bytes) -> Embedded:
        # The first is answered last.
        for _ in range(10 - len(body)):
            await asyncio.sleep(0)
        return Embedded([[float(len(body))]], 2)

    reply = await asked("a", "b").reply([b"1", b"22"], ask)
    assert isinstance(reply.body, bytes)
    assert [item["embedding"] for item in json.loads(reply.body)["data"]] == [[1.0], [2.0]]
    assert (usage_of(reply), reply.served) == (Usage(input_tokens=4), Served("bedrock", "m"))


async def test_a_count_that_one_part_leaves_out_is_unknown():
    async def ask(body: bytes) -> Embedded:
        return Embedded([[1.0]], len(body) or None)

    assert usage_of(await asked("a", "b").reply([b"1", b""], ask)) is None


async def test_a_missing_vector_is_not_passed_over():
    async def ask(body: bytes) -> Embedded:
        return Embedded([[1.0]])

    with pytest.raises(ProviderMisbehaved, match="1 vectors for 2 texts"):
        await asked("a", "b").reply([b""], ask)


async def test_few_are_asked_at_once_and_none_is_left_under_way():
    under_way: set[bytes] = set()
    most = 0

    async def ask(body: bytes) -> Embedded:
        nonlocal most
        under_way.add(body)
        most = max(most, len(under_way))
        try:
            await asyncio.sleep(0)
            if body == b"19":
                raise ProviderError("no", provider="p")
            await asyncio.sleep(0)
        finally:
            under_way.discard(body)
        return Embedded([[1.0]])

    with pytest.raises(ProviderError, match="no"):
        await asked(*"abc").reply([b"%d" % number for number in range(20)], ask)
    assert (most, under_way) == (8, set())


async def test_a_call_that_names_no_model_or_is_no_json_is_refused():
    with pytest.raises(InvalidRequest, match="names a model"):
        asked("a", model=None)
    with pytest.raises(InvalidRequest, match="names a model"):
        EmbeddingCall(call_with(body=Pieces()), Target(bedrock()))
