"""Azure OpenAI, as the Azure client of OpenAI's SDK reads it."""

from typing import Any

import pytest
from openai import AsyncAzureOpenAI, AsyncOpenAI, AuthenticationError, NotFoundError

from ai_gateway.simulator.server import Simulator
from tests.integration.simulator.http_exchange import post_form

HELLO: list[Any] = [{"role": "user", "content": "hello"}]
TOKEN_FORM = {
    "grant_type": "client_credentials",
    "client_id": "app",
    "client_secret": "good",
    "scope": "https://cognitiveservices.azure.com/.default",
}


@pytest.mark.anyio
async def test_answers_with_the_results_of_the_filter(azure: AsyncAzureOpenAI) -> None:
    completion = await azure.chat.completions.create(model="my-gpt", messages=HELLO)
    document: Any = completion.to_dict()
    assert completion.choices[0].message.content == "You said: hello"
    assert document["prompt_filter_results"][0]["content_filter_results"]["hate"] == {
        "filtered": False,
        "severity": "safe",
    }
    assert document["choices"][0]["content_filter_results"]["violence"]["severity"] == "safe"


@pytest.mark.anyio
async def test_streams_the_filters_event_first(azure: AsyncAzureOpenAI) -> None:
    stream = await azure.chat.completions.create(model="my-gpt", messages=HELLO, stream=True)
    first, *chunks = [chunk async for chunk in stream]
    assert first.choices == []
    assert "prompt_filter_results" in first.to_dict()
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert text == "You said: hello"


@pytest.mark.anyio
async def test_embeds(azure: AsyncAzureOpenAI) -> None:
    answer = await azure.embeddings.create(model="my-embedding", input="a", dimensions=4)
    assert len(answer.data[0].embedding) == 4


@pytest.mark.anyio
async def test_the_deployment_carries_directives(azure: AsyncAzureOpenAI) -> None:
    with pytest.raises(NotFoundError) as caught:
        await azure.chat.completions.create(model="gpt@status=404", messages=HELLO)
    assert caught.value.body == {"code": "404", "message": "Resource not found"}


@pytest.mark.anyio
async def test_unknown_deployments_and_missing_versions_are_not_found(
    azure: AsyncAzureOpenAI, simulator: Simulator
) -> None:
    with pytest.raises(NotFoundError) as caught:
        await azure.chat.completions.create(model="nonexistent", messages=HELLO)
    assert caught.value.code == "DeploymentNotFound"
    url = f"{simulator.url}/openai/deployments/gpt"
    headers = {"api-key": "good"}
    async with AsyncOpenAI(api_key="x", base_url=url, default_headers=headers) as client:
        with pytest.raises(NotFoundError) as caught:
            await client.chat.completions.create(model="gpt", messages=HELLO)
    assert caught.value.code == "404"


@pytest.mark.anyio
async def test_takes_only_tokens_that_it_minted(simulator: Simulator) -> None:
    minted = await post_form(simulator, "/tenant/oauth2/v2.0/token", TOKEN_FORM)
    assert minted["token_type"] == "Bearer"

    def client(token: str) -> AsyncAzureOpenAI:
        return AsyncAzureOpenAI(
            azure_ad_token=token, azure_endpoint=simulator.url, api_version="2024-10-21"
        )

    async with client(minted["access_token"]) as good, client("made-up") as bad:
        answer = await good.chat.completions.create(model="gpt", messages=HELLO)
        assert answer.choices[0].message.content == "You said: hello"
        with pytest.raises(AuthenticationError) as caught:
            await bad.chat.completions.create(model="gpt", messages=HELLO)
        assert caught.value.code == "Unauthorized"


@pytest.mark.anyio
async def test_mints_no_token_for_a_wrong_secret(simulator: Simulator) -> None:
    form = TOKEN_FORM | {"client_secret": "invalid"}
    refused = await post_form(simulator, "/tenant/oauth2/v2.0/token", form)
    assert refused["error"] == "invalid_client"
    assert refused["error_codes"] == [7000215]


@pytest.mark.anyio
async def test_the_v1_api_takes_a_key_as_openai_sends_it(simulator: Simulator) -> None:
    url = f"{simulator.url}/openai/v1"
    async with AsyncOpenAI(api_key="good", base_url=url) as client:
        response = await client.responses.create(model="my-gpt", input="hello")
        assert response.output_text == "You said: hello"
        assert (await client.responses.retrieve(response.id)).id == response.id
    async with AsyncOpenAI(api_key="invalid", base_url=url) as client:
        with pytest.raises(AuthenticationError):
            await client.responses.create(model="my-gpt", input="hello")
