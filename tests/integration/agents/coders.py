"""Coding agents, as they call in each dialect: the whole conversation goes with every request."""

import json
from typing import Any, Protocol

import msgspec

from tests.integration.agents.coding import HABITS, MOST, RULES, TOOLS, Call
from tests.integration.callers.sdks import Sdks

BETAS = ["claude-code-20250219", "interleaved-thinking-2025-05-14"]
_MARK = {"type": "ephemeral"}


class Answer(msgspec.Struct, frozen=True):
    """What came back: calls as names and arguments, and every token that was read."""

    text: str
    calls: list[tuple[str, Any]]
    input_tokens: int


class Coder(Protocol):
    """A coding agent in the middle of its work."""

    async def say(self, text: str) -> Answer:
        """Say `text` as the user."""
        ...

    async def report(self, calls: list[Call]) -> Answer:
        """Tell what came of the calls that the last answer made."""
        ...


class MessagesCoder:
    """An agent that speaks `messages` as Claude Code does."""

    def __init__(self, sdks: Sdks, model: str, *, streamed: bool) -> None:
        self._api: Any = sdks.anthropic.beta.messages
        self._streamed = streamed
        self._messages: list[Any] = []
        tools: list[dict[str, Any]] = [
            {"name": name, "description": f"It is {name}.", "input_schema": schema}
            for name, schema in TOOLS.items()
        ]
        tools[-1]["cache_control"] = _MARK | {"ttl": "1h"}
        self._asked: dict[str, Any] = {
            "model": model,
            "system": [
                {"type": "text", "text": RULES, "cache_control": _MARK | {"ttl": "1h"}},
                {"type": "text", "text": HABITS, "cache_control": _MARK},
            ],
            "tools": tools,
            "thinking": {"type": "enabled", "budget_tokens": 2048},
            "betas": BETAS,
        }

    async def say(self, text: str) -> Answer:
        return await self._send([{"type": "text", "text": text}])

    async def report(self, calls: list[Call]) -> Answer:
        made = [block for block in self._messages[-1]["content"] if block["type"] == "tool_use"]
        return await self._send(
            [
                {"type": "tool_result", "tool_use_id": block["id"], "content": call.result}
                for block, call in zip(made, calls, strict=True)
            ]
        )

    async def count(self, text: str) -> int:
        """Return how many tokens saying `text` would be."""
        content = [{"type": "text", "text": text, "cache_control": _MARK}]
        messages = [*self._messages, {"role": "user", "content": content}]
        return (await self._api.count_tokens(**self._asked, messages=messages)).input_tokens

    async def _send(self, content: list[dict[str, Any]]) -> Answer:
        # The mark moves on with the conversation: there may be no more than four.
        content[-1]["cache_control"] = _MARK
        sent = [*self._messages, {"role": "user", "content": content}]
        asked = {**self._asked, "max_tokens": MOST, "messages": sent}
        if self._streamed:
            async with self._api.stream(**asked) as events:
                message = await events.get_final_message()
        else:
            message = await self._api.create(**asked)
        unmarked = [{k: v for k, v in part.items() if k != "cache_control"} for part in content]
        said = [block.to_dict(mode="json", exclude_unset=True) for block in message.content]
        self._messages += [
            {"role": "user", "content": unmarked},
            {"role": "assistant", "content": said},
        ]
        usage = message.usage
        return Answer(
            text="".join(block["text"] for block in said if block["type"] == "text"),
            calls=[
                (block["name"], block["input"]) for block in said if block["type"] == "tool_use"
            ],
            input_tokens=usage.input_tokens
            + (usage.cache_read_input_tokens or 0)
            + (usage.cache_creation_input_tokens or 0),
        )


class ResponsesCoder:
    """An agent that speaks `responses` as Codex does, keeping everything on its own side."""

    def __init__(self, sdks: Sdks, model: str, *, streamed: bool) -> None:
        self._api: Any = sdks.openai.responses
        self._streamed = streamed
        marked = {"type": "input_text", "prompt_cache_breakpoint": {"mode": "explicit"}}
        rules = [marked | {"text": RULES}, marked | {"text": HABITS}]
        self._items: list[Any] = [{"type": "message", "role": "developer", "content": rules}]
        self._asked: dict[str, Any] = {
            "model": model,
            "instructions": "You write code.",
            "tools": [
                {"type": "function", "name": name, "parameters": schema, "strict": False}
                for name, schema in TOOLS.items()
            ],
            "tool_choice": "auto",
            "parallel_tool_calls": True,
            "reasoning": {"effort": "medium", "summary": "auto"},
            "include": ["reasoning.encrypted_content"],
            "prompt_cache_key": "a-conversation",
            "max_output_tokens": MOST,
            "store": False,
        }

    async def say(self, text: str) -> Answer:
        content = [{"type": "input_text", "text": text}]
        return await self._send([{"type": "message", "role": "user", "content": content}])

    async def report(self, calls: list[Call]) -> Answer:
        made = [item for item in self._items if item["type"] == "function_call"][-len(calls) :]
        return await self._send(
            [
                {
                    "type": "function_call_output",
                    "call_id": item["call_id"],
                    "output": call.result,
                }
                for item, call in zip(made, calls, strict=True)
            ]
        )

    async def _send(self, items: list[dict[str, Any]]) -> Answer:
        self._items += items
        asked = {**self._asked, "input": self._items}
        if self._streamed:
            async with self._api.stream(**asked) as events:
                response = await events.get_final_response()
        else:
            response = await self._api.create(**asked)
        said = [item.to_dict(mode="json", exclude_unset=True) for item in response.output]
        # What the SDK's own reading adds is not for a provider to see.
        for item in said:
            item.pop("parsed_arguments", None)
            for part in item.get("content") or ():
                part.pop("parsed", None)
        self._items += said
        return Answer(
            text=response.output_text,
            calls=[
                (item["name"], json.loads(item["arguments"]))
                for item in said
                if item["type"] == "function_call"
            ],
            input_tokens=response.usage.input_tokens,
        )
