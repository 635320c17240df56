"""What a caller asks of a model."""

from typing import Literal

import msgspec

from ai_gateway.dialects.neutral.content import CacheMark, Part
from ai_gateway.dialects.neutral.tool import Tool, ToolChoice

Role = Literal["system", "developer", "user", "assistant"]


class Message(msgspec.Struct, frozen=True):
    """One turn, or a part of one: who speaks, and what.

    Messages stand in the order in which the caller gave them; neighbours of one role are not
    merged. A tool's result is a part of a user's message. `at` is where it stood in the
    caller's request (`messages.3`, `system`, `input.0`), for an error that has to name it.
    """

    role: Role
    parts: tuple[Part, ...]
    name: str | None = None
    at: str = ""


class JsonObject(msgspec.Struct, frozen=True, tag="json_object"):
    """Answer with any JSON object."""


class JsonSchema(msgspec.Struct, frozen=True, tag="json_schema"):
    """Answer with JSON that fits `schema`, JSON text; `strict` asks the provider to enforce it."""

    schema: str
    name: str = "answer"
    description: str | None = None
    strict: bool | None = None


OutputFormat = JsonObject | JsonSchema


class Reasoning(msgspec.Struct, frozen=True):
    """How much the model is to think before it answers.

    A caller says it as an `effort` (`none`, `minimal`, `low`, `medium`, `high`, `xhigh`, `max`),
    as a `budget` in tokens, or leaves it to the model (`adaptive`). `summary` asks for the
    thought to be told (`auto`, `concise`, `detailed`).
    """

    effort: str | None = None
    budget: int | None = None
    adaptive: bool = False
    summary: str | None = None


class Sampling(msgspec.Struct, frozen=True):
    """How the next token is drawn, each as its vendor's API means it."""

    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    seed: int | None = None
    logit_bias: dict[str, float] | None = None


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One request for an answer, in no vendor's terms.

    None means that the caller did not say. `max_tokens` bounds the answer with its reasoning.
    `top_logprobs` is 0 where log-probabilities of the chosen tokens alone are asked for.
    `previous` names a stored answer to go on from. `store` asks the provider to keep this one.
    `user` is the end user as the caller's system knows them. `extras` names, as the caller does,
    what stood in the request and has no place here; writers list it among what they drop.
    `legacy_functions` says that the caller speaks of functions as OpenAI did before there were
    tools, and has to be answered so; only a caller's dialect looks at it.
    """

    model: str
    messages: tuple[Message, ...]
    tools: tuple[Tool, ...] = ()
    tool_choice: ToolChoice | None = None
    parallel_tool_calls: bool | None = None
    output: OutputFormat | None = None
    max_tokens: int | None = None
    sampling: Sampling = Sampling()
    stop: tuple[str, ...] = ()
    n: int | None = None
    top_logprobs: int | None = None
    reasoning: Reasoning | None = None
    stream: bool = False
    include_usage: bool | None = None
    service_tier: str | None = None
    user: str | None = None
    metadata: dict[str, str] | None = None
    cache_key: str | None = None
    cache: CacheMark | None = None
    verbosity: str | None = None
    previous: str | None = None
    store: bool | None = None
    extras: tuple[str, ...] = ()
    legacy_functions: bool = False
