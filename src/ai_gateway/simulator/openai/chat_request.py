"""What a request for a chat completion has to look like, and what a model reads in it.

Source: platform.openai.com/docs/api-reference/chat/create.
"""

import msgspec

from ai_gateway.simulator.jsonvalue import Json, is_array, is_object, objects, text_of, texts
from ai_gateway.simulator.openai.checks import check_model, check_type, json_fields, require
from ai_gateway.simulator.openai.errors import refuse
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import Prompt, Tool

_PARAMETERS = """
    audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens
    max_tokens messages metadata modalities model moderation n parallel_tool_calls prediction
    presence_penalty prompt_cache_key prompt_cache_options prompt_cache_retention
    reasoning_effort response_format safety_identifier seed service_tier stop store stream
    stream_options temperature tool_choice tools top_logprobs top_p user verbosity
    web_search_options
"""
PARAMETERS = frozenset(_PARAMETERS.split())
"""Every parameter there is; another one is an error."""

_MOST_CHOICES = 128
_ROLES = ("system", "assistant", "user", "function", "tool", "developer")

_TYPES: dict[str, tuple[str, ...]] = {
    "stream": ("boolean",),
    "stream_options": ("object",),
    "n": ("integer",),
    "max_tokens": ("integer",),
    "max_completion_tokens": ("integer",),
    "temperature": ("number",),
    "top_p": ("number",),
    "tools": ("array",),
    "tool_choice": ("string", "object"),
    "response_format": ("object",),
}


def read(request: Request) -> tuple[Json, Prompt]:
    """Return the fields of `request` and what the model reads; refuse what is not valid."""
    fields = json_fields(request)
    check_model(request)
    require(request, fields, "messages", "array")
    if not fields.keys() <= PARAMETERS:
        unknown = sorted(fields.keys() - PARAMETERS)
        plural = "s" if len(unknown) > 1 else ""
        listed = ", ".join(unknown)
        raise refuse(request, f"Unrecognized request argument{plural} supplied: {listed}")
    for name, kinds in _TYPES.items():
        if name in fields:
            check_type(request, fields, name, *kinds)
    _check_values(request, fields)
    messages = _messages(request, fields["messages"])
    return fields, _prompt(fields, messages)


def _check_values(request: Request, fields: Json) -> None:
    if fields.get("stream_options") is not None and not fields.get("stream"):
        message = "The 'stream_options' parameter is only allowed when 'stream' is enabled."
        raise refuse(request, message, param="stream_options")
    temperature = fields.get("temperature")
    if temperature is not None and not 0 <= temperature <= 2:
        low = temperature < 0
        message = (
            f"Invalid 'temperature': decimal {'below minimum' if low else 'above maximum'} value. "
            f"Expected a value {'>= 0' if low else '<= 2'}, but got {temperature} instead."
        )
        code = "decimal_below_min_value" if low else "decimal_above_max_value"
        raise refuse(request, message, param="temperature", code=code)
    for name in ("n", "max_tokens", "max_completion_tokens"):
        value = fields.get(name)
        if value is not None and value < 1:
            message = (
                f"Invalid '{name}': integer below minimum value. Expected a value >= 1, but got "
                f"{value} instead."
            )
            raise refuse(request, message, param=name, code="integer_below_min_value")
    if (fields.get("n") or 1) > _MOST_CHOICES:
        message = (
            "Invalid 'n': integer above maximum value. Expected a value <= "
            f"{_MOST_CHOICES}, but got {fields['n']} instead."
        )
        raise refuse(request, message, param="n", code="integer_above_max_value")


def _messages(request: Request, values: list[object]) -> list[Json]:
    if not values:
        message = (
            "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an "
            "empty array instead."
        )
        raise refuse(request, message, param="messages", code="empty_array")
    messages: list[Json] = []
    waiting: set[str] = set()
    for index, value in enumerate(values):
        message = _message(request, index, value)
        waiting = _answered(request, index, message, waiting)
        messages.append(message)
    if waiting:
        raise _unanswered(request, len(messages), waiting)
    return messages


def _message(request: Request, index: int, value: object) -> Json:
    at = f"messages[{index}]"
    if not is_object(value):
        message = f"Invalid type for '{at}': expected an object."
        raise refuse(request, message, param=at, code="invalid_type")
    role = value.get("role")
    if role is None:
        message = f"Missing required parameter: '{at}.role'."
        raise refuse(request, message, param=f"{at}.role", code="missing_required_parameter")
    if role not in _ROLES:
        *others, last = (f"'{name}'" for name in _ROLES)
        message = f"Invalid value: '{role}'. Supported values are: {', '.join(others)}, and {last}."
        raise refuse(request, message, param=f"{at}.role", code="invalid_value")
    content = value.get("content")
    silent = role == "assistant" and (value.get("tool_calls") or value.get("function_call"))
    if content is None and not silent:
        message = "Invalid value for 'content': expected a string, got null."
        raise refuse(request, message, param=f"{at}.content")
    return value


def _answered(request: Request, index: int, message: Json, waiting: set[str]) -> set[str]:
    """Return the tool calls that wait for a result after `message`."""
    at = f"messages.[{index}].role"
    if message["role"] == "tool":
        identifier = text_of(message.get("tool_call_id"))
        if identifier not in waiting:
            # The misspelling is OpenAI's own.
            text = (
                "Invalid parameter: messages with role 'tool' must be a response to a preceeding "
                "message with 'tool_calls'."
            )
            raise refuse(request, text, param=at)
        return waiting - {identifier}
    if waiting:
        raise _unanswered(request, index, waiting)
    return {text_of(call.get("id")) for call in objects(message.get("tool_calls"))}


def _unanswered(request: Request, index: int, waiting: set[str]) -> Exception:
    text = (
        "An assistant message with 'tool_calls' must be followed by tool messages responding to "
        "each 'tool_call_id'. The following tool_call_ids did not have response messages: "
        + ", ".join(sorted(waiting))
    )
    return refuse(request, text, param=f"messages.[{index}].role")


def _prompt(fields: Json, messages: list[Json]) -> Prompt:
    prompt = Prompt(
        tools=_tools(fields),
        forced=_forced(fields.get("tool_choice")),
        schema=_schema(fields.get("response_format")),
        max_tokens=fields.get("max_completion_tokens") or fields.get("max_tokens"),
        stop=_stop(fields.get("stop")),
    )
    for message in messages:
        text, attachments = content_text(message.get("content"))
        prompt.attachments += attachments
        prompt.texts.append(text)
        for call in objects(message.get("tool_calls")):
            function = call.get("function")
            if is_object(function):
                prompt.texts += [text_of(function.get(key)) for key in ("name", "arguments")]
        prompt.last = text
    prompt.answers_tool = messages[-1]["role"] == "tool"
    if fields.get("tool_choice") == "none":
        prompt.tools = []
    return prompt


def _stop(given: object) -> list[str]:
    """Return the stop sequences, of which a lone one may stand as a string."""
    if isinstance(given, str):
        return [given]
    return texts(given)


def content_text(content: object) -> tuple[str, int]:
    """Return the text of a message's content and how many parts of it are no text."""
    if isinstance(content, str):
        return content, 0
    parts = objects(content)
    texts = [text_of(part.get("text") or part.get("refusal")) for part in parts]
    return "".join(texts), texts.count("")


def _tools(fields: Json) -> list[Tool]:
    tools: list[Tool] = []
    for tool in objects(fields.get("tools")):
        function = tool.get("function")
        if is_object(function):
            definition = msgspec.json.encode(function).decode()
            name = text_of(function.get("name"))
            tools.append(Tool(name, function.get("parameters"), definition))
    return tools


def _forced(choice: object) -> str | None:
    if is_object(choice):
        function = choice.get("function")
        return text_of(function.get("name")) if is_object(function) else ""
    return "" if choice == "required" else None


def _schema(wanted: object) -> object:
    if not is_object(wanted):
        return None
    if wanted.get("type") == "json_object":
        return {"type": "object"}
    described = wanted.get("json_schema")
    return described.get("schema") if is_object(described) else None


def includes_usage(fields: Json) -> bool:
    """Tell whether the caller wants usage in the stream."""
    options = fields.get("stream_options")
    return is_object(options) and options.get("include_usage") is True


def is_token_array(value: object) -> bool:
    """Tell whether `value` is text given as the numbers of its tokens."""
    return is_array(value) and bool(value) and all(type(item) is int for item in value)
