"""A conversation as each SDK leads it, and what its answers say in words common to all three."""

import json
from collections.abc import Mapping
from typing import Any, Protocol

import msgspec
from openai.lib.streaming.chat import ChatCompletionStreamState

from ai_gateway.core.operation import CallersDialect
from tests.integration.callers.sdks import Sdks

Dialect = CallersDialect
Params = Mapping[str, Any]


class Answer(msgspec.Struct, frozen=True):
    """What a caller reads: `stop` is its SDK's own word, `calls` are names and arguments.

    `input_tokens` holds `cached_tokens`, as OpenAI counts and Anthropic does not.
    """

    text: str
    stop: str | None
    calls: list[tuple[str, object]]
    refusal: str | None
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    reasoning_tokens: int | None


class Talk(Protocol):
    """One conversation; everything said so far goes with each call, exactly as it came back."""

    dialect: Dialect

    async def say(self, content: Any, params: Params) -> Answer:
        """Say `content`, a text or parts, as the user."""
        ...

    async def report(self, results: list[Any], params: Params) -> Answer:
        """Answer the calls of the last answer, in their order."""
        ...


class ChatTalk:
    """A conversation of `openai`'s `chat.completions`."""

    dialect: Dialect = "openai-chat"

    def __init__(self, sdks: Sdks, model: str, *, streamed: bool) -> None:
        self._create: Any = sdks.openai.chat.completions.create
        self._model = model
        self._streamed = streamed
        self._messages: list[Any] = []

    async def say(self, content: Any, params: Params) -> Answer:
        self._messages.append({"role": "user", "content": content})
        return await self._send(params)

    async def report(self, results: list[Any], params: Params) -> Answer:
        calls = self._messages[-1]["tool_calls"]
        self._messages += [
            {"role": "tool", "tool_call_id": call["id"], "content": result}
            for call, result in zip(calls, results, strict=True)
        ]
        return await self._send(params)

    async def _send(self, params: Params) -> Answer:
        first = params.get("first", [])
        params = {name: value for name, value in params.items() if name != "first"}
        question = {"model": self._model, "messages": [*first, *self._messages], **params}
        if self._streamed:
            state = ChatCompletionStreamState()
            options = {"include_usage": True}
            async for chunk in await self._create(**question, stream=True, stream_options=options):
                state.handle_chunk(chunk)
            # The final one would raise for an answer that met its bound.
            completion: Any = state.current_completion_snapshot
        else:
            completion = await self._create(**question)
        choice, usage = completion.choices[0], completion.usage
        message = choice.message
        self._messages.append(message.to_dict(exclude_none=True))
        calls = [call.function for call in message.tool_calls or ()]
        return Answer(
            text=message.content or "",
            stop=choice.finish_reason,
            calls=[(call.name, json.loads(call.arguments)) for call in calls],
            refusal=message.refusal,
            input_tokens=usage.prompt_tokens,
            cached_tokens=getattr(usage.prompt_tokens_details, "cached_tokens", 0),
            output_tokens=usage.completion_tokens,
            reasoning_tokens=getattr(usage.completion_tokens_details, "reasoning_tokens", None),
        )


class ResponsesTalk:
    """A conversation of `openai`'s `responses`, of which the provider keeps nothing."""

    dialect: Dialect = "openai-responses"

    def __init__(self, sdks: Sdks, model: str, *, streamed: bool) -> None:
        self._create: Any = sdks.openai.responses.create
        self._model = model
        self._streamed = streamed
        self._items: list[Any] = []

    async def say(self, content: Any, params: Params) -> Answer:
        self._items.append({"role": "user", "content": content})
        return await self._send(params)

    async def report(self, results: list[Any], params: Params) -> Answer:
        calls = [item for item in self._items if item.get("type") == "function_call"]
        self._items += [
            {"type": "function_call_output", "call_id": call["call_id"], "output": result}
            for call, result in zip(calls[-len(results) :], results, strict=True)
        ]
        return await self._send(params)

    async def _send(self, params: Params) -> Answer:
        first = params.get("first", [])
        params = {name: value for name, value in params.items() if name != "first"}
        question = {"model": self._model, "input": [*first, *self._items], "store": False, **params}
        response = await self._streaming(question) if self._streamed else None
        response = response or await self._create(**question)
        self._items += [item.to_dict(mode="json") for item in response.output]
        calls = [item for item in response.output if item.type == "function_call"]
        parts = [part for item in response.output for part in getattr(item, "content", None) or ()]
        refusals = [part.refusal for part in parts if part.type == "refusal"]
        usage = response.usage
        stop = response.incomplete_details and response.incomplete_details.reason
        return Answer(
            text=response.output_text,
            stop=stop or response.status,
            calls=[(call.name, json.loads(call.arguments)) for call in calls],
            refusal="".join(refusals) or None,
            input_tokens=usage.input_tokens,
            cached_tokens=usage.input_tokens_details.cached_tokens,
            output_tokens=usage.output_tokens,
            reasoning_tokens=usage.output_tokens_details.reasoning_tokens,
        )

    async def _streaming(self, question: Params) -> Any:
        text, last = "", None
        async for event in await self._create(**question, stream=True):
            text += event.delta if event.type == "response.output_text.delta" else ""
            last = event
        assert last is not None
        assert last.type in ("response.completed", "response.incomplete")
        # The pieces and the whole are two things that this dialect says of one text.
        assert last.response.output_text == text
        return last.response


class MessagesTalk:
    """A conversation of `anthropic`'s `messages`."""

    dialect: Dialect = "anthropic-messages"

    def __init__(self, sdks: Sdks, model: str, *, streamed: bool) -> None:
        self._messages_api: Any = sdks.anthropic.messages
        self._model = model
        self._streamed = streamed
        self._messages: list[Any] = []

    async def say(self, content: Any, params: Params) -> Answer:
        self._messages.append({"role": "user", "content": content})
        return await self._send(params)

    async def report(self, results: list[Any], params: Params) -> Answer:
        calls = [block for block in self._messages[-1]["content"] if block.type == "tool_use"]
        content = [
            {"type": "tool_result", "tool_use_id": call.id, "content": result}
            for call, result in zip(calls, results, strict=True)
        ]
        return await self.say(content, params)

    async def _send(self, params: Params) -> Answer:
        first = params.get("first", [])
        params = {name: value for name, value in params.items() if name != "first"}
        question = {
            "model": self._model,
            "max_tokens": 2000,
            "messages": [*first, *self._messages],
            **params,
        }
        if self._streamed:
            async with self._messages_api.stream(**question) as events:
                message: Any = await events.get_final_message()
        else:
            message = await self._messages_api.create(**question)
        self._messages.append({"role": "assistant", "content": message.content})
        texts = [block.text for block in message.content if block.type == "text"]
        calls = [block for block in message.content if block.type == "tool_use"]
        details, usage = message.stop_details, message.usage
        cached = usage.cache_read_input_tokens or 0
        thought = usage.output_tokens_details
        return Answer(
            text="".join(texts),
            stop=message.stop_reason,
            calls=[(call.name, call.input) for call in calls],
            refusal=details and details.explanation,
            input_tokens=usage.input_tokens + cached,
            cached_tokens=cached,
            output_tokens=usage.output_tokens,
            reasoning_tokens=thought and thought.thinking_tokens,
        )


TALKS: Mapping[Dialect, type[ChatTalk] | type[ResponsesTalk] | type[MessagesTalk]] = {
    talk.dialect: talk for talk in (ChatTalk, ResponsesTalk, MessagesTalk)
}
"""How each dialect is spoken."""
