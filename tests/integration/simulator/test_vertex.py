"""Vertex AI, as google-genai and Anthropic's SDK read it."""

from collections.abc import AsyncIterator
from typing import Any

import anthropic
import anyio.to_thread
import pytest
from anthropic.lib.vertex import AsyncAnthropicVertex
from google import genai
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.genai import errors, types
from google.oauth2.service_account import Credentials

from ai_gateway.simulator.server import Simulator
from tests.integration.simulator.exactness import exact
from tests.integration.simulator.http_exchange import ask
from tests.integration.simulator.service_account import credentials, key_file

MODEL = "claude-sonnet-4-5@20250929"
HELLO: list[Any] = [{"role": "user", "content": "hello world"}]
TOOLS: Any = [
    {
        "function_declarations": [
            {
                "name": "weather",
                "parameters": {"type": "OBJECT", "properties": {"city": {"type": "STRING"}}},
            }
        ]
    }
]
CLAUDE_TOOL: Any = {
    "name": "weather",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}},
}


async def refreshed(granted: Credentials) -> str:
    """Return the token that `granted` gets for its signature."""

    def refresh() -> None:
        request = Request()
        try:
            granted.refresh(request)
        finally:
            request.session.close()

    await anyio.to_thread.run_sync(refresh)
    return granted.token


@pytest.fixture
async def token(simulator: Simulator) -> str:
    return await refreshed(credentials(simulator.url))


@pytest.fixture
async def gemini(simulator: Simulator, token: str) -> AsyncIterator[Any]:
    granted = credentials(simulator.url)
    await refreshed(granted)
    client = genai.Client(
        vertexai=True,
        project="simulated",
        location="europe-west1",
        credentials=granted,
        http_options=types.HttpOptions(base_url=simulator.url, api_version="v1"),
    )
    yield client.aio
    await client.aio.aclose()
    client.close()


@pytest.fixture
async def claude(simulator: Simulator, token: str) -> AsyncIterator[AsyncAnthropicVertex]:
    client = AsyncAnthropicVertex(
        region="europe-west1",
        project_id="simulated",
        access_token=token,
        base_url=f"{simulator.url}/v1",
        max_retries=0,
    )
    async with client:
        yield client


@pytest.mark.anyio
async def test_a_service_account_gets_a_token(simulator: Simulator) -> None:
    granted = credentials(simulator.url)
    await refreshed(granted)
    assert granted.token.startswith("ya29.c.")
    stranger = Credentials.from_service_account_info(
        key_file(simulator.url) | {"client_email": "stranger@x"}, scopes=granted.scopes
    )
    with pytest.raises(RefreshError, match="account not found"):
        await refreshed(stranger)


@pytest.mark.anyio
async def test_gemini_answers_and_streams(gemini: Any) -> None:
    answer = await gemini.models.generate_content(model="gemini-2.5-pro", contents="hello world")
    assert answer.text == "You said: hello world"
    assert answer.usage_metadata.traffic_type == types.TrafficType.ON_DEMAND
    stream = await gemini.models.generate_content_stream(model="gemini-2.5-pro", contents="a")
    assert "".join([chunk.text async for chunk in stream]) == "You said: a"


@pytest.mark.anyio
async def test_gemini_makes_parallel_calls_and_reads_their_results(gemini: Any) -> None:
    asked = types.UserContent('call weather {"city": "Köln"} call weather {"city": "Rom"}')
    config = types.GenerateContentConfig(tools=TOOLS)
    model = "gemini-3-pro-preview"
    answer = await gemini.models.generate_content(model=model, contents=[asked], config=config)
    content = answer.candidates[0].content
    assert [part.function_call.args["city"] for part in content.parts] == ["Köln", "Rom"]
    assert [bool(part.thought_signature) for part in content.parts] == [True, False]
    results = [
        types.Part.from_function_response(name="weather", response={"result": result})
        for result in ("rain", "sun")
    ]
    contents = [asked, content, types.UserContent(results)]
    answer = await gemini.models.generate_content(model=model, contents=contents, config=config)
    assert answer.text == "The tool said: rainsun"


@pytest.mark.anyio
async def test_gemini_declines(gemini: Any) -> None:
    blocked = await gemini.models.generate_content(model="gemini-3@refusal=prompt", contents="a")
    assert blocked.prompt_feedback.block_reason == types.BlockedReason.PROHIBITED_CONTENT
    declined = await gemini.models.generate_content(model="gemini-3@refusal", contents="a")
    assert declined.candidates[0].finish_reason == types.FinishReason.SAFETY


@pytest.mark.anyio
async def test_gemini_embeds_and_counts(gemini: Any) -> None:
    embedded = await gemini.models.embed_content(model="text-embedding-005", contents=["one"])
    assert len(embedded.embeddings[0].values) == 3072
    assert embedded.embeddings[0].statistics.token_count == 1
    counted = await gemini.models.count_tokens(model="gemini-2.5-pro", contents="hello world")
    assert counted.total_tokens == 3


@pytest.mark.anyio
async def test_gemini_fails(gemini: Any) -> None:
    with pytest.raises(errors.ServerError) as caught:
        await gemini.models.generate_content(model="gemini-2.5-pro@status=503", contents="a")
    assert caught.value.status == "UNAVAILABLE"


@pytest.mark.anyio
async def test_claude_answers_and_streams(claude: AsyncAnthropicVertex) -> None:
    message = exact(await claude.messages.create(model=MODEL, max_tokens=99, messages=HELLO))
    assert message.content[0].type == "text"
    assert message.content[0].text == "You said: hello world"
    assert message.model == MODEL
    stream = await claude.messages.create(model=MODEL, max_tokens=99, messages=HELLO, stream=True)
    assert [event.type async for event in stream][-1] == "message_stop"


@pytest.mark.anyio
async def test_claude_thinks_and_makes_parallel_calls(claude: AsyncAnthropicVertex) -> None:
    asked = 'call weather {"city": "Köln"} call weather {"city": "Rom"}'
    messages: list[Any] = [{"role": "user", "content": asked}]
    fields: Any = {
        "model": MODEL,
        "max_tokens": 2000,
        "tools": [CLAUDE_TOOL],
        "thinking": {"type": "enabled", "budget_tokens": 1024},
    }
    first = exact(await claude.messages.create(messages=messages, **fields))
    thought, *calls = first.content
    assert thought.type == "thinking"
    assert thought.signature
    assert [call.type == "tool_use" and call.input for call in calls] == [
        {"city": "Köln"},
        {"city": "Rom"},
    ]
    results = [
        {"type": "tool_result", "tool_use_id": call.id, "content": "rain"}
        for call in calls
        if call.type == "tool_use"
    ]
    messages += [
        {"role": "assistant", "content": first.content},
        {"role": "user", "content": results},
    ]
    last = await claude.messages.create(messages=messages, **fields)
    assert last.content[-1].type == "text"
    assert last.content[-1].text == "The tool said: rainrain"
    declined = await claude.messages.create(model=f"{MODEL}@refusal", max_tokens=99, messages=HELLO)
    assert declined.stop_reason == "refusal"


@pytest.mark.anyio
async def test_claude_counts(claude: AsyncAnthropicVertex) -> None:
    counted = exact(await claude.messages.count_tokens(model=MODEL, messages=HELLO))
    assert counted.input_tokens == 3


@pytest.mark.anyio
async def test_claude_fails_as_anthropic_does(claude: AsyncAnthropicVertex) -> None:
    with pytest.raises(anthropic.BadRequestError, match="max_tokens"):
        await claude.messages.create(model=MODEL, max_tokens=0, messages=HELLO)
    with pytest.raises(anthropic.NotFoundError, match="was not found"):
        await claude.messages.create(model="nonexistent", max_tokens=9, messages=HELLO)
    with pytest.raises(anthropic.RateLimitError):
        await claude.messages.create(model=f"{MODEL}@status=429", max_tokens=9, messages=HELLO)


@pytest.mark.anyio
async def test_only_minted_tokens_are_good(simulator: Simulator) -> None:
    path = "/v1/projects/p/locations/l/publishers/google/models/gemini:generateContent"
    for headers in ({}, {"authorization": "Bearer ya29.made-up"}):
        status, body = await ask(simulator, "POST", path, b"{}", headers)
        assert (status, body["error"]["status"]) == (401, "UNAUTHENTICATED")
