"""What a request for a response has to look like, and what a model reads in it.

Source: platform.openai.com/docs/api-reference/responses/create.
"""

import msgspec

from ai_gateway.simulator.jsonvalue import Json, is_object, objects, text_of
from ai_gateway.simulator.openai.chat_request import content_text
from ai_gateway.simulator.openai.checks import check_model, check_type, json_fields, require
from ai_gateway.simulator.openai.errors import refuse
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import Prompt, Tool

_PARAMETERS = """
    access_programs background background_options context_management conversation image include
    input instructions max_output_tokens max_tool_calls metadata model moderation
    parallel_tool_calls previous_response_id prompt prompt_cache_key prompt_cache_options
    prompt_cache_retention reasoning safety_identifier service_tier store stream stream_options
    temperature text tool_choice tools top_logprobs top_p truncation user
"""
PARAMETERS = frozenset(_PARAMETERS.split())
"""Every parameter there is; another one is an error."""

_TYPES: dict[str, tuple[str, ...]] = {
    "stream": ("boolean",),
    "background": ("boolean",),
    "store": ("boolean",),
    "instructions": ("string",),
    "max_output_tokens": ("integer",),
    "temperature": ("number",),
    "tools": ("array",),
    "tool_choice": ("string", "object"),
    "previous_response_id": ("string",),
}

_FEWEST_TOKENS = 16


def read(request: Request) -> Json:
    """Return the fields of `request`; refuse what is not valid."""
    fields = json_fields(request)
    check_model(request)
    unknown = sorted(fields.keys() - PARAMETERS)
    if unknown:
        message = f"Unknown parameter: '{unknown[0]}'."
        raise refuse(request, message, param=unknown[0], code="unknown_parameter")
    require(request, fields, "input", "string", "array")
    for name, kinds in _TYPES.items():
        if name in fields:
            check_type(request, fields, name, *kinds)
    limit = fields.get("max_output_tokens")
    if limit is not None and limit < _FEWEST_TOKENS:
        message = (
            "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= "
            f"{_FEWEST_TOKENS}, but got {limit} instead."
        )
        raise refuse(request, message, param="max_output_tokens", code="integer_below_min_value")
    return fields


def input_items(fields: Json) -> list[Json]:
    """Return the input as a list of items, whichever way it was given."""
    given = fields["input"]
    if isinstance(given, str):
        given = [{"role": "user", "content": given}]
    return objects(given)


def prompt(fields: Json, earlier: list[Json]) -> Prompt:
    """Return what the model reads: instructions, the `earlier` items, and the input."""
    made = Prompt(
        texts=[text_of(fields.get("instructions"))],
        tools=[] if fields.get("tool_choice") == "none" else _tools(fields),
        forced=_forced(fields.get("tool_choice")),
        schema=_schema(fields.get("text")),
        max_tokens=fields.get("max_output_tokens"),
        thinking=_thinks(fields.get("reasoning")),
    )
    for item in [*earlier, *input_items(fields)]:
        _read_item(made, item)
    return made


def _thinks(wanted: object) -> bool:
    # The model thinks unasked too; then nobody is shown, and only `reasoning` counts it.
    return is_object(wanted) and wanted.get("effort") not in (None, "none")


def _read_item(made: Prompt, item: Json) -> None:
    kind = item.get("type") or "message"
    if kind == "function_call":
        made.texts += [text_of(item.get("name")), text_of(item.get("arguments"))]
        return
    if kind not in ("message", "function_call_output"):
        return
    content = item.get("output") if kind == "function_call_output" else item.get("content")
    made.last, attachments = content_text(content)
    made.attachments += attachments
    made.answers_tool = kind == "function_call_output"
    made.texts.append(made.last)


def check_results(request: Request, items: list[Json]) -> None:
    """Refuse a tool call without its result, or a result without its call."""
    calls = _call_ids(items, "function_call")
    results = _call_ids(items, "function_call_output")
    for call_id in calls:
        if call_id not in results:
            message = f"No tool output found for function call {call_id}."
            raise refuse(request, message, param="input")
    for call_id in results:
        if call_id not in calls:
            message = f"No tool call found for function call output with call_id {call_id}."
            raise refuse(request, message, param="input")


def _call_ids(items: list[Json], kind: str) -> list[str]:
    return [text_of(item.get("call_id")) for item in items if item.get("type") == kind]


def _tools(fields: Json) -> list[Tool]:
    return [
        Tool(
            text_of(tool.get("name")),
            tool.get("parameters"),
            msgspec.json.encode(tool).decode(),
        )
        for tool in objects(fields.get("tools"))
        if tool.get("type") == "function"
    ]


def _forced(choice: object) -> str | None:
    if is_object(choice):
        return text_of(choice.get("name"))
    return "" if choice == "required" else None


def _schema(text: object) -> object:
    wanted = text.get("format") if is_object(text) else None
    if not is_object(wanted):
        return None
    return {"type": "object"} if wanted.get("type") == "json_object" else wanted.get("schema")
