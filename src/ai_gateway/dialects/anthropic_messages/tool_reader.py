"""Definitions of tools from a caller, and which of them the model is to choose."""

import msgspec

from ai_gateway.dialects.anthropic_messages.cache_marks import read_mark
from ai_gateway.dialects.anthropic_messages.parsing import parse
from ai_gateway.dialects.anthropic_messages.part_reader import DIALECT, json_text
from ai_gateway.dialects.anthropic_messages.question import (
    CUSTOM_TOOL,
    WEB_SEARCH_TOOL,
    AnyChoice,
    AutoChoice,
    CustomTool,
    NamedChoice,
    NoChoice,
    UserLocation,
    WebSearchTool,
)
from ai_gateway.dialects.anthropic_messages.question import ToolChoice as WireChoice
from ai_gateway.dialects.neutral.tool import (
    Choice,
    ForeignTool,
    Function,
    Named,
    Tool,
    ToolChoice,
    WebSearch,
)

_ONLY_HERE = (
    "allowed_callers",
    "defer_loading",
    "eager_input_streaming",
    "input_examples",
    "response_inclusion",
    "strict",
)
"""Members that only tune how a tool is offered, and that no other dialect has."""


class _Kind(msgspec.Struct):
    type: str | None = None


_KIND = msgspec.json.Decoder(_Kind)


def read_tool(raw: msgspec.Raw, at: str) -> tuple[Tool, tuple[str, ...]]:
    """Return the tool that stands at `at`, and the names of its members with no neutral place.

    Raises `InvalidRequest`. A tool of the vendor's that no other dialect has is kept whole.
    """
    kind = parse(_KIND, raw, at).type
    if kind in (None, "custom"):
        tool = parse(CUSTOM_TOOL, raw, at)
        return _read_function(tool), _named(tool, at, keep=("strict",))
    if kind.startswith("web_search_"):
        search = parse(WEB_SEARCH_TOOL, raw, at)
        return _read_search(search), _named(search, at)
    return ForeignTool(DIALECT, kind, json_text(raw)), ()


def read_choice(choice: WireChoice | None) -> tuple[ToolChoice | None, bool | None]:
    """Return the choice, and whether several tools may be called at once."""
    match choice:
        case None:
            return None, None
        case NoChoice():
            return Choice("none"), None
        case AutoChoice():
            read: ToolChoice = Choice("auto")
        case AnyChoice():
            read = Choice("required")
        case NamedChoice():
            read = Named(choice.name)
    single = choice.disable_parallel_tool_use
    return read, None if single is None else not single


def _named(tool: object, at: str, keep: tuple[str, ...] = ()) -> tuple[str, ...]:
    return tuple(
        f"{at}.{name}"
        for name in _ONLY_HERE
        if name not in keep and getattr(tool, name, None) is not None
    )


def _read_function(tool: CustomTool) -> Function:
    return Function(
        tool.name,
        json_text(tool.input_schema),
        tool.description,
        tool.strict,
        read_mark(tool.cache_control),
    )


def _read_search(tool: WebSearchTool) -> WebSearch:
    place = tool.user_location or UserLocation()
    return WebSearch(
        max_uses=tool.max_uses,
        allowed_domains=tuple(tool.allowed_domains or ()),
        blocked_domains=tuple(tool.blocked_domains or ()),
        country=place.country,
        city=place.city,
        region=place.region,
        timezone=place.timezone,
        cache=read_mark(tool.cache_control),
    )
