"""What the model may call, written for a provider."""

import msgspec

from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.neutral.tool import Choice, ForeignTool, Function, Named, WebSearch
from ai_gateway.dialects.openai_chat.content_shapes import FunctionName
from ai_gateway.dialects.openai_chat.content_writer import ContentWriter, inexpressible
from ai_gateway.dialects.openai_chat.quirks import Quirks
from ai_gateway.dialects.openai_chat.request_shapes import (
    AllowedToolChoice,
    AllowedTools,
    FunctionDefinition,
    FunctionTool,
    NamedFunction,
    Place,
    ToolShape,
    UserLocation,
    WebSearchOptions,
)


class ToolWriter:
    """Writes the tools of one request and the choice among them."""

    def __init__(
        self, quirks: Quirks, parts: ContentWriter, request: Request, dropped: dict[str, None]
    ) -> None:
        self._quirks = quirks
        self._parts = parts
        self._request = request
        self._dropped = dropped

    def tools(self) -> list[ToolShape] | None:
        """Return the functions, None where there are none.

        Raises `InvalidRequest` for a tool that only another dialect has.
        """
        offered: list[ToolShape] = [
            self._function(tool) for tool in self._functions() if self._is_offered(tool)
        ]
        return offered or None

    def search(self) -> WebSearchOptions | None:
        """Return the options of the search, None where it is not among the tools."""
        for tool in self._request.tools:
            if isinstance(tool, WebSearch):
                return self._search(tool)
        return None

    def choice(self) -> str | NamedFunction | AllowedToolChoice | None:
        """Return the choice among the tools."""
        match self._request.tool_choice:
            case None:
                return None
            case Named(name):
                return NamedFunction(FunctionName(name))
            case Choice(mode, allowed) if allowed and self._quirks.current:
                names = [NamedFunction(FunctionName(name)) for name in allowed]
                return AllowedToolChoice(AllowedTools(mode, names))
            case Choice(mode):
                return mode

    def _functions(self) -> list[Function]:
        for tool in self._request.tools:
            if isinstance(tool, ForeignTool):
                raise inexpressible(
                    "tools",
                    f"the tool `{tool.kind}` of the dialect {tool.dialect}",
                    "it has functions and the search of the web alone",
                    "Offer a function instead, or choose a provider that has this tool.",
                )
        return [tool for tool in self._request.tools if isinstance(tool, Function)]

    def _is_offered(self, tool: Function) -> bool:
        """Say whether `tool` may be called, where the server has no word for some of them."""
        choice = self._request.tool_choice
        if self._quirks.current or not isinstance(choice, Choice) or not choice.allowed:
            return True
        return tool.name in choice.allowed

    def _function(self, tool: Function) -> FunctionTool:
        definition = FunctionDefinition(
            tool.name, tool.description, msgspec.Raw(tool.schema.encode()), tool.strict
        )
        return FunctionTool(definition, self._parts.control(tool.cache))

    def _search(self, tool: WebSearch) -> WebSearchOptions:
        if tool.allowed_domains or tool.blocked_domains:
            raise inexpressible(
                "tools",
                "a search of the web that is bounded to some domains",
                "its search has no such bound",
                "Name the domains in the prompt, or choose a provider that takes them.",
            )
        if tool.max_uses is not None:
            self._dropped["tools.max_uses"] = None
        place = Place(tool.country, tool.city, tool.region, tool.timezone)
        return WebSearchOptions(
            tool.context_size, None if place == Place() else UserLocation(place)
        )
