"""The columns of the matrix: each kind of call, made as its vendor's documentation makes it."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal

import msgspec

from tests.integration.callers.sdks import Sdks

Way = Callable[[Sdks, str, list[object]], Awaitable[None]]
"""Makes one call, or a conversation, with a model, and asserts that the answer is right.

Each event of a stream is appended to the list as it comes. Whatever the SDK raises passes.
"""

WayName = Literal["plain", "streamed", "tools", "streamed tools"]


class Column(msgspec.Struct, frozen=True):
    """One kind of call: the SDK that makes it, a model that serves it, and its ways."""

    title: str
    vendor: Literal["openai", "anthropic"]
    model: str
    ways: Mapping[WayName, Way]


SAID = "Hello there, dear friend"
ANSWER = f"You said: {SAID}"
ASKED = "Use the tool"
RESULT = "sunny"
ANSWER_TO_RESULT = "The tool said: sunny"
ARGUMENTS = {"city": "example"}

_SCHEMA: dict[str, Any] = {"type": "object", "properties": {"city": {"type": "string"}}}
_CHAT_TOOL: Any = {"type": "function", "function": {"name": "weather", "parameters": _SCHEMA}}
_RESPONSES_TOOL: Any = {"type": "function", "name": "weather", "parameters": _SCHEMA}
_MESSAGES_TOOL: Any = {"name": "weather", "input_schema": _SCHEMA}


def _user(text: str) -> list[Any]:
    return [{"role": "user", "content": text}]


async def _chat(sdks: Sdks, model: str, seen: list[object]) -> None:
    answer = await sdks.openai.chat.completions.create(model=model, messages=_user(SAID))
    assert answer.choices[0].message.content == ANSWER


async def _chat_streamed(sdks: Sdks, model: str, seen: list[object]) -> None:
    text = ""
    stream = await sdks.openai.chat.completions.create(
        model=model, messages=_user(SAID), stream=True
    )
    async for chunk in stream:
        seen.append(chunk)
        text += chunk.choices[0].delta.content or ""
    assert text == ANSWER


async def _chat_tools(sdks: Sdks, model: str, seen: list[object]) -> None:
    create = sdks.openai.chat.completions.create
    messages = _user(ASKED)
    asked = (await create(model=model, messages=messages, tools=[_CHAT_TOOL])).choices[0].message
    call = (asked.tool_calls or [])[0]
    assert call.type == "function"
    assert (call.function.name, json.loads(call.function.arguments)) == ("weather", ARGUMENTS)
    messages += [asked, {"role": "tool", "tool_call_id": call.id, "content": RESULT}]
    answer = await create(model=model, messages=messages, tools=[_CHAT_TOOL])
    assert answer.choices[0].message.content == ANSWER_TO_RESULT


async def _chat_streamed_tools(sdks: Sdks, model: str, seen: list[object]) -> None:
    stream = sdks.openai.chat.completions.stream
    messages = _user(ASKED)
    async with stream(model=model, messages=messages, tools=[_CHAT_TOOL]) as events:
        asked = (await events.get_final_completion()).choices[0].message
    call = (asked.tool_calls or [])[0]
    assert (call.function.name, json.loads(call.function.arguments)) == ("weather", ARGUMENTS)
    messages += [
        asked.to_dict(exclude_none=True),
        {"role": "tool", "tool_call_id": call.id, "content": RESULT},
    ]
    async with stream(model=model, messages=messages, tools=[_CHAT_TOOL]) as events:
        answer = await events.get_final_completion()
    assert answer.choices[0].message.content == ANSWER_TO_RESULT


async def _response(sdks: Sdks, model: str, seen: list[object]) -> None:
    assert (await sdks.openai.responses.create(model=model, input=SAID)).output_text == ANSWER


async def _response_streamed(sdks: Sdks, model: str, seen: list[object]) -> None:
    text = ""
    async for event in await sdks.openai.responses.create(model=model, input=SAID, stream=True):
        seen.append(event)
        text += event.delta if event.type == "response.output_text.delta" else ""
    assert text == ANSWER


async def _response_tools(sdks: Sdks, model: str, seen: list[object]) -> None:
    create = sdks.openai.responses.create
    asked = await create(model=model, input=ASKED, tools=[_RESPONSES_TOOL])
    answer = await create(
        model=model,
        input=_function_output(asked.output[0]),
        previous_response_id=asked.id,
        tools=[_RESPONSES_TOOL],
    )
    assert answer.output_text == ANSWER_TO_RESULT


async def _response_streamed_tools(sdks: Sdks, model: str, seen: list[object]) -> None:
    stream = sdks.openai.responses.stream
    async with stream(model=model, input=ASKED, tools=[_RESPONSES_TOOL]) as events:
        asked = await events.get_final_response()
    async with stream(
        model=model,
        input=_function_output(asked.output[0]),
        previous_response_id=asked.id,
        tools=[_RESPONSES_TOOL],
    ) as events:
        assert (await events.get_final_response()).output_text == ANSWER_TO_RESULT


def _function_output(call: Any) -> list[Any]:
    assert (call.type, call.name, json.loads(call.arguments)) == (
        "function_call",
        "weather",
        ARGUMENTS,
    )
    return [{"type": "function_call_output", "call_id": call.call_id, "output": RESULT}]


async def _embedding(sdks: Sdks, model: str, seen: list[object]) -> None:
    answer = await sdks.openai.embeddings.create(model=model, input=[SAID, ASKED], dimensions=8)
    assert [len(item.embedding) for item in answer.data] == [8, 8]


async def _message(sdks: Sdks, model: str, seen: list[object]) -> None:
    answer = await sdks.anthropic.messages.create(model=model, max_tokens=100, messages=_user(SAID))
    assert [block.text for block in answer.content if block.type == "text"] == [ANSWER]


async def _message_streamed(sdks: Sdks, model: str, seen: list[object]) -> None:
    text = ""
    stream = await sdks.anthropic.messages.create(
        model=model, max_tokens=100, messages=_user(SAID), stream=True
    )
    async for event in stream:
        seen.append(event)
        if event.type == "content_block_delta" and event.delta.type == "text_delta":
            text += event.delta.text
    assert text == ANSWER


async def _message_tools(sdks: Sdks, model: str, seen: list[object]) -> None:
    messages = _user(ASKED)
    for expected in (None, ANSWER_TO_RESULT):
        answer = await sdks.anthropic.messages.create(
            model=model, max_tokens=100, messages=messages, tools=[_MESSAGES_TOOL]
        )
        _continue(messages, answer, expected)


async def _message_streamed_tools(sdks: Sdks, model: str, seen: list[object]) -> None:
    messages = _user(ASKED)
    for expected in (None, ANSWER_TO_RESULT):
        async with sdks.anthropic.messages.stream(
            model=model, max_tokens=100, messages=messages, tools=[_MESSAGES_TOOL]
        ) as events:
            answer = await events.get_final_message()
        _continue(messages, answer, expected)


def _continue(messages: list[Any], answer: Any, expected: str | None) -> None:
    """Check the text that ends the conversation, or answer the call that goes before it."""
    block = answer.content[0]
    if expected is not None:
        assert block.text == expected
        return
    assert (block.type, block.name, block.input) == ("tool_use", "weather", ARGUMENTS)
    result = {"type": "tool_result", "tool_use_id": block.id, "content": RESULT}
    messages += [
        {"role": "assistant", "content": answer.content},
        {"role": "user", "content": [result]},
    ]


COLUMNS = (
    Column(
        "openai chat",
        "openai",
        "gpt-5-mini",
        {
            "plain": _chat,
            "streamed": _chat_streamed,
            "tools": _chat_tools,
            "streamed tools": _chat_streamed_tools,
        },
    ),
    Column(
        "openai responses",
        "openai",
        "gpt-5-mini",
        {
            "plain": _response,
            "streamed": _response_streamed,
            "tools": _response_tools,
            "streamed tools": _response_streamed_tools,
        },
    ),
    Column("openai embeddings", "openai", "text-embedding-3-small", {"plain": _embedding}),
    Column(
        "anthropic messages",
        "anthropic",
        "claude-haiku-4-5",
        {
            "plain": _message,
            "streamed": _message_streamed,
            "tools": _message_tools,
            "streamed tools": _message_streamed_tools,
        },
    ),
)
"""Every column, in the order of the page."""
