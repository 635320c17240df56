"""What a caller lets the model call, read."""

import msgspec

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.tool import (
    Choice,
    Function,
    Named,
    Tool,
    ToolChoice,
    WebSearch,
)
from ai_gateway.dialects.openai_chat.cache_mark import read_mark
from ai_gateway.dialects.openai_chat.content_shapes import FunctionName
from ai_gateway.dialects.openai_chat.request_shapes import (
    AllowedToolChoice,
    ChatRequest,
    CustomTool,
    FunctionDefinition,
    NamedFunction,
    Place,
    UserLocation,
    WebSearchOptions,
)

NO_ARGUMENTS = '{"type":"object","properties":{}}'
"""The schema of a function whose `parameters` are left out: "an empty parameter list"."""

_MODES = ("auto", "none", "required")


def read_tools(wire: ChatRequest) -> tuple[Tool, ...]:
    """Return the tools of `tools`, `functions` and `web_search_options`."""
    tools: list[Tool] = []
    for position, tool in enumerate(wire.tools or ()):
        if isinstance(tool, CustomTool):
            raise InvalidRequest(
                f"`tools.{position}` is a custom tool, which only OpenAI's own models call. Offer a"
                " function with one string as its argument, or choose a provider of chat"
                " completions.",
                field=f"tools.{position}",
            )
        mark = read_mark(f"tools.{position}", tool.cache_control)
        function = _read_function(tool.function)
        tools.append(
            Function(function.name, function.schema, function.description, function.strict, mark)
        )
    tools += [_read_function(function) for function in wire.functions or ()]
    if wire.web_search_options is not None:
        tools.append(_read_search(wire.web_search_options))
    return tuple(tools)


def _read_function(definition: FunctionDefinition) -> Function:
    schema = read_schema(definition.parameters) or NO_ARGUMENTS
    return Function(definition.name, schema, definition.description, definition.strict)


def read_schema(schema: msgspec.Raw | msgspec.UnsetType) -> str | None:
    """Return a JSON Schema as it was written, None where it is absent or null."""
    if schema is msgspec.UNSET or bytes(schema) == b"null":
        return None
    return bytes(schema).decode()


def _read_search(options: WebSearchOptions) -> WebSearch:
    place = (options.user_location or UserLocation(Place())).approximate
    return WebSearch(
        country=place.country,
        city=place.city,
        region=place.region,
        timezone=place.timezone,
        context_size=options.search_context_size,
    )


def read_tool_choice(wire: ChatRequest) -> ToolChoice | None:
    """Return the choice of `tool_choice`, or of `function_call` where that is absent.

    Raises `InvalidRequest` for a mode that is none of OpenAI's.
    """
    match wire.tool_choice:
        case None:
            return _read_function_call(wire.function_call)
        case str() as mode:
            return Choice(_mode(mode, "tool_choice", _MODES))
        case NamedFunction(function):
            return Named(function.name)
        case AllowedToolChoice(allowed):
            mode = _mode(allowed.mode, "tool_choice.allowed_tools.mode", ("auto", "required"))
            return Choice(mode, tuple(tool.function.name for tool in allowed.tools))


def _read_function_call(choice: str | FunctionName | None) -> ToolChoice | None:
    match choice:
        case None:
            return None
        case FunctionName(name):
            return Named(name)
        case mode:
            return Choice(_mode(mode, "function_call", ("auto", "none")))


def _mode(mode: str, field: str, known: tuple[str, ...]) -> str:
    if mode in known:
        return mode
    expected = ", ".join(f"`{name}`" for name in known)
    raise InvalidRequest(
        f"`{field}` is {mode!r}; expected one of {expected}, or the object that names a function."
        " Send one of these.",
        field=field,
    )
