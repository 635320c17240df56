"""Tools and the choice among them."""

import msgspec

from ai_gateway.dialects.gemini.content_writer import ContentWriter
from ai_gateway.dialects.gemini.part_reader import DIALECT
from ai_gateway.dialects.gemini.question import (
    FunctionCallingConfig,
    FunctionDeclaration,
    GoogleSearch,
    Tool,
    ToolConfig,
)
from ai_gateway.dialects.gemini.refusal import inexpressible
from ai_gateway.dialects.gemini.schema import rewrite
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.neutral.tool import ForeignTool, Function, Named, WebSearch

_MODES = {"auto": "AUTO", "none": "NONE", "required": "ANY"}


class ToolWriter:
    """Writes the tools of one request and names in `dropped` what it leaves out."""

    def __init__(self, request: Request, parts: ContentWriter, dropped: dict[str, None]) -> None:
        self._request = request
        self._functions = [tool for tool in request.tools if isinstance(tool, Function)]
        self._parts = parts
        self._dropped = dropped

    def tools(self) -> list[Tool | msgspec.Raw] | None:
        """Return the tools, None where there are none. Raises `InvalidRequest`."""
        written: list[Tool | msgspec.Raw] = []
        if self._functions:
            declarations = [self._function(function) for function in self._functions]
            written.append(Tool(function_declarations=declarations))
        for tool in self._request.tools:
            if isinstance(tool, WebSearch):
                written.append(self._search(tool))
            elif isinstance(tool, ForeignTool):
                written.append(_own(tool))
        return written or None

    def config(self) -> ToolConfig | None:
        """Return which functions may be called, None where nothing is said.

        A call fits its schema for certain under `ANY` and `VALIDATED` alone, so a strict
        function raises `AUTO` to the latter. Raises `InvalidRequest`.
        """
        choice = self._request.tool_choice
        if self._request.parallel_tool_calls is False:
            self._dropped["parallel_tool_calls"] = None
        names = {function.name for function in self._functions}
        if isinstance(choice, Named):
            if choice.name not in names:
                raise self._not_offered(choice.name)
            return _config("ANY", [choice.name])
        mode = choice.mode if choice else "auto"
        if not self._functions:
            if mode == "required":
                raise self._not_offered("any")
            return None
        allowed = [name for name in choice.allowed if name in names] if choice else []
        if mode == "auto" and (allowed or any(function.strict for function in self._functions)):
            return _config("VALIDATED", allowed)
        return _config(_MODES[mode], [] if mode == "none" else allowed) if choice else None

    def _function(self, function: Function) -> FunctionDeclaration:
        self._parts.mark(function.cache)
        schema = rewrite(function.schema, f"tools.{function.name}")
        return FunctionDeclaration(function.name, function.description, msgspec.Raw(schema))

    def _search(self, search: WebSearch) -> Tool:
        self._parts.mark(search.cache)
        if search.allowed_domains or search.blocked_domains:
            raise inexpressible(
                "tools",
                "a web search within bounds",
                "Google's search cannot be told which domains to look in",
                "Ask without the domains, or choose another provider.",
            )
        for field in ("max_uses", "country", "city", "region", "timezone", "context_size"):
            if getattr(search, field) is not None:
                self._dropped[f"tools.{field}"] = None
        return Tool(google_search=GoogleSearch())

    def _not_offered(self, name: str) -> Exception:
        return inexpressible(
            "tool_choice",
            f"the choice of {name!r}",
            "only a function of the caller's can be demanded, and there is none of that name",
            "Offer the function, or let the model choose.",
        )


def _config(mode: str, allowed: list[str]) -> ToolConfig:
    return ToolConfig(FunctionCallingConfig(mode, allowed or None))


def _own(tool: ForeignTool) -> msgspec.Raw:
    if tool.dialect != DIALECT:
        raise inexpressible(
            "tools",
            f"a tool of type {tool.kind!r}",
            f"only {tool.dialect} has it",
            "Leave the tool out, or choose a provider that has it.",
        )
    return msgspec.Raw(tool.definition.encode())
