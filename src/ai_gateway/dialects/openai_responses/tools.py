"""Tools and the choice among them, both ways."""

from collections.abc import Sequence

import msgspec

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.tool import (
    Choice,
    ForeignTool,
    Function,
    Named,
    Tool,
    ToolChoice,
    WebSearch,
)
from ai_gateway.dialects.openai_responses import shapes
from ai_gateway.dialects.openai_responses.custom_tool import read_custom

DIALECT = "openai-responses"
"""What a tool or a result is named after that only this dialect has."""

_TOOL = msgspec.json.Decoder(shapes.Tool)

_WEB_SEARCHES = frozenset(
    ("web_search", "web_search_2025_08_26", "web_search_preview", "web_search_preview_2025_03_11")
)
_MODES = ("auto", "none", "required")

# A function without parameters takes none.
_NO_PARAMETERS = '{"type":"object","properties":{}}'


def read_tool(raw: msgspec.Raw, at: str, max_uses: int | None) -> Tool:
    """Return the tool in `raw`, which stands at `at` in the request.

    `max_uses` is the request's `max_tool_calls`, which bounds a search. Raises `InvalidRequest`,
    or `msgspec.ValidationError` where it has not the shape of a tool.
    """
    tool = _TOOL.decode(raw)
    if tool.type in ("function", "custom"):
        if not tool.name:
            raise InvalidRequest(
                f"`{at}.name` is missing: a {tool.type} tool needs a name. Add one.",
                field=f"{at}.name",
            )
        if tool.type == "custom":
            return read_custom(tool, tool.name)
        schema = shapes.given(tool.parameters) or _NO_PARAMETERS
        return Function(tool.name, schema, tool.description, tool.strict)
    if tool.type in _WEB_SEARCHES:
        return _read_search(tool, max_uses)
    return ForeignTool(DIALECT, tool.type, bytes(raw).decode())


def _read_search(tool: shapes.Tool, max_uses: int | None) -> WebSearch:
    filters = tool.filters or shapes.Filters()
    place = tool.user_location or shapes.Location()
    return WebSearch(
        max_uses=max_uses,
        allowed_domains=filters.allowed_domains or (),
        blocked_domains=filters.blocked_domains or (),
        country=place.country,
        city=place.city,
        region=place.region,
        timezone=place.timezone,
        context_size=tool.search_context_size,
    )


def write_tool(tool: Tool) -> object:
    """Return `tool` as OpenAI takes it (`openai.types.responses.ToolParam`).

    Raises `InvalidRequest` for a tool that OpenAI has not.
    """
    if isinstance(tool, Function):
        return {
            "type": "function",
            "name": tool.name,
            # Responses make a function strict where nothing is said; nobody else does.
            "strict": bool(tool.strict),
            "parameters": msgspec.Raw(tool.schema.encode()),
        } | _known(description=tool.description)
    if isinstance(tool, WebSearch):
        return _write_search(tool)
    if tool.dialect != DIALECT:
        raise InvalidRequest(
            f"`tools` holds a tool of type `{tool.kind}`, which only {tool.dialect} has; this"
            f" provider speaks {DIALECT}. Leave the tool out, or choose a provider that has it.",
            field="tools",
        )
    return msgspec.Raw(tool.definition.encode())


def _write_search(tool: WebSearch) -> dict[str, object]:
    if tool.blocked_domains:
        raise InvalidRequest(
            f"`tools` holds a web search with {len(tool.blocked_domains)} blocked domains, and"
            " OpenAI's search can only be told which domains to allow. Say which to allow"
            " instead, or choose another provider.",
            field="tools",
        )
    place = _known(country=tool.country, city=tool.city, region=tool.region, timezone=tool.timezone)
    domains = list(tool.allowed_domains)
    return _known(
        type="web_search",
        filters={"allowed_domains": domains} if domains else None,
        user_location={"type": "approximate"} | place if place else None,
        search_context_size=tool.context_size,
    )


def read_tool_choice(choice: str | shapes.ToolChoice | None) -> ToolChoice | None:
    """Return the choice. Raises `InvalidRequest` for one that has no place elsewhere."""
    if choice is None:
        return None
    if isinstance(choice, str):
        if choice not in _MODES:
            raise _not_a_choice(choice)
        return Choice(choice)
    if choice.type in ("function", "custom") and choice.name:
        return Named(choice.name)
    if choice.type in _WEB_SEARCHES:
        return Named("web_search")
    if choice.type == "allowed_tools":
        names = tuple(_allowed_name(tool) for tool in choice.tools or ())
        return Choice(choice.mode or "auto", names)
    raise _not_a_choice(choice.type)


def _allowed_name(tool: shapes.AllowedTool) -> str:
    if tool.type in ("function", "custom") and tool.name:
        return tool.name
    if tool.type in _WEB_SEARCHES:
        return "web_search"
    raise _not_a_choice(f"allowed_tools with {tool.type}")


def _not_a_choice(found: str) -> InvalidRequest:
    return InvalidRequest(
        f"`tool_choice` is `{found}`. Expected `auto`, `none`, `required`, `allowed_tools` or one"
        " function by its name; other tools cannot be chosen across providers.",
        field="tool_choice",
    )


def write_tool_choice(choice: ToolChoice, tools: Sequence[Tool]) -> object:
    """Return `choice` among `tools` as OpenAI takes it."""
    searches = not any(isinstance(tool, Function) and tool.name == "web_search" for tool in tools)
    if isinstance(choice, Named):
        return _reference(choice.name, searches)
    if not choice.allowed:
        return choice.mode
    allowed = [_reference(name, searches) for name in choice.allowed]
    return {"type": "allowed_tools", "mode": choice.mode, "tools": allowed}


def _reference(name: str, searches: bool) -> dict[str, str]:
    if name == "web_search" and searches:
        return {"type": "web_search_preview"}
    return {"type": "function", "name": name}


def _known(**members: object) -> dict[str, object]:
    return {name: value for name, value in members.items() if value is not None}
