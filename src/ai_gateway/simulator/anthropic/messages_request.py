"""What a request for a message has to look like, and what a model reads in it.

Source: docs.claude.com/en/api/messages, and the messages that the API answers with.
"""

import msgspec

from ai_gateway.simulator.anthropic.checks import check_model, check_type, json_fields, require
from ai_gateway.simulator.anthropic.errors import refuse
from ai_gateway.simulator.anthropic.thoughts import check_thoughts
from ai_gateway.simulator.jsonvalue import Json, is_array, is_object, objects, text_of, texts
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import Prompt, Tool

_COUNT_PARAMETERS = """
    cache_control context_management mcp_servers messages model output_config output_format
    speed system thinking tool_choice tools user_profile_id workspace_id
"""
COUNT_PARAMETERS = frozenset(_COUNT_PARAMETERS.split())
"""Every parameter of counting tokens, those of the beta API included."""

_PARAMETERS = """
    container diagnostics inference_geo max_tokens metadata service_tier stop_sequences stream
    temperature top_k top_p
"""
PARAMETERS = COUNT_PARAMETERS | frozenset(_PARAMETERS.split())
"""Every parameter of a message, those of the beta API included; another one is an error."""

_TYPES = {
    "stream": "boolean",
    "temperature": "number",
    "tools": "array",
    "tool_choice": "object",
    "thinking": "object",
    "stop_sequences": "array",
    "metadata": "object",
}

_SMALLEST_THOUGHT = 1024


def read(request: Request, *, counting: bool = False) -> tuple[Json, Prompt]:
    """Return the fields of `request` and what the model reads; refuse what is not valid.

    With `counting`, the request is for the number of its tokens only.
    """
    fields = json_fields(request)
    require(request, fields, "model", "string")
    require(request, fields, "messages", "array")
    unknown = sorted(fields.keys() - (COUNT_PARAMETERS if counting else PARAMETERS))
    if unknown:
        raise refuse(request, f"{unknown[0]}: Extra inputs are not permitted")
    for name, kind in _TYPES.items():
        check_type(request, fields, name, kind)
    if not counting:
        _check_limits(request, fields)
    check_model(request)
    messages = _messages(request, fields["messages"])
    check_thoughts(request, messages, thinking=_kind(fields.get("thinking")) == "enabled")
    return fields, _prompt(fields, messages)


def _check_limits(request: Request, fields: Json) -> None:
    require(request, fields, "max_tokens", "integer")
    limit = fields["max_tokens"]
    if limit < 1:
        raise refuse(request, "max_tokens: Input should be greater than or equal to 1")
    temperature = fields.get("temperature")
    if temperature is not None and not 0 <= temperature <= 1:
        bound = "less than or equal to 1" if temperature > 1 else "greater than or equal to 0"
        raise refuse(request, f"temperature: Input should be {bound}")
    thinking = fields.get("thinking")
    if not is_object(thinking) or _kind(thinking) != "enabled":
        return
    budget = thinking.get("budget_tokens")
    if not isinstance(budget, int):
        raise refuse(request, "thinking.enabled.budget_tokens: Field required")
    if budget < _SMALLEST_THOUGHT:
        message = "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024"
        raise refuse(request, message)
    if budget >= limit:
        raise refuse(request, "`max_tokens` must be greater than `thinking.budget_tokens`.")


def _messages(request: Request, values: list[object]) -> list[Json]:
    if not values:
        raise refuse(request, "messages: at least one message is required")
    messages: list[Json] = []
    called: list[str] = []
    for index, value in enumerate(values):
        message = _message(request, index, value)
        _check_results(request, index, message, called)
        called = _ids(message, "tool_use", "id") if message["role"] == "assistant" else []
        messages.append(message)
    if called:
        raise _unanswered(request, len(messages) - 1, called)
    if messages[0]["role"] == "assistant":
        raise refuse(request, 'messages: first message must use the "user" role')
    return messages


def _message(request: Request, index: int, value: object) -> Json:
    at = f"messages.{index}"
    if not is_object(value):
        raise refuse(request, f"{at}: Input should be a valid dictionary")
    role, content = value.get("role"), value.get("content")
    if role is None:
        raise refuse(request, f"{at}.role: Field required")
    if role not in ("user", "assistant", "system"):
        raise refuse(request, f"{at}.role: Input should be 'user', 'assistant' or 'system'")
    if content is None:
        raise refuse(request, f"{at}.content: Field required")
    if not isinstance(content, str) and not is_array(content):
        raise refuse(request, f"{at}.content: Input should be a valid list")
    if not content and role == "user":
        raise refuse(request, f"{at}: user messages must have non-empty content")
    for block in objects(content):
        if "type" not in block:
            raise refuse(request, f"{at}.content.0.type: Field required")
        if block["type"] == "text" and not block.get("text"):
            raise refuse(request, "messages: text content blocks must be non-empty")
    return value


def _check_results(request: Request, index: int, message: Json, called: list[str]) -> None:
    """Refuse a tool's result without its call just before, or a call without its result."""
    results = _ids(message, "tool_result", "tool_use_id")
    for position, identifier in enumerate(results):
        if identifier not in called:
            text = (
                f"messages.{index}.content.{position}: unexpected `tool_use_id` found in "
                f"`tool_result` blocks: {identifier}. Each `tool_result` block must have a "
                "corresponding `tool_use` block in the previous message."
            )
            raise refuse(request, text)
    missing = [identifier for identifier in called if identifier not in results]
    if missing:
        raise _unanswered(request, index - 1, missing)


def _unanswered(request: Request, index: int, missing: list[str]) -> Exception:
    text = (
        f"messages.{index}: `tool_use` ids were found without `tool_result` blocks immediately "
        f"after: {', '.join(missing)}. Each `tool_use` block must have a corresponding "
        "`tool_result` block in the next message."
    )
    return refuse(request, text)


def _ids(message: Json, kind: str, key: str) -> list[str]:
    blocks = objects(message["content"])
    return [text_of(block.get(key)) for block in blocks if block.get("type") == kind]


def _kind(value: object) -> object:
    return value.get("type") if is_object(value) else None


def _prompt(fields: Json, messages: list[Json]) -> Prompt:
    choice = fields.get("tool_choice")
    prompt = Prompt(
        texts=[_content(fields.get("system"))[0]],
        tools=_tools(fields),
        forced=_forced(choice),
        schema=_schema(fields),
        max_tokens=fields.get("max_tokens"),
        stop=texts(fields.get("stop_sequences")),
        thinking=_kind(fields.get("thinking")) not in (None, "disabled"),
    )
    if _kind(choice) == "none":
        prompt.tools = []
    for message in messages:
        prompt.last, attachments = _content(message["content"])
        prompt.attachments += attachments
        prompt.texts.append(prompt.last)
    prompt.answers_tool = bool(_ids(messages[-1], "tool_result", "tool_use_id"))
    return prompt


def _content(content: object) -> tuple[str, int]:
    """Return everything that is text in a message's content, and how many blocks are not."""
    if isinstance(content, str):
        return content, 0
    texts: list[str] = []
    attachments = 0
    for block in objects(content):
        kind = block.get("type")
        if kind == "tool_use":
            arguments = msgspec.json.encode(block.get("input")).decode()
            texts.append(text_of(block.get("name")) + arguments)
        elif kind == "tool_result":
            text, count = _content(block.get("content"))
            texts.append(text)
            attachments += count
        elif kind in ("text", "thinking"):
            texts.append(text_of(block.get(kind)))
        else:
            attachments += 1
    return "".join(texts), attachments


def _tools(fields: Json) -> list[Tool]:
    return [
        Tool(
            text_of(tool.get("name")),
            tool.get("input_schema"),
            msgspec.json.encode(tool).decode(),
        )
        for tool in objects(fields.get("tools"))
    ]


def _forced(choice: object) -> str | None:
    if not is_object(choice):
        return None
    kind = choice.get("type")
    if kind == "tool":
        return text_of(choice.get("name"))
    return "" if kind == "any" else None


def _schema(fields: Json) -> object:
    output = fields.get("output_config")
    wanted = output.get("format") if is_object(output) else None
    return wanted.get("schema") if is_object(wanted) else None
