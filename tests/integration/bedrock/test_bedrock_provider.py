"""Bedrock the provider, against a service that checks its signatures and its bodies."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from ai_gateway.core.operation import Operation
from ai_gateway.dialects.bedrock_converse.provider import BedrockConverse
from ai_gateway.dialects.bedrock_converse.stream import ConverseStream
from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.event import Ended, Failed, Metered, TextGrew
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.request import Message, Request
from ai_gateway.providers.bedrock.authority import BearerRequests, SignedRequests
from ai_gateway.providers.bedrock.credentials import FixedKey
from ai_gateway.providers.bedrock.signature import AccessKey
from ai_gateway.providers.contract import Target
from ai_gateway.simulator.server import Simulator
from ai_gateway.transport.client import Client
from ai_gateway.transport.settings import TransportSettings
from tests.unit.providers.bedrock.bedrock_calls import ARN, KEY, NOW, bedrock, call

CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"
DIALECT = BedrockConverse()


@asynccontextmanager
async def running() -> AsyncGenerator[tuple[Simulator, Client]]:
    """Run the simulator beside a client, and end both."""
    async with Simulator() as simulator:
        client = Client(TransportSettings())
        try:
            yield simulator, client
        finally:
            await client.aclose()


def question(words: str = "hello", model: str = CLAUDE) -> bytes:
    asked = Request(model=model, messages=(Message("user", (Text(words),)),))
    return DIALECT.write_request(asked, Profile()).body


async def exchange(simulator: Simulator, client: Client, **members: object) -> tuple[int, bytes]:
    provider = bedrock(client, simulator.url)
    given: dict[str, Any] = {"model": CLAUDE, "body": question(), **members}
    made = call(**given)
    response = await client.send(await provider.prepare(made, Target(provider)))
    return response.status, await response.body.read(1_000_000)


@pytest.mark.anyio
@pytest.mark.parametrize("model", [CLAUDE, "amazon.nova-pro-v1:0", ARN])
async def test_a_signed_question_is_answered(model: str) -> None:
    async with running() as (simulator, client):
        status, body = await exchange(simulator, client, model=model)
    assert status == 200
    reply = DIALECT.read_reply(body)
    assert reply.answers[0].stop == "end"
    assert reply.usage is not None
    assert reply.usage.output


@pytest.mark.anyio
async def test_a_stream_is_read_to_its_end() -> None:
    async with running() as (simulator, client):
        status, body = await exchange(simulator, client, stream=True)
    assert status == 200
    relay, reader = ConverseStream(), DIALECT.event_reader()
    events = [*reader.feed(relay.feed(body) + relay.finish()), *reader.finish()]
    assert any(isinstance(event, TextGrew) for event in events)
    assert isinstance(events[-1], Ended)
    metered = [event for event in events if isinstance(event, Metered)]
    assert relay.usage is not None
    assert relay.usage.output_tokens == metered[-1].usage.output


@pytest.mark.anyio
async def test_an_exception_in_the_middle_of_a_stream_is_a_failure() -> None:
    model = f"{CLAUDE}@error-after=2;status=429"
    async with running() as (simulator, client):
        status, answer = await exchange(simulator, client, model=model, stream=True)
    assert status == 200
    failed = DIALECT.event_reader().feed(answer)[-1]
    assert isinstance(failed, Failed)
    assert failed.status == 429


@pytest.mark.anyio
async def test_tokens_are_counted() -> None:
    asked = Request(model=CLAUDE, messages=(Message("user", (Text("hello you"),)),))
    body = DIALECT.write_count_request(asked, Profile()).body
    async with running() as (simulator, client):
        status, answer = await exchange(
            simulator, client, operation=Operation.COUNT_TOKENS, body=body
        )
    assert (status, DIALECT.read_count(answer) > 0) == (200, True)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("key", "status"),
    [
        (AccessKey("ASIAIOSFODNN7EXAMPLE", KEY.secret, "token"), 200),
        (AccessKey(KEY.id, "wrong"), 403),
    ],
)
async def test_a_signature_counts(key: AccessKey, status: int) -> None:
    async with running() as (simulator, client):
        requests = SignedRequests(FixedKey(key), lambda: NOW)
        provider = bedrock(client, simulator.url, requests)
        made = call(model=CLAUDE, body=question())
        response = await client.send(await provider.prepare(made, Target(provider)))
        body = await response.body.read(1_000_000)
    assert response.status == status
    if status != 200:
        assert "does not match" in DIALECT.read_error(status, body, "bedrock").message


@pytest.mark.anyio
@pytest.mark.parametrize(("api_key", "status"), [("good", 200), ("invalid", 403)])
async def test_an_api_key_counts(api_key: str, status: int) -> None:
    async with running() as (simulator, client):
        provider = bedrock(client, simulator.url, BearerRequests(api_key))
        made = call(model=CLAUDE, body=question())
        response = await client.send(await provider.prepare(made, Target(provider)))
        await response.body.read(1_000_000)
    assert response.status == status


@pytest.mark.anyio
async def test_a_profile_is_resolved_once() -> None:
    async with running() as (simulator, client):
        provider = bedrock(client, simulator.url)
        models = {await provider.own_name(ARN) for _ in range(2)}
        assert len(simulator.requests) == 1
    assert len(models) == 1
    assert models.pop().startswith("anthropic.")


@pytest.mark.anyio
@pytest.mark.parametrize("model", ["amazon.titan-embed-text-v2:0", "cohere.embed-v4:0"])
async def test_texts_are_embedded_in_their_order(model: str) -> None:
    async with running() as (simulator, client):
        provider = bedrock(client, simulator.url)
        body = json.dumps({"model": model, "input": ["a", "b c", "a"], "dimensions": 256}).encode()
        made = call(Operation.EMBEDDINGS, model=model, body=body)
        assert provider.embed is not None
        reply = await provider.embed(made, Target(provider))
    assert isinstance(reply.body, bytes)
    first, second, third = (item["embedding"] for item in json.loads(reply.body)["data"])
    assert first == third != second
    assert len(first) == 256
    assert reply.meter is not None
    assert reply.meter.usage is not None
