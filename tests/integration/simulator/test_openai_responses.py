"""OpenAI's responses, as OpenAI's SDK reads them."""

import json
from typing import Any

import pytest
from openai import AsyncOpenAI, BadRequestError, NotFoundError

from tests.integration.simulator.exactness import exact

TOOLS: list[Any] = [
    {
        "type": "function",
        "name": "weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
        "strict": False,
    }
]

TEXT_EVENTS = [
    "response.created",
    "response.in_progress",
    "response.output_item.added",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.delta",
    "response.output_text.delta",
    "response.output_text.done",
    "response.content_part.done",
    "response.output_item.done",
    "response.completed",
]


@pytest.mark.anyio
async def test_answers_with_the_callers_own_words(openai: AsyncOpenAI) -> None:
    response = exact(await openai.responses.create(model="gpt-5", input="hello"))
    assert response.output_text == "You said: hello"
    assert response.status == "completed"
    assert response.usage
    assert (response.usage.input_tokens, response.usage.output_tokens) == (2, 4)


@pytest.mark.anyio
async def test_streams_every_event_in_sequence(openai: AsyncOpenAI) -> None:
    stream = await openai.responses.create(model="gpt-5", input="hello", stream=True)
    events: list[Any] = [exact(event) async for event in stream]
    assert [event.type for event in events] == TEXT_EVENTS
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert events[-1].response.output_text == "You said: hello"
    assert events[-1].response.usage.total_tokens == 6


@pytest.mark.anyio
async def test_stops_at_the_tokens_allowed(openai: AsyncOpenAI) -> None:
    response = exact(
        await openai.responses.create(model="gpt-5", input="hello " * 50, max_output_tokens=16)
    )
    assert response.status == "incomplete"
    assert response.incomplete_details
    assert response.incomplete_details.reason == "max_output_tokens"
    assert len(response.output_text) == 64


@pytest.mark.anyio
async def test_calls_a_tool_and_reads_its_result(openai: AsyncOpenAI) -> None:
    first = exact(await openai.responses.create(model="gpt-5", input="the tool!", tools=TOOLS))
    call = first.output[0]
    assert call.type == "function_call"
    assert json.loads(call.arguments) == {"city": "example"}
    result: list[Any] = [
        {"type": "function_call_output", "call_id": call.call_id, "output": "sunny"}
    ]
    second = await openai.responses.create(
        model="gpt-5", input=result, tools=TOOLS, previous_response_id=first.id
    )
    assert second.output_text == "The tool said: sunny"
    with pytest.raises(BadRequestError, match="No tool call found"):
        await openai.responses.create(model="gpt-5", input=result)


@pytest.mark.anyio
async def test_streams_a_tool_call_in_pieces(openai: AsyncOpenAI) -> None:
    stream = await openai.responses.create(
        model="gpt-5", input="hi", tools=TOOLS, tool_choice="required", stream=True
    )
    events: list[Any] = [exact(event) async for event in stream]
    kind = "response.function_call_arguments"
    pieces = [event.delta for event in events if event.type == f"{kind}.delta"]
    done = next(event for event in events if event.type == f"{kind}.done")
    assert len(pieces) > 1
    assert json.loads("".join(pieces)) == json.loads(done.arguments) == {"city": "example"}


@pytest.mark.anyio
async def test_keeps_lists_and_deletes(openai: AsyncOpenAI) -> None:
    made = await openai.responses.create(model="gpt-5", input="remember")
    again = exact(await openai.responses.retrieve(made.id))
    assert again.output_text == "You said: remember"
    items: list[Any] = [exact(item) async for item in openai.responses.input_items.list(made.id)]
    assert [item.content[0].text for item in items] == ["remember"]
    await openai.responses.delete(made.id)
    with pytest.raises(NotFoundError):
        await openai.responses.retrieve(made.id)


@pytest.mark.anyio
async def test_keeps_nothing_that_must_not_be_stored(openai: AsyncOpenAI) -> None:
    made = await openai.responses.create(model="gpt-5", input="forget", store=False)
    with pytest.raises(NotFoundError):
        await openai.responses.retrieve(made.id)


@pytest.mark.anyio
async def test_cancels_only_what_runs_in_the_background(openai: AsyncOpenAI) -> None:
    queued = exact(await openai.responses.create(model="gpt-5", input="a", background=True))
    assert queued.status == "queued"
    finished = await openai.responses.retrieve(queued.id)
    assert finished.status == "completed"
    assert exact(await openai.responses.cancel(queued.id)).status == "cancelled"
    made = await openai.responses.create(model="gpt-5", input="b")
    with pytest.raises(BadRequestError, match="synchronous"):
        await openai.responses.cancel(made.id)
    with pytest.raises(BadRequestError, match="not found"):
        await openai.responses.create(model="gpt-5", input="c", previous_response_id="resp_no")
