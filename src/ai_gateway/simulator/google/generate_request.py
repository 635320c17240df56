"""What a request for content has to look like, and what a model reads in it.

Source: ai.google.dev/api/generate-content, and the messages that the service answers with.
"""

import msgspec

from ai_gateway.simulator.google.checks import json_fields
from ai_gateway.simulator.google.conversation import check_conversation
from ai_gateway.simulator.google.errors import refuse
from ai_gateway.simulator.jsonvalue import Json, is_array, is_object, object_at
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import Prompt, Tool
from ai_gateway.simulator.shape import Record

_JSON = "application/json"


def read(request: Request, shape: Record) -> tuple[Json, Prompt]:
    """Return the fields of `request` and what the model reads; refuse what is not valid."""
    fields = json_fields(request, shape)
    return fields, read_fields(request, fields)


def read_fields(request: Request, fields: Json) -> Prompt:
    """Return what the model reads in `fields`, a body of the right shape."""
    contents: list[Json] = fields.get("contents") or []
    check_conversation(request, contents)
    config = object_at(fields, "generationConfig")
    thinking = object_at(config, "thinkingConfig")
    prompt = Prompt(
        tools=_tools(fields),
        schema=_schema(config),
        max_tokens=config.get("maxOutputTokens"),
        stop=config.get("stopSequences") or [],
        thinking=bool(thinking.get("includeThoughts")),
    )
    _read_choice(fields, prompt)
    for content in (fields.get("systemInstruction"), *contents):
        if content is not None:
            _read_content(content, prompt)
    prompt.answers_tool = any("functionResponse" in part for part in contents[-1]["parts"])
    return prompt


def _read_content(content: Json, prompt: Prompt) -> None:
    texts: list[str] = []
    for part in content.get("parts") or ():
        if part.get("functionCall") is not None:
            call = part["functionCall"]
            texts += [call["name"], msgspec.json.encode(call.get("args") or {}).decode()]
        elif part.get("functionResponse") is not None:
            texts.append(_result(part["functionResponse"]["response"]))
            prompt.attachments += len(part["functionResponse"].get("parts") or ())
        elif part.get("text") is not None:
            texts.append(part["text"])
        else:
            prompt.attachments += 1
    prompt.last = "".join(texts)
    prompt.texts.append(prompt.last)


def _result(response: Json) -> str:
    """Return what a function said: its one text where that is all, else its JSON."""
    values = list(response.values())
    if len(values) == 1 and isinstance(values[0], str):
        return values[0]
    return msgspec.json.encode(response).decode()


def _tools(fields: Json) -> list[Tool]:
    tools: list[Tool] = []
    for group in fields.get("tools") or ():
        for function in group.get("functionDeclarations") or ():
            name, parameters = function["name"], function.get("parameters")
            schema = function.get("parametersJsonSchema")
            if parameters is not None and schema is not None:
                text = (
                    f"Function {name}: only one of parameters and parameters_json_schema can be "
                    "specified."
                )
                raise refuse(text)
            if any(tool.name == name for tool in tools):
                raise refuse(f"Duplicate function declaration found: {name}")
            definition = msgspec.json.encode(function).decode()
            tools.append(Tool(name, schema or _lowered(parameters), definition))
    return tools


def _read_choice(fields: Json, prompt: Prompt) -> None:
    config = object_at(object_at(fields, "toolConfig"), "functionCallingConfig")
    mode = config.get("mode")
    allowed: list[str] = config.get("allowedFunctionNames") or []
    if allowed and mode not in ("ANY", "VALIDATED"):
        text = (
            "Function calling config: allowed_function_names should be set only when function "
            "calling mode is ANY."
        )
        raise refuse(text)
    known = {tool.name for tool in prompt.tools}
    unknown = [name for name in allowed if name not in known]
    if unknown:
        text = (
            "Function calling config: allowed_function_names must be declared functions; not "
            f"declared: {', '.join(unknown)}"
        )
        raise refuse(text)
    if mode == "ANY":
        prompt.forced = allowed[0] if allowed else ""
    elif mode == "NONE":
        prompt.tools = []


def _schema(config: Json) -> object:
    subset, schema = config.get("responseSchema"), config.get("responseJsonSchema")
    kind = config.get("responseMimeType")
    if subset is not None and schema is not None:
        raise refuse("Only one of response_schema and response_json_schema can be specified.")
    if (subset or schema) is not None and kind not in (_JSON, "text/x.enum"):
        text = (
            "A response schema is only supported with a response mime type of application/json or "
            "text/x.enum."
        )
        raise refuse(text)
    if kind != _JSON:
        return None
    return schema or _lowered(subset) or {"type": "object"}


def _lowered(schema: object) -> object:
    """Return Google's schema with the names of its types as JSON Schema writes them."""
    if is_array(schema):
        return [_lowered(item) for item in schema]
    if not is_object(schema):
        return schema
    return {
        name: value.lower() if name == "type" and isinstance(value, str) else _lowered(value)
        for name, value in schema.items()
    }
