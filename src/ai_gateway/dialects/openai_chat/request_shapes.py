"""What `POST /v1/chat/completions` takes, as the wire has it.

Sources: `openai.types.chat.completion_create_params` and `openai.types.chat`; `reasoning` and
`cache_control` are OpenRouter's (openrouter.ai/docs, API reference), `thinking` is Portkey's
(portkey.ai/docs, thinking mode), `top_k` is many a compatible server's.
"""

import msgspec

from ai_gateway.dialects.openai_chat.content_shapes import (
    CacheControl,
    CalledFunction,
    ContentPart,
    FunctionName,
    ReasoningDetail,
    Shape,
    ToolCallShape,
)

Content = str | list[ContentPart]


class SystemMessage(Shape, tag_field="role", tag="system"):
    """Instructions."""

    content: Content
    name: str | None = None
    cache_control: CacheControl | None = None


class DeveloperMessage(Shape, tag_field="role", tag="developer"):
    """Instructions, as reasoning models want them."""

    content: Content
    name: str | None = None
    cache_control: CacheControl | None = None


class UserMessage(Shape, tag_field="role", tag="user"):
    """What the user says."""

    content: Content
    name: str | None = None
    cache_control: CacheControl | None = None


class AssistantMessage(Shape, tag_field="role", tag="assistant"):
    """What the model answered before."""

    content: Content | None = None
    name: str | None = None
    refusal: str | None = None
    audio: object = None
    tool_calls: list[ToolCallShape] | None = None
    function_call: CalledFunction | None = None
    reasoning_details: list[ReasoningDetail] | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None
    cache_control: CacheControl | None = None


class ToolMessage(Shape, tag_field="role", tag="tool"):
    """What came of a tool call."""

    content: Content
    tool_call_id: str
    cache_control: CacheControl | None = None


class FunctionMessage(Shape, tag_field="role", tag="function"):
    """What came of a function call, before there were tools."""

    content: str | None
    name: str


ChatMessage = (
    SystemMessage
    | DeveloperMessage
    | UserMessage
    | AssistantMessage
    | ToolMessage
    | FunctionMessage
)


class FunctionDefinition(Shape):
    """A function with the JSON Schema of its arguments."""

    name: str
    description: str | None = None
    parameters: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    strict: bool | None = None


class FunctionTool(Shape, tag_field="type", tag="function"):
    """A function that the model may call."""

    function: FunctionDefinition
    cache_control: CacheControl | None = None


class CustomTool(Shape, tag_field="type", tag="custom"):
    """A tool whose input is any text; the neutral form has no place for it."""


ToolShape = FunctionTool | CustomTool
"""A tool that the model may call."""


class NamedFunction(Shape, tag_field="type", tag="function"):
    """The choice of one function."""

    function: FunctionName


class AllowedTools(Shape):
    """The choice among some of the tools; `mode` is `auto` or `required`."""

    mode: str
    tools: list[NamedFunction]


class AllowedToolChoice(Shape, tag_field="type", tag="allowed_tools"):
    """The choice among some of the tools."""

    allowed_tools: AllowedTools


class TextFormat(Shape, tag_field="type", tag="text"):
    """Words, the default."""


class JsonObjectFormat(Shape, tag_field="type", tag="json_object"):
    """Any JSON object."""


class SchemaDefinition(Shape):
    """A JSON Schema with its name."""

    name: str
    description: str | None = None
    schema: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    strict: bool | None = None


class JsonSchemaFormat(Shape, tag_field="type", tag="json_schema"):
    """JSON that fits a schema."""

    json_schema: SchemaDefinition


class StreamOptions(Shape):
    """Whether the last chunk of a stream reports usage."""

    include_usage: bool | None = None
    include_obfuscation: bool | None = None


class Place(Shape):
    """Where the user is, roughly."""

    country: str | None = None
    city: str | None = None
    region: str | None = None
    timezone: str | None = None


class UserLocation(Shape, tag_field="type", tag="approximate"):
    """Where the user is."""

    approximate: Place


class WebSearchOptions(Shape):
    """The provider's own search of the web."""

    search_context_size: str | None = None
    user_location: UserLocation | None = None


class ThinkingSwitch(Shape):
    """Portkey's and Anthropic's: `type` is `enabled`, `adaptive` or `disabled`."""

    type: str
    budget_tokens: int | None = None


class ReasoningOptions(Shape):
    """OpenRouter's: how much the model is to think."""

    effort: str | None = None
    max_tokens: int | None = None
    enabled: bool | None = None
    summary: str | None = None


class ChatRequest(Shape, kw_only=True):
    """The whole request. Members that are read and never written stand last."""

    model: str
    messages: list[ChatMessage]
    tools: list[ToolShape] | None = None
    tool_choice: str | NamedFunction | AllowedToolChoice | None = None
    parallel_tool_calls: bool | None = None
    response_format: TextFormat | JsonObjectFormat | JsonSchemaFormat | None = None
    max_completion_tokens: int | None = None
    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    seed: int | None = None
    logit_bias: dict[str, float] | None = None
    stop: str | list[str] | None = None
    n: int | None = None
    logprobs: bool | None = None
    top_logprobs: int | None = None
    reasoning_effort: str | None = None
    verbosity: str | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    service_tier: str | None = None
    user: str | None = None
    metadata: dict[str, str] | None = None
    prompt_cache_key: str | None = None
    store: bool | None = None
    web_search_options: WebSearchOptions | None = None
    cache_control: CacheControl | None = None

    functions: list[FunctionDefinition] | None = None
    function_call: str | FunctionName | None = None
    top_k: int | None = None
    reasoning: ReasoningOptions | None = None
    thinking: ThinkingSwitch | None = None
    safety_identifier: str | None = None
    modalities: list[str] | None = None
    audio: object = None
    moderation: object = None
