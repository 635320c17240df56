"""The wire's request for a message.

Source: `anthropic.types.MessageCreateParams`, and the API reference for the sampling parameters,
which older models take and the SDK's types no longer show.
"""

from typing import Annotated, Literal

import msgspec

from ai_gateway.dialects.anthropic_messages.blocks import Block, CacheControl, TextBlock

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Whole = Annotated[int, msgspec.Meta(ge=0)]
RawBlocks = str | list[msgspec.Raw]


class Turn(msgspec.Struct):
    """One turn as it is read: each block on its own, so that an unknown one can be kept."""

    role: Literal["user", "assistant", "system"]
    content: RawBlocks


class WrittenTurn(msgspec.Struct):
    """One turn as it is written."""

    role: Literal["user", "assistant"]
    content: list[Block | msgspec.Raw]


class CustomTool(msgspec.Struct, omit_defaults=True):
    """A function of the caller's (`ToolParam`); the last four have no neutral place."""

    name: str
    input_schema: msgspec.Raw
    description: str | None = None
    strict: bool | None = None
    cache_control: CacheControl | None = None
    allowed_callers: list[str] | None = None
    defer_loading: bool | None = None
    eager_input_streaming: bool | None = None
    input_examples: list[msgspec.Raw] | None = None


class UserLocation(msgspec.Struct, tag="approximate", omit_defaults=True):
    """Where a search is made from."""

    city: str | None = None
    country: str | None = None
    region: str | None = None
    timezone: str | None = None


class WebSearchTool(msgspec.Struct, omit_defaults=True):
    """The provider's search (`WebSearchTool20250305Param` and its successors)."""

    type: str
    name: Literal["web_search"]
    max_uses: int | None = None
    allowed_domains: list[str] | None = None
    blocked_domains: list[str] | None = None
    user_location: UserLocation | None = None
    cache_control: CacheControl | None = None
    allowed_callers: list[str] | None = None
    defer_loading: bool | None = None
    response_inclusion: str | None = None
    strict: bool | None = None


class AutoChoice(msgspec.Struct, tag="auto", omit_defaults=True):
    """The model decides."""

    disable_parallel_tool_use: bool | None = None


class AnyChoice(msgspec.Struct, tag="any", omit_defaults=True):
    """Some tool."""

    disable_parallel_tool_use: bool | None = None


class NamedChoice(msgspec.Struct, tag="tool", omit_defaults=True):
    """The tool of this name."""

    name: str
    disable_parallel_tool_use: bool | None = None


class NoChoice(msgspec.Struct, tag="none"):
    """No tool."""


ToolChoice = AutoChoice | AnyChoice | NamedChoice | NoChoice
Display = Literal["summarized", "omitted"]
Effort = Literal["low", "medium", "high", "xhigh", "max"]
ServiceTier = Literal["auto", "standard_only"]


class ThinkingEnabled(msgspec.Struct, tag="enabled", omit_defaults=True):
    """Think with a budget of tokens."""

    budget_tokens: Whole
    display: Display | None = None


class ThinkingAdaptive(msgspec.Struct, tag="adaptive", omit_defaults=True):
    """Think as much as the question needs."""

    display: Display | None = None


class ThinkingBetweenTools(msgspec.Struct, tag="between_tools"):
    """Think between calls of tools only."""


class ThinkingDisabled(msgspec.Struct, tag="disabled"):
    """Do not think."""


Thinking = ThinkingEnabled | ThinkingAdaptive | ThinkingDisabled | ThinkingBetweenTools


class JsonFormat(msgspec.Struct, tag="json_schema"):
    """Answer with JSON of this schema."""

    schema: msgspec.Raw


class OutputConfig(msgspec.Struct, omit_defaults=True):
    """How to answer."""

    effort: Effort | None = None
    format: JsonFormat | None = None


class Metadata(msgspec.Struct, omit_defaults=True):
    """Who the end user is."""

    user_id: str | None = None


class Parameters(msgspec.Struct, omit_defaults=True, kw_only=True):
    """Everything but the messages that is asked the same way in both directions."""

    model: str
    max_tokens: Whole | None = None
    tool_choice: ToolChoice | None = None
    thinking: Thinking | None = None
    output_config: OutputConfig | None = None
    stop_sequences: list[str] | None = None
    temperature: Share | None = None
    top_p: Share | None = None
    top_k: Whole | None = None
    stream: bool | None = None
    metadata: Metadata | None = None
    service_tier: ServiceTier | None = None
    cache_control: CacheControl | None = None


class Question(Parameters, kw_only=True):
    """The request as it is read; an absent `max_tokens` is fine for counting tokens only.

    `output_format` is what `output_config.format` was called while it was in beta.
    """

    messages: list[Turn]
    system: str | list[TextBlock] | None = None
    tools: list[msgspec.Raw] | None = None
    output_format: JsonFormat | None = None


class WrittenQuestion(Parameters, omit_defaults=True, kw_only=True):
    """The request as it is written."""

    messages: list[WrittenTurn]
    system: list[TextBlock] | None = None
    tools: list[CustomTool | msgspec.Raw] | None = None


QUESTION = msgspec.json.Decoder(Question)
CUSTOM_TOOL = msgspec.json.Decoder(CustomTool)
WEB_SEARCH_TOOL = msgspec.json.Decoder(WebSearchTool)
