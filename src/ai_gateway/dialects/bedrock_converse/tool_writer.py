"""Definitions of tools for the provider, and which of them the model is to choose."""

import msgspec

from ai_gateway.dialects.bedrock_converse import question as wire
from ai_gateway.dialects.bedrock_converse.cache_point import write_point
from ai_gateway.dialects.bedrock_converse.maker import CACHING, Maker
from ai_gateway.dialects.bedrock_converse.part_writer import DIALECT
from ai_gateway.dialects.bedrock_converse.refusal import refusal
from ai_gateway.dialects.bedrock_converse.shapes import EMPTY
from ai_gateway.dialects.neutral.content import ToolCall, ToolResult
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.neutral.tool import Choice, ForeignTool, Function, Named, Tool, WebSearch
from ai_gateway.dialects.wire import decode

_GROUNDING = "nova_grounding"
"""Amazon Nova's own search of the web."""

_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ANY_OBJECT = msgspec.Raw(b'{"type":"object"}')


class ToolPlan(msgspec.Struct, frozen=True):
    """What to say of tools: in Converse's words, and in those of the model's maker."""

    config: wire.ToolConfig | None = None
    choice: dict[str, object] | None = None
    """Claude's own `tool_choice`, for what Converse has no words for."""


def plan_tools(request: Request, maker: Maker, dropped: list[str]) -> ToolPlan:
    """Return the tools and the choice among them. Raises `InvalidRequest`.

    Converse cannot allow some of the tools that it is given, so that it is given those alone.
    """
    tools = _tools(request, maker, dropped)
    if not tools:
        return ToolPlan(_of_the_past(request))
    config = wire.ToolConfig(tools)
    choice = request.tool_choice
    if isinstance(choice, Choice) and choice.mode == "none":
        return _none(request, config, maker)
    config.tool_choice = _choice(choice)
    if request.parallel_tool_calls is not False:
        return ToolPlan(config)
    if maker != "anthropic":
        # Coding agents send it with every call, and can do with several at once.
        dropped.append("parallel_tool_calls")
        return ToolPlan(config)
    return ToolPlan(config, _single(config))


def _single(config: wire.ToolConfig) -> dict[str, object]:
    """Return Claude's switch; the type stands in one place, and where it is forced in Converse's.

    Both at once are refused, and so is neither.
    """
    single: dict[str, object] = {"disable_parallel_tool_use": True}
    forced = config.tool_choice
    if forced is None or forced.auto is not None:
        config.tool_choice = None
        return {"type": "auto", **single}
    return single


def _none(request: Request, config: wire.ToolConfig, maker: Maker) -> ToolPlan:
    """Say that no tool is to be called, for which Converse has no word.

    Claude's own says it. Other models are shown no tools, which the service refuses where the
    conversation holds calls.
    """
    if maker == "anthropic":
        return ToolPlan(config, {"type": "none"})
    if _called(request):
        raise refusal(
            "tool_choice",
            "none",
            "Bedrock has no word for it, and wants the tools where the conversation calls some",
            "Leave it out, or choose a model of Anthropic's.",
        )
    return ToolPlan()


def _choice(choice: Choice | Named | None) -> wire.ChoiceShape | None:
    match choice:
        case None:
            return None
        case Named(name):
            return wire.ChoiceShape(tool=wire.NamedTool(name))
        case Choice("required"):
            return wire.ChoiceShape(any=EMPTY)
        case Choice():
            return wire.ChoiceShape(auto=EMPTY)


def _tools(
    request: Request, maker: Maker, dropped: list[str]
) -> list[wire.ToolShape | msgspec.Raw]:
    choice = request.tool_choice
    allowed = choice.allowed if isinstance(choice, Choice) else ()
    written: list[wire.ToolShape | msgspec.Raw] = []
    for tool in request.tools:
        if allowed and _name(tool) not in allowed:
            continue
        written.append(_tool(tool, maker, dropped))
        mark = None if isinstance(tool, ForeignTool) else tool.cache
        if mark is not None and maker in CACHING:
            written.append(wire.ToolShape(cache_point=write_point(mark)))
        elif mark is not None:
            dropped.append("cache")
    return written


def _name(tool: Tool) -> str:
    match tool:
        case Function():
            return tool.name
        case WebSearch():
            return "web_search"
        case ForeignTool():
            return tool.kind


def _tool(tool: Tool, maker: Maker, dropped: list[str]) -> wire.ToolShape | msgspec.Raw:
    match tool:
        case Function():
            return wire.ToolShape(_specification(tool))
        case WebSearch() if maker == "amazon":
            if msgspec.structs.replace(tool, cache=None) != WebSearch():
                dropped.append("tools.web_search")
            return wire.ToolShape(system_tool=wire.SystemTool(_GROUNDING))
        case ForeignTool() if tool.dialect == DIALECT:
            return msgspec.Raw(tool.definition.encode())
        case WebSearch() | ForeignTool():
            raise refusal(
                "tools",
                f"the tool `{_name(tool)}`",
                "Bedrock does not run it for this model",
                "Leave it out, or choose a provider that does.",
            )


def _specification(tool: Function) -> wire.ToolSpec:
    if decode(_OBJECT, (tool.schema or "{}").encode("utf-8", "replace")) is None:
        raise refusal(
            "tools",
            f"a schema of `{tool.name}` that is no JSON object",
            "the arguments of a tool are described by one",
            "Send a JSON Schema of type object.",
        )
    schema = msgspec.Raw(tool.schema.encode()) if tool.schema else _ANY_OBJECT
    # The service refuses an empty description.
    return wire.ToolSpec(tool.name, wire.InputSchema(schema), tool.description or None, tool.strict)


def _called(request: Request) -> bool:
    return any(
        isinstance(part, ToolCall | ToolResult)
        for message in request.messages
        for part in message.parts
    )


def _of_the_past(request: Request) -> wire.ToolConfig | None:
    """Return the tools that the conversation called, where the request brings none.

    The service refuses calls without definitions of tools; those that were called are the least
    that can be said.
    """
    names = dict.fromkeys(
        part.name
        for message in request.messages
        for part in message.parts
        if isinstance(part, ToolCall)
    )
    schema = wire.InputSchema(_ANY_OBJECT)
    tools: list[wire.ToolShape | msgspec.Raw] = [
        wire.ToolShape(wire.ToolSpec(name, schema)) for name in names
    ]
    return wire.ToolConfig(tools) if tools else None
