"""The Gemini API, as google-genai reads it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from google import genai
from google.genai import errors, types

from ai_gateway.simulator.directive import STATUSES
from ai_gateway.simulator.server import Simulator

MODEL = "gemini-3-pro-preview"
WEATHER: Any = {
    "name": "weather",
    "parameters": {"type": "OBJECT", "properties": {"city": {"type": "STRING"}}},
}
TOOLS: Any = [{"function_declarations": [WEATHER]}]
THOUGHTS = types.ThinkingConfig(include_thoughts=True)


@pytest.fixture(params=["v1beta", "v1"])
async def gemini(simulator: Simulator, request: pytest.FixtureRequest) -> AsyncIterator[Any]:
    options = types.HttpOptions(base_url=simulator.url, api_version=request.param)
    client = genai.Client(api_key="good", http_options=options)
    yield client.aio
    await client.aio.aclose()
    client.close()


async def generated(gemini: Any, contents: Any = "hello world", **config: Any) -> Any:
    model = config.pop("model", MODEL)
    given = types.GenerateContentConfig(**config)
    return await gemini.models.generate_content(model=model, contents=contents, config=given)


async def streamed(gemini: Any, contents: Any = "hello world", **config: Any) -> list[Any]:
    model = config.pop("model", MODEL)
    given = types.GenerateContentConfig(**config)
    chunks = await gemini.models.generate_content_stream(
        model=model, contents=contents, config=given
    )
    return [chunk async for chunk in chunks]


@pytest.mark.anyio
async def test_answers_with_the_callers_own_words(gemini: Any) -> None:
    answer = await generated(gemini, system_instruction="Be.")
    assert answer.text == "You said: hello world"
    assert answer.candidates[0].finish_reason == types.FinishReason.STOP
    usage = answer.usage_metadata
    assert (usage.prompt_token_count, usage.candidates_token_count) == (4, 6)
    assert usage.total_token_count == 10
    assert answer.model_version == MODEL


@pytest.mark.anyio
async def test_streams(gemini: Any) -> None:
    chunks = await streamed(gemini)
    assert [chunk.text for chunk in chunks] == ["You", " said:", " hello", " world", ""]
    reasons = [chunk.candidates[0].finish_reason for chunk in chunks]
    assert reasons == [None] * 4 + [types.FinishReason.STOP]
    assert chunks[0].usage_metadata.candidates_token_count is None
    assert chunks[-1].usage_metadata.total_token_count == 9


@pytest.mark.anyio
@pytest.mark.parametrize("read", [generated, streamed])
async def test_calls_a_function_and_reads_its_result(gemini: Any, read: Any) -> None:
    asked = types.UserContent("use the tool")
    answer = await read(gemini, [asked], tools=TOOLS)
    first = answer[0] if isinstance(answer, list) else answer
    part = first.candidates[0].content.parts[0]
    assert (part.function_call.name, part.function_call.args) == ("weather", {"city": "example"})
    assert part.function_call.id
    assert part.thought_signature
    result = types.Part.from_function_response(name="weather", response={"result": "sunny"})
    contents = [asked, first.candidates[0].content, types.UserContent(result)]
    assert (await generated(gemini, contents, tools=TOOLS)).text == "The tool said: sunny"


@pytest.mark.anyio
@pytest.mark.parametrize("read", [generated, streamed])
async def test_leads_a_task_of_parallel_calls_to_its_end(gemini: Any, read: Any) -> None:
    asked = 'call weather {"city": "Köln"} call weather {"city": "Rom"}'
    contents: list[Any] = [types.UserContent(asked)]
    called: list[str] = []
    for results in (["rain", 'call weather {"city": "Oslo"}'], ["snow"]):
        answer = await read(gemini, contents, tools=TOOLS, thinking_config=THOUGHTS)
        chunks = answer if isinstance(answer, list) else [answer]
        parts = [part for chunk in chunks for part in chunk.candidates[0].content.parts]
        calls = [part.function_call for part in parts if part.function_call]
        called += [call.args["city"] for call in calls]
        assert len({call.id for call in calls}) == len(calls)
        answers = [
            types.Part.from_function_response(name="weather", response={"result": result})
            for result in results
        ]
        contents += [types.ModelContent(parts), types.UserContent(answers)]
    last = await generated(gemini, contents, tools=TOOLS)
    assert called == ["Köln", "Rom", "Oslo"]
    assert last.text == "The tool said: snow"


@pytest.mark.anyio
async def test_wants_the_signature_back(gemini: Any) -> None:
    asked = types.UserContent("use the tool")
    call = types.Part.from_function_call(name="weather", args={})
    result = types.Part.from_function_response(name="weather", response={"result": "sunny"})
    contents = [asked, types.ModelContent(call), types.UserContent(result)]
    with pytest.raises(errors.ClientError, match="missing a thought_signature"):
        await generated(gemini, contents, tools=TOOLS)
    assert (await generated(gemini, contents, tools=TOOLS, model="gemini-2.5-flash")).text
    call.thought_signature = b"made up"
    with pytest.raises(errors.ClientError, match="Thought signature is not valid"):
        await generated(gemini, contents, tools=TOOLS)


@pytest.mark.anyio
async def test_thinks_where_asked(gemini: Any) -> None:
    answer = await generated(gemini, thinking_config=THOUGHTS)
    thought, text = answer.candidates[0].content.parts
    assert thought.thought
    assert thought.text == "The last message has 11 characters."
    assert text.thought_signature
    usage = answer.usage_metadata
    assert (usage.candidates_token_count, usage.thoughts_token_count) == (6, 9)
    assert usage.total_token_count == 3 + 6 + 9


@pytest.mark.anyio
async def test_answers_by_schema_and_stops_where_told(gemini: Any) -> None:
    schema = {"type": "OBJECT", "properties": {"n": {"type": "INTEGER"}}}
    answer = await generated(gemini, response_mime_type="application/json", response_schema=schema)
    assert answer.text == '{"n":1}'
    assert (await generated(gemini, stop_sequences=[" world"])).text == "You said: hello"
    cut = await generated(gemini, max_output_tokens=2)
    assert cut.candidates[0].finish_reason == types.FinishReason.MAX_TOKENS


@pytest.mark.anyio
async def test_takes_media_and_several_candidates(gemini: Any) -> None:
    image = types.Part.from_bytes(data=b"\x89PNG", mime_type="image/png")
    answer = await generated(gemini, [image, "look"], candidate_count=2)
    assert [len(candidate.content.parts) for candidate in answer.candidates] == [1, 1]
    assert answer.usage_metadata.prompt_token_count == 86


@pytest.mark.anyio
async def test_filters(gemini: Any) -> None:
    blocked = await generated(gemini, model=f"{MODEL}@refusal=prompt")
    assert blocked.prompt_feedback.block_reason == types.BlockedReason.PROHIBITED_CONTENT
    assert blocked.candidates is None
    chunks = await streamed(gemini, model=f"{MODEL}@refusal")
    assert chunks[-1].candidates[0].finish_reason == types.FinishReason.SAFETY


@pytest.mark.anyio
async def test_embeds_counts_and_lists(gemini: Any) -> None:
    given = types.EmbedContentConfig(output_dimensionality=8)
    embedded = await gemini.models.embed_content(
        model="gemini-embedding-001", contents=["one", "two"], config=given
    )
    assert [len(one.values) for one in embedded.embeddings] == [8, 8]
    counted = await gemini.models.count_tokens(model=MODEL, contents="hello world")
    assert counted.total_tokens == 3
    names = [model.name async for model in await gemini.models.list()]
    assert f"models/{MODEL}" in names
    assert (await gemini.models.get(model=MODEL)).display_name == "Gemini 3 Pro Preview"


@pytest.mark.anyio
@pytest.mark.parametrize("status", STATUSES)
async def test_every_status(gemini: Any, status: int) -> None:
    kind = errors.ClientError if status < 500 else errors.ServerError
    with pytest.raises(kind) as caught:
        await generated(gemini, model=f"{MODEL}@status={status};retry-after=7")
    assert caught.value.code == status
    assert caught.value.status
    if status == 429:
        details: Any = caught.value.details
        assert details["error"]["details"][0]["retryDelay"] == "7s"


@pytest.mark.anyio
async def test_an_error_inside_a_stream(gemini: Any) -> None:
    with pytest.raises(errors.ServerError, match="overloaded"):
        await streamed(gemini, model=f"{MODEL}@error-after=2")
    with pytest.raises(errors.ClientError, match="RESOURCE_EXHAUSTED"):
        await streamed(gemini, model=f"{MODEL}@error-first;status=429")


@pytest.mark.anyio
async def test_refuses_models_and_keys(gemini: Any, simulator: Simulator) -> None:
    with pytest.raises(errors.ClientError, match="models/nonexistent is not found"):
        await generated(gemini, model="nonexistent")
    options = types.HttpOptions(base_url=simulator.url)
    stranger = genai.Client(api_key="invalid", http_options=options)
    with pytest.raises(errors.ClientError, match="API_KEY_INVALID"):
        await generated(stranger.aio)
    await stranger.aio.aclose()
    stranger.close()
