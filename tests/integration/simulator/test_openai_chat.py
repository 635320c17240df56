"""OpenAI's chat completions, as OpenAI's SDK reads them."""

import json
from typing import Any

import pytest
from openai import AsyncOpenAI
from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam

from tests.integration.simulator.exactness import exact

HELLO: list[ChatCompletionMessageParam] = [{"role": "user", "content": "hello world"}]
TOOLS: list[Any] = [
    {
        "type": "function",
        "function": {
            "name": "weather",
            "parameters": {
                "type": "object",
                "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
            },
        },
    }
]


@pytest.mark.anyio
async def test_answers_with_the_callers_own_words(openai: AsyncOpenAI) -> None:
    completion = exact(await openai.chat.completions.create(model="gpt-5-mini", messages=HELLO))
    assert completion.choices[0].message.content == "You said: hello world"
    assert completion.choices[0].finish_reason == "stop"
    assert completion.model == "gpt-5-mini"
    usage = completion.usage
    assert usage
    # 11 bytes in, 21 bytes out, four bytes a token.
    assert (usage.prompt_tokens, usage.completion_tokens, usage.total_tokens) == (3, 6, 9)


@pytest.mark.anyio
async def test_sends_the_headers_of_the_vendor(openai: AsyncOpenAI) -> None:
    raw = await openai.chat.completions.with_raw_response.create(model="gpt-5", messages=HELLO)
    assert raw.headers["x-ai-gateway-simulated"] == "true"
    assert raw.headers["x-request-id"].startswith("req_")
    assert raw.headers["x-ratelimit-remaining-requests"] == "9999"
    assert raw.headers["openai-processing-ms"] == "1"


@pytest.mark.anyio
async def test_streams_role_text_reason_and_usage(openai: AsyncOpenAI) -> None:
    stream = await openai.chat.completions.create(
        model="gpt-5-mini",
        messages=HELLO,
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks: list[ChatCompletionChunk] = [exact(chunk) async for chunk in stream]
    *said, last = chunks
    assert said[0].choices[0].delta.role == "assistant"
    text = "".join(chunk.choices[0].delta.content or "" for chunk in said)
    assert text == "You said: hello world"
    assert [chunk.choices[0].finish_reason for chunk in said[-2:]] == [None, "stop"]
    assert all(chunk.usage is None for chunk in said)
    assert last.choices == []
    assert last.usage
    assert last.usage.total_tokens == 9


@pytest.mark.anyio
async def test_no_usage_in_a_stream_that_did_not_ask(openai: AsyncOpenAI) -> None:
    stream = await openai.chat.completions.create(model="gpt-5", messages=HELLO, stream=True)
    chunks = [chunk async for chunk in stream]
    assert all("usage" not in chunk.to_dict() and chunk.choices for chunk in chunks)


@pytest.mark.anyio
async def test_answers_n_times(openai: AsyncOpenAI) -> None:
    completion = exact(
        await openai.chat.completions.create(model="gpt-5-mini", messages=HELLO, n=3)
    )
    assert [choice.index for choice in completion.choices] == [0, 1, 2]
    assert completion.usage
    assert completion.usage.completion_tokens == 18


@pytest.mark.anyio
async def test_stops_at_the_tokens_allowed(openai: AsyncOpenAI) -> None:
    completion = exact(
        await openai.chat.completions.create(
            model="gpt-5-mini", messages=HELLO, max_completion_tokens=2
        )
    )
    assert completion.choices[0].message.content == "You said"
    assert completion.choices[0].finish_reason == "length"


@pytest.mark.anyio
async def test_calls_a_tool_and_reads_its_result(openai: AsyncOpenAI) -> None:
    messages: list[Any] = [{"role": "user", "content": "use the tool"}]
    first = exact(
        await openai.chat.completions.create(model="gpt-5", messages=messages, tools=TOOLS)
    )
    assert first.choices[0].finish_reason == "tool_calls"
    asked = first.choices[0].message
    assert asked.tool_calls
    call = asked.tool_calls[0]
    assert call.type == "function"
    assert call.function.name == "weather"
    assert json.loads(call.function.arguments) == {"city": "example", "days": 1}
    messages += [
        asked.to_dict(),
        {"role": "tool", "tool_call_id": call.id, "content": "sunny"},
    ]
    second = await openai.chat.completions.create(model="gpt-5", messages=messages, tools=TOOLS)
    assert second.choices[0].message.content == "The tool said: sunny"


@pytest.mark.anyio
async def test_streams_a_tool_call_in_pieces(openai: AsyncOpenAI) -> None:
    stream = openai.chat.completions.stream(
        model="gpt-5", messages=HELLO, tools=TOOLS, tool_choice="required"
    )
    async with stream as events:
        pieces = [event async for event in events if event.type == "chunk"]
        completion = await events.get_final_completion()
    deltas = [exact(event.chunk).choices[0].delta for event in pieces]
    assert sum(bool(delta.tool_calls) for delta in deltas) > 3
    calls = completion.choices[0].message.tool_calls
    assert calls
    assert json.loads(calls[0].function.arguments) == {"city": "example", "days": 1}


@pytest.mark.anyio
async def test_fits_a_schema(openai: AsyncOpenAI) -> None:
    schema: dict[str, object] = {"type": "object", "properties": {"ok": {"type": "boolean"}}}
    completion = await openai.chat.completions.create(
        model="gpt-5",
        messages=HELLO,
        response_format={"type": "json_schema", "json_schema": {"name": "s", "schema": schema}},
    )
    assert json.loads(completion.choices[0].message.content or "") == {"ok": True}


@pytest.mark.anyio
async def test_reports_the_cached_and_reasoning_tokens_asked_for(openai: AsyncOpenAI) -> None:
    completion = await openai.chat.completions.create(
        model="gpt-5@cached=2;reasoning=100", messages=HELLO
    )
    usage = completion.usage
    assert usage
    assert usage.prompt_tokens_details
    assert usage.completion_tokens_details
    assert usage.prompt_tokens_details.cached_tokens == 2
    assert usage.completion_tokens_details.reasoning_tokens == 100
    assert usage.completion_tokens == 106
