"""Embeddings: one call of a caller's, as many as the model needs."""

import json
from typing import Any

import pytest

from ai_gateway.core.errors import InvalidRequest, ProviderError, ProviderUnreachable
from ai_gateway.core.operation import Operation
from ai_gateway.core.reply import Reply, Served
from ai_gateway.core.usage import Usage
from ai_gateway.providers.bedrock.embedder import BedrockEmbedder
from ai_gateway.providers.contract import Target
from ai_gateway.transport.errors import ConnectFailed
from tests.unit.providers.bedrock.bedrock_calls import (
    ScriptedClient,
    ScriptedResponse,
    bedrock,
    call,
)

TITAN = "amazon.titan-embed-text-v2:0"
COHERE = "us.cohere.embed-v4:0"
ONE = b'{"embedding":[1.0],"inputTextTokenCount":3}'
BATCH = b'{"embeddings":{"float":[[1.0],[2.0]]}}'


async def embed(client: Any, model: str | None = TITAN, body: Any = None) -> Reply:
    provider = bedrock(client)
    asked = json.dumps({"model": model, "input": ["a", "b"]}).encode() if body is None else body
    made = call(Operation.EMBEDDINGS, model=model, body=asked)
    assert isinstance(provider.embed, BedrockEmbedder)
    return await provider.embed(made, Target(provider))


@pytest.mark.anyio
async def test_titan_is_asked_once_for_each_text() -> None:
    two = b'{"embedding":[2.0],"inputTextTokenCount":4}'
    client = ScriptedClient(ScriptedResponse(200, ONE), ScriptedResponse(200, two))
    reply = await embed(client)
    assert isinstance(reply.body, bytes)
    answer = json.loads(reply.body)
    assert [item["embedding"] for item in answer["data"]] == [[1.0], [2.0]]
    assert answer["usage"] == {"prompt_tokens": 7, "total_tokens": 7}
    assert reply.meter is not None
    assert reply.meter.usage == Usage(input_tokens=7)
    assert reply.served == Served("bedrock", TITAN)
    assert [request.target for request in client.requests] == [
        b"/model/amazon.titan-embed-text-v2%3A0/invoke"
    ] * 2


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("headers", "usage"),
    [
        ([(b"x-amzn-bedrock-input-token-count", b"9")], Usage(input_tokens=9)),
        ([(b"x-amzn-bedrock-input-token-count", b"many")], None),
        ([], None),
    ],
)
async def test_coheres_tokens_stand_in_a_header(headers: Any, usage: Usage | None) -> None:
    reply = await embed(ScriptedClient(ScriptedResponse(200, BATCH, headers)), COHERE)
    assert reply.meter is not None
    assert reply.meter.usage == usage


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("answer", "kind", "status"),
    [
        (ScriptedResponse(400, b'{"message":"Too long."}'), InvalidRequest, 400),
        (ScriptedResponse(429, b'{"message":"Slow."}'), ProviderError, 429),
        (ConnectFailed("no"), ProviderUnreachable, 502),
    ],
)
async def test_one_failure_fails_the_call(answer: Any, kind: type, status: int) -> None:
    with pytest.raises(kind) as failed:
        await embed(ScriptedClient(answer, ScriptedResponse(200, ONE)))
    assert failed.value.status == status


@pytest.mark.anyio
@pytest.mark.parametrize(("model", "body"), [(None, None), (TITAN, iter(())), ("a.b", None)])
async def test_what_cannot_be_embedded_is_refused(model: str | None, body: Any) -> None:
    with pytest.raises(InvalidRequest):
        await embed(ScriptedClient(), model, body)
