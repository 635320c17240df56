"""Each vendor's SDK shows a gateway credential where it puts a key, and is known by it."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import boto3
import pytest
from anthropic import AsyncAnthropic, PermissionDeniedError
from anthropic import AuthenticationError as AnthropicAuthenticationError
from google import genai
from google.genai.errors import ClientError
from google.genai.types import HttpOptions
from openai import AsyncAzureOpenAI, AsyncOpenAI, AuthenticationError
from openai import PermissionDeniedError as OpenAIPermissionDeniedError
from openai.types.chat import ChatCompletionMessageParam

from tests.integration.auth.conftest import World

pytestmark = pytest.mark.anyio

ASKED: list[ChatCompletionMessageParam] = [{"role": "user", "content": "hello"}]


@pytest.fixture
async def openai(world: World) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(
        base_url=f"{world.gateway.url}/v1", api_key=world.token(), max_retries=0
    ) as sdk:
        yield sdk


def upstream_fields(world: World) -> dict[str, str]:
    """Return the header fields of the last call that reached the provider."""
    request = world.simulator.requests[-1]
    return {name.decode(): value.decode() for name, value in request.headers}


async def test_openai_passes_a_token_as_its_key(world: World, openai: AsyncOpenAI):
    answer = await openai.chat.completions.create(model="gpt-5-mini", messages=ASKED)
    assert answer.choices[0].message.content == "You said: hello"
    sent = upstream_fields(world)
    assert sent["authorization"] == "Bearer sk-test-0123456789"
    assert world.token() not in str(sent)


async def test_openais_stream_is_answered_too(openai: AsyncOpenAI):
    stream = await openai.chat.completions.create(model="gpt-5-mini", messages=ASKED, stream=True)
    text = [chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices]
    assert "".join(text) == "You said: hello"


async def test_azures_client_passes_a_key_in_api_key(world: World):
    key = world.key("azure-user").text
    async with AsyncAzureOpenAI(
        base_url=f"{world.gateway.url}/v1", api_key=key, api_version="v1", max_retries=0
    ) as sdk:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                listed = await sdk.models.list()
            except AuthenticationError:
                continue  # the gateway looks at its keys once a second
            assert listed.data
            return
    pytest.fail("the key was never taken")


@pytest.mark.parametrize("how", ["api_key", "auth_token"])
async def test_anthropic_passes_a_token_as_its_key_or_token(world: World, how: str):
    key, token = (world.token(), None) if how == "api_key" else (None, world.token())
    async with AsyncAnthropic(
        base_url=world.gateway.url, api_key=key, auth_token=token, max_retries=0
    ) as sdk:
        answer = await sdk.messages.create(
            model="claude-haiku-4-5", max_tokens=20, messages=[{"role": "user", "content": "hello"}]
        )
    assert answer.content[0].type == "text"
    sent = upstream_fields(world)
    assert sent["x-api-key"] == "sk-test-0123456789"
    assert "authorization" not in sent


async def test_anthropic_raises_its_own_errors(world: World):
    async with AsyncAnthropic(base_url=world.gateway.url, api_key="bad", max_retries=0) as sdk:
        with pytest.raises(AnthropicAuthenticationError) as refused:
            await sdk.models.list()
        assert "not good" in str(refused.value)
    token = world.token(client_id="client-narrow")
    async with AsyncAnthropic(base_url=world.gateway.url, api_key=token, max_retries=0) as sdk:
        with pytest.raises(PermissionDeniedError) as forbidden:
            await sdk.messages.create(model="claude-haiku-4-5", max_tokens=9, messages=[])
    assert "the provider anthropic" in str(forbidden.value)


async def test_google_genai_passes_a_token_as_its_key(world: World):
    # Its dialect is none that callers can speak yet; the list of models is at the same place.
    sdk = genai.Client(
        api_key=world.token(),
        http_options=HttpOptions(base_url=world.gateway.url, api_version="v1"),
    )
    await asyncio.to_thread(lambda: list(sdk.models.list()))
    bad = genai.Client(
        api_key="bad", http_options=HttpOptions(base_url=world.gateway.url, api_version="v1")
    )
    with pytest.raises(ClientError) as refused:
        await asyncio.to_thread(lambda: list(bad.models.list()))
    assert refused.value.code == 401
    sdk.close()
    bad.close()


async def test_boto3s_bearer_field_carries_a_token(world: World, monkeypatch: pytest.MonkeyPatch):
    # boto3 sends AWS_BEARER_TOKEN_BEDROCK as Authorization: Bearer. Its dialect is none that
    # callers can speak yet: what it would send is made here, and the gateway asked with it.
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", world.token())
    sdk: Any = boto3.client(
        "bedrock-runtime", region_name="us-east-1", endpoint_url="https://gateway.example"
    )
    seen: list[str | bytes] = []

    def note(request: Any, **_: object) -> None:
        seen.append(request.headers["Authorization"])
        raise InterruptedError

    sdk.meta.events.register("before-send.bedrock-runtime.Converse", note)
    with pytest.raises(InterruptedError):
        sdk.converse(modelId="m", messages=[{"role": "user", "content": [{"text": "hello"}]}])
    sdk.close()
    field = seen[0].decode() if isinstance(seen[0], bytes) else seen[0]
    answer = await world.http.get(
        f"{world.gateway.url}/v1/models", headers={"authorization": field}
    )
    assert answer.status_code == 200


async def test_a_client_gets_only_the_models_that_it_may_use(world: World):
    async def listed(client_id: str) -> list[str]:
        fields = {"authorization": f"Bearer {world.token(client_id=client_id)}"}
        answer = await world.http.get(f"{world.gateway.url}/v1/models", headers=fields)
        return [model["id"] for model in answer.json()["data"]]

    assert await listed("client-narrow") == ["fast"]
    assert "fast" in await listed("client-1")


@pytest.mark.parametrize(
    ("model", "status"),
    [("fast", 200), ("gpt-5-mini", 200), ("openai/gpt-5-mini", 200), ("gpt-5", 403)],
)
async def test_a_client_may_ask_for_the_models_of_its_policy_by_each_name(
    world: World, model: str, status: int
):
    answer = await world.ask(world.token(client_id="client-narrow"), model)
    assert answer.status_code == status


async def test_a_model_that_is_not_read_is_refused_to_a_client_that_may_not_have_all(
    world: World,
):
    token = world.token(client_id="client-narrow")
    answer = await world.http.post(
        f"{world.gateway.url}/v1/batches",
        json={"input_file_id": "file-1", "endpoint": "/v1/chat/completions"},
        headers={"authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 403


async def test_an_operation_that_the_policy_leaves_out_is_refused(world: World):
    async with AsyncOpenAI(
        base_url=f"{world.gateway.url}/v1",
        api_key=world.token(client_id="client-embedder"),
        max_retries=0,
    ) as sdk:
        with pytest.raises(OpenAIPermissionDeniedError):
            await sdk.chat.completions.create(model="gpt-5-mini", messages=ASKED)
        assert (await sdk.embeddings.create(model="text-embedding-3-small", input="hello")).data


@pytest.mark.parametrize(
    ("client_id", "upstream"),
    [("client-own", "Bearer sk-test-mine"), ("client-1", "Bearer sk-test-0123456789")],
)
async def test_a_key_of_the_clients_own_goes_upstream_only_where_its_policy_lets_it(
    world: World, client_id: str, upstream: str
):
    token = world.token(client_id=client_id)
    answer = await world.http.post(
        f"{world.gateway.url}/v1/chat/completions",
        content=json.dumps({"model": "gpt-5-mini", "messages": ASKED}),
        headers={
            "x-portkey-api-key": token,
            "authorization": "Bearer sk-test-mine",
            "content-type": "application/json",
        },
    )
    assert answer.status_code == 200
    sent = upstream_fields(world)
    assert sent["authorization"] == upstream
    assert token not in str(sent)
