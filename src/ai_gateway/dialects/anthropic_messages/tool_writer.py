"""Definitions of tools for the provider, and which of them the model is to choose."""

import msgspec

from ai_gateway.dialects.anthropic_messages import question as wire
from ai_gateway.dialects.anthropic_messages.cache_marks import write_mark
from ai_gateway.dialects.anthropic_messages.json_object import read_object
from ai_gateway.dialects.anthropic_messages.parsing import refusal
from ai_gateway.dialects.anthropic_messages.part_reader import DIALECT
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.neutral.tool import Choice, Function, Tool, WebSearch

# The first version of the search: every model that searches knows it, and the later ones need
# the provider to run code as well.
_SEARCH = "web_search_20250305"


def write_tools(request: Request, dropped: list[str]) -> list[wire.CustomTool | msgspec.Raw] | None:
    """Return the definitions, None where there are none. Raises `InvalidRequest`.

    The wire cannot allow some of the tools it is given, so that it is given those alone.
    """
    choice = request.tool_choice
    allowed = choice.allowed if isinstance(choice, Choice) else ()
    tools = [tool for tool in request.tools if not allowed or _name(tool) in allowed]
    if any(isinstance(tool, WebSearch) and tool.context_size for tool in tools):
        dropped.append("tools.context_size")
    return [_tool(tool) for tool in tools] or None


def write_choice(request: Request) -> wire.ToolChoice | None:
    """Return the choice with the switch of parallel calls, None where nothing is to be said.

    The API refuses a choice where there are no tools; `auto` and `none` then say nothing anyway.
    """
    parallel = request.parallel_tool_calls
    single = None if parallel is None else not parallel
    match request.tool_choice:
        case None:
            return wire.AutoChoice(single) if single and request.tools else None
        case Choice("required"):
            return wire.AnyChoice(single)
        case Choice(mode):
            if not request.tools:
                return None
            return wire.NoChoice() if mode == "none" else wire.AutoChoice(single)
        case named:
            return wire.NamedChoice(named.name, single)


def _name(tool: Tool) -> str:
    match tool:
        case Function():
            return tool.name
        case WebSearch():
            return "web_search"
        case _:
            return tool.kind


def _tool(tool: Tool) -> wire.CustomTool | msgspec.Raw:
    match tool:
        case Function():
            return wire.CustomTool(
                tool.name,
                _input_schema(tool),
                tool.description,
                tool.strict,
                write_mark(tool.cache),
            )
        case WebSearch():
            return msgspec.Raw(msgspec.json.encode(_search(tool)))
        case _ if tool.dialect == DIALECT:
            return msgspec.Raw(tool.definition.encode())
        case _:
            raise refusal(
                "tools",
                f"the tool `{tool.kind}` of {tool.dialect}",
                "Anthropic has no such tool",
                "Leave it out, or choose a provider that speaks that dialect.",
            )


def _input_schema(tool: Function) -> msgspec.Raw:
    """Return the schema, as one of an object: the API demands that it says so."""
    schema = read_object(tool.schema or "{}")
    if schema is None:
        raise refusal(
            "tools",
            f"a schema of `{tool.name}` that is no JSON object",
            "the arguments of a tool are described by one",
            "Send a JSON Schema of type object.",
        )
    if "type" in schema:
        return msgspec.Raw(tool.schema.encode())
    return msgspec.Raw(msgspec.json.encode({"type": "object", **schema}))


def _search(tool: WebSearch) -> wire.WebSearchTool:
    place = wire.UserLocation(tool.city, tool.country, tool.region, tool.timezone)
    return wire.WebSearchTool(
        _SEARCH,
        "web_search",
        tool.max_uses,
        list(tool.allowed_domains) or None,
        list(tool.blocked_domains) or None,
        place if place != wire.UserLocation() else None,
        write_mark(tool.cache),
    )
