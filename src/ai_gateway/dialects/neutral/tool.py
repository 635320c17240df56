"""What a model may call."""

import msgspec

from ai_gateway.dialects.neutral.content import CacheMark


class Function(msgspec.Struct, frozen=True, tag="function"):
    """A function of the caller's. `schema` is the JSON Schema of its arguments, as JSON text."""

    name: str
    schema: str
    description: str | None = None
    strict: bool | None = None
    cache: CacheMark | None = None


class WebSearch(msgspec.Struct, frozen=True, tag="web_search"):
    """The provider's own search of the web.

    `context_size` says how much of what was found the model reads (`low`, `medium`, `high`).
    """

    max_uses: int | None = None
    allowed_domains: tuple[str, ...] = ()
    blocked_domains: tuple[str, ...] = ()
    country: str | None = None
    city: str | None = None
    region: str | None = None
    timezone: str | None = None
    context_size: str | None = None
    cache: CacheMark | None = None


class ForeignTool(msgspec.Struct, frozen=True, tag="foreign"):
    """A tool that only the dialect named has; `definition` is its JSON text there."""

    dialect: str
    kind: str
    definition: str


Tool = Function | WebSearch | ForeignTool


class Choice(msgspec.Struct, frozen=True, tag="choice"):
    """`mode` is `auto` (the model decides), `none` or `required` (some tool).

    `allowed` are the names of the tools that may be called, all of them where it is empty:
    `allowed_tools` at OpenAI, `allowedFunctionNames` at Gemini. A dialect without a word for it
    offers only these tools.
    """

    mode: str
    allowed: tuple[str, ...] = ()


class Named(msgspec.Struct, frozen=True, tag="named"):
    """The tool of this name, and no other."""

    name: str


ToolChoice = Choice | Named
