"""Anthropic's API, as Anthropic's SDK reads it."""

from typing import Any

import pytest
from anthropic import AsyncAnthropic, BadRequestError, NotFoundError

from tests.integration.simulator.exactness import exact

MODEL = "claude-sonnet-5-5"
HELLO: list[Any] = [{"role": "user", "content": "hello world"}]
TOOLS: list[Any] = [
    {
        "name": "weather",
        "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}},
    }
]


@pytest.mark.anyio
async def test_answers_with_the_callers_own_words(anthropic: AsyncAnthropic) -> None:
    message = exact(await anthropic.messages.create(model=MODEL, max_tokens=99, messages=HELLO))
    assert message.content[0].type == "text"
    assert message.content[0].text == "You said: hello world"
    assert message.stop_reason == "end_turn"
    assert (message.usage.input_tokens, message.usage.output_tokens) == (3, 6)


@pytest.mark.anyio
async def test_sends_the_headers_of_the_vendor(anthropic: AsyncAnthropic) -> None:
    raw = await anthropic.messages.with_raw_response.create(
        model=MODEL, max_tokens=99, messages=HELLO
    )
    assert raw.headers["x-ai-gateway-simulated"] == "true"
    assert raw.headers["request-id"].startswith("req_")
    assert raw.headers["anthropic-ratelimit-requests-remaining"] == "3999"


@pytest.mark.anyio
async def test_streams_the_whole_sequence(anthropic: AsyncAnthropic) -> None:
    stream = await anthropic.messages.create(
        model=MODEL, max_tokens=99, messages=HELLO, stream=True
    )
    events: list[Any] = [exact(event) async for event in stream]
    kinds = [event.type for event in events]
    assert kinds == [
        "message_start",
        "content_block_start",
        *["content_block_delta"] * 4,
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]
    assert events[0].message.usage.output_tokens == 1
    assert events[-2].usage.output_tokens == 6
    assert "".join(event.delta.text for event in events[2:6]) == "You said: hello world"


@pytest.mark.anyio
async def test_stops_at_the_tokens_allowed(anthropic: AsyncAnthropic) -> None:
    message = exact(await anthropic.messages.create(model=MODEL, max_tokens=2, messages=HELLO))
    assert message.stop_reason == "max_tokens"
    assert message.usage.output_tokens == 2


@pytest.mark.anyio
async def test_calls_a_tool_and_reads_its_result(anthropic: AsyncAnthropic) -> None:
    messages: list[Any] = [{"role": "user", "content": "use the tool"}]
    first = exact(
        await anthropic.messages.create(model=MODEL, max_tokens=99, messages=messages, tools=TOOLS)
    )
    assert first.stop_reason == "tool_use"
    call = first.content[0]
    assert call.type == "tool_use"
    assert call.input == {"city": "example"}
    result = {"type": "tool_result", "tool_use_id": call.id, "content": "sunny"}
    messages += [
        {"role": "assistant", "content": [call.to_dict()]},
        {"role": "user", "content": [result]},
    ]
    second = await anthropic.messages.create(
        model=MODEL, max_tokens=99, messages=messages, tools=TOOLS
    )
    assert second.content[0].type == "text"
    assert second.content[0].text == "The tool said: sunny"


@pytest.mark.anyio
async def test_streams_a_tool_call_in_pieces(anthropic: AsyncAnthropic) -> None:
    stream = anthropic.messages.stream(
        model=MODEL,
        max_tokens=99,
        messages=HELLO,
        tools=TOOLS,
        tool_choice={"type": "tool", "name": "weather"},
    )
    async with stream as events:
        pieces = [event.partial_json async for event in events if event.type == "input_json"]
        message = await events.get_final_message()
    assert len(pieces) > 2
    assert message.content[0].type == "tool_use"
    assert message.content[0].input == {"city": "example"}
    assert message.stop_reason == "tool_use"


@pytest.mark.anyio
async def test_thinks_where_asked(anthropic: AsyncAnthropic) -> None:
    stream = anthropic.messages.stream(
        model=MODEL,
        max_tokens=2000,
        messages=HELLO,
        thinking={"type": "enabled", "budget_tokens": 1024},
    )
    async with stream as events:
        message = exact(await events.get_final_message())
    thought, text = message.content
    assert thought.type == "thinking"
    assert thought.thinking == "The last message has 11 characters."
    assert thought.signature
    assert text.type == "text"
    # 21 bytes of text and 35 of thinking.
    assert message.usage.output_tokens == 6 + 9


@pytest.mark.anyio
async def test_wants_its_thought_back_as_it_was(anthropic: AsyncAnthropic) -> None:
    create: Any = anthropic.messages.create
    asked = {"role": "user", "content": "use the tool"}
    fields: dict[str, Any] = {
        "model": MODEL,
        "max_tokens": 2000,
        "tools": TOOLS,
        "thinking": {"type": "enabled", "budget_tokens": 1024},
    }
    first = await create(messages=[asked], **fields)
    thought, call = (block.to_dict() for block in first.content)
    result = {"type": "tool_result", "tool_use_id": call["id"], "content": "sunny"}
    answered = {"role": "user", "content": [result]}

    async def given_back(*blocks: Any) -> str:
        said = {"role": "assistant", "content": list(blocks)}
        return (await create(messages=[asked, said, answered], **fields)).content[-1].text

    assert await given_back(thought, call) == "The tool said: sunny"
    with pytest.raises(BadRequestError, match="Expected `thinking` or `redacted_thinking`"):
        await given_back(call)
    with pytest.raises(BadRequestError, match="Invalid `signature` in `thinking` block"):
        await given_back(thought | {"signature": "made up"}, call)


@pytest.mark.anyio
async def test_counts_tokens_as_it_bills_them(anthropic: AsyncAnthropic) -> None:
    counted = exact(await anthropic.messages.count_tokens(model=MODEL, messages=HELLO))
    assert counted.input_tokens == 3


@pytest.mark.anyio
async def test_reports_cached_tokens_beside_the_input(anthropic: AsyncAnthropic) -> None:
    message = await anthropic.messages.create(
        model=f"{MODEL}@cached=2", max_tokens=99, messages=HELLO
    )
    assert message.usage.input_tokens == 1
    assert message.usage.cache_read_input_tokens == 2


@pytest.mark.anyio
async def test_lists_and_retrieves_models(anthropic: AsyncAnthropic) -> None:
    names = [exact(model).id async for model in anthropic.models.list()]
    assert MODEL in names
    assert exact(await anthropic.models.retrieve(MODEL)).display_name == "Claude Sonnet 5.5"
    with pytest.raises(NotFoundError):
        await anthropic.models.retrieve("nonexistent")


@pytest.mark.anyio
async def test_keeps_files_byte_for_byte(anthropic: AsyncAnthropic) -> None:
    content = bytes(range(256)) * 300
    file = exact(await anthropic.files.upload(file=("all.bin", content, "image/png")))
    assert (file.filename, file.size_bytes) == ("all.bin", len(content))
    assert exact(await anthropic.files.retrieve_metadata(file.id)) == file
    assert [listed.id async for listed in anthropic.files.list()] == [file.id]
    downloaded = await anthropic.files.download(file.id)
    assert await downloaded.read() == content
    assert exact(await anthropic.files.delete(file.id)).id == file.id
    with pytest.raises(NotFoundError):
        await anthropic.files.retrieve_metadata(file.id)
