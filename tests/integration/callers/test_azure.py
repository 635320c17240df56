"""Azure OpenAI behind OpenAI's SDK: deployment URLs and the v1 API, by key and by Entra token."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import openai
import pytest
from openai import AsyncOpenAI

from ai_gateway.simulator.recording import RecordedRequest
from ai_gateway.simulator.server import Simulator
from tests.integration.callers.sdks import sdks
from tests.integration.gateways import KEY, running, settings_for

ENTRA = {
    "tenant_id": "tenant-1",
    "client_id": "client-1",
    "client_secret": "client-secret-1",
}
HELLO: list[Any] = [{"role": "user", "content": "hello"}]


@pytest.fixture(scope="module")
async def caller(simulator: Simulator) -> AsyncIterator[AsyncOpenAI]:
    entra = {**ENTRA, "authority": simulator.url}
    common = {"like": "azure-openai", "base_url": simulator.url}
    dated = {"api_version": "2024-10-21", "deployments": {"gpt-5-mini": "mini-eu"}}
    settings = settings_for(
        simulator.url,
        providers={
            "dated": {**common, "api_key": KEY, "azure": dated},
            "v1": {**common, "api_key": KEY, "azure": {"deployments": {"gpt-5-mini": "mini-eu"}}},
            "entra": {**common, "azure": {**dated, "entra": entra}},
            "mistaken": {**common, "azure": {"entra": {**entra, "client_secret": "invalid"}}},
        },
    )
    async with running(settings) as gateway, sdks(gateway.url) as callers:
        yield callers.openai


def asking(caller: AsyncOpenAI, provider: str) -> AsyncOpenAI:
    return caller.with_options(default_headers={"x-portkey-provider": provider})


def last(simulator: Simulator) -> tuple[RecordedRequest, dict[bytes, bytes]]:
    request = simulator.requests[-1]
    return request, dict(request.headers)


@pytest.mark.anyio
async def test_a_dated_version_calls_the_deployment_by_its_url(
    caller: AsyncOpenAI, simulator: Simulator
) -> None:
    answer = await asking(caller, "dated").chat.completions.create(
        model="gpt-5-mini", messages=HELLO
    )
    assert answer.choices[0].message.content == "You said: hello"
    request, fields = last(simulator)
    assert request.path == "/openai/deployments/mini-eu/chat/completions"
    assert request.query == "api-version=2024-10-21"
    assert fields[b"api-key"] == KEY.get_secret_value().encode()
    assert b"authorization" not in fields


@pytest.mark.anyio
async def test_the_v1_api_names_the_deployment_in_the_body(
    caller: AsyncOpenAI, simulator: Simulator
) -> None:
    answer = await asking(caller, "v1").responses.create(model="gpt-5-mini", input="hello")
    assert answer.output_text == "You said: hello"
    request, fields = last(simulator)
    assert (request.path, request.query) == ("/openai/v1/responses", "")
    assert b'"mini-eu"' in request.body
    assert fields[b"api-key"] == KEY.get_secret_value().encode()


@pytest.mark.anyio
async def test_embeddings_and_streams_come_from_deployments_too(caller: AsyncOpenAI) -> None:
    client = asking(caller, "dated")
    answer = await client.embeddings.create(
        model="text-embedding-3-small", input="hello", dimensions=4
    )
    assert len(answer.data[0].embedding) == 4
    text = ""
    stream = await client.chat.completions.create(model="gpt-5-mini", messages=HELLO, stream=True)
    async for chunk in stream:
        for choice in chunk.choices:
            text += choice.delta.content or ""
    assert text == "You said: hello"


@pytest.mark.anyio
async def test_one_token_is_fetched_for_calls_at_the_same_time(
    caller: AsyncOpenAI, simulator: Simulator
) -> None:
    client = asking(caller, "entra")
    before = len(simulator.requests)
    await asyncio.gather(
        *(client.chat.completions.create(model="gpt-5-mini", messages=HELLO) for _ in range(5))
    )
    made = list(simulator.requests)[before:]
    assert [request.path for request in made].count("/tenant-1/oauth2/v2.0/token") == 1
    for request in made:
        if request.path.startswith("/openai/"):
            assert dict(request.headers)[b"authorization"].startswith(b"Bearer eyJ")
            assert b"api-key" not in dict(request.headers)


@pytest.mark.anyio
async def test_a_token_that_is_refused_names_the_settings_and_no_secret(
    caller: AsyncOpenAI,
) -> None:
    with pytest.raises(openai.InternalServerError, match=r"azure\.entra") as raised:
        await asking(caller, "mistaken").chat.completions.create(model="gpt-5-mini", messages=HELLO)
    assert raised.value.status_code == 502


@pytest.mark.anyio
async def test_azures_own_errors_raise_as_openais(caller: AsyncOpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as raised:
        await asking(caller, "dated").chat.completions.create(model="nonexistent", messages=HELLO)
    assert raised.value.code == "DeploymentNotFound"


@pytest.mark.anyio
@pytest.mark.parametrize("provider", ["dated", "v1"])
async def test_files_stand_beside_the_deployments(
    caller: AsyncOpenAI, simulator: Simulator, provider: str
) -> None:
    client = asking(caller, provider)
    made = await client.files.create(file=("data.bin", b"content"), purpose="user_data")
    assert (await client.files.content(made.id)).read() == b"content"
    assert last(simulator)[0].path.startswith("/openai/")


@pytest.mark.anyio
async def test_a_recording_is_transcribed_by_a_deployment(caller: AsyncOpenAI) -> None:
    answer = await asking(caller, "v1").audio.transcriptions.create(
        model="gpt-4o-transcribe", file=("talk.wav", b"sound")
    )
    assert answer.text == "talk.wav has 5 bytes."


@pytest.mark.anyio
async def test_a_form_cannot_name_a_deployment_in_a_url(caller: AsyncOpenAI) -> None:
    # The gateway does not read forms: it streams them.
    with pytest.raises(openai.BadRequestError, match=r"azure\.api_version to v1"):
        await asking(caller, "dated").audio.transcriptions.create(
            model="gpt-4o-transcribe", file=("talk.wav", b"sound")
        )
