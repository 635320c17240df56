"""The body of a request as Converse has it (`ConverseRequest` without its `modelId`)."""

import msgspec

from ai_gateway.dialects.bedrock_converse.shapes import Block, CachePoint, Shape, Turn


class InferenceConfig(Shape):
    """What all models are tuned by."""

    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    stop_sequences: list[str] | None = None


class InputSchema(Shape):
    """A JSON Schema, as JSON."""

    json: msgspec.Raw


class ToolSpec(Shape):
    """A function of the caller's."""

    name: str
    input_schema: InputSchema
    description: str | None = None
    strict: bool | None = None


class SystemTool(Shape):
    """A tool of the model's provider."""

    name: str


class ToolShape(Shape):
    """A tool, or a mark between two."""

    tool_spec: ToolSpec | None = None
    system_tool: SystemTool | None = None
    cache_point: CachePoint | None = None


class NamedTool(Shape):
    """The tool that has to be called."""

    name: str


class ChoiceShape(Shape):
    """Which tool is to be called; there is no word for none."""

    auto: msgspec.Raw | None = None
    any: msgspec.Raw | None = None
    tool: NamedTool | None = None


class ToolConfig(Shape):
    """The tools, at least one, and the choice among them."""

    tools: list[ToolShape | msgspec.Raw]
    tool_choice: ChoiceShape | None = None


class SchemaDefinition(Shape):
    """The schema of an answer: a string that holds JSON, unlike that of a tool."""

    schema: str
    name: str | None = None
    description: str | None = None


class FormatStructure(Shape):
    """The one structure there is."""

    json_schema: SchemaDefinition


class TextFormat(Shape):
    """What the answer's text is held to."""

    type: str
    structure: FormatStructure


class OutputConfig(Shape):
    """What the answer is to be like, and how much effort it is worth."""

    text_format: TextFormat | None = None
    effort: str | None = None


class Tier(Shape):
    """The tier by which a request is served and billed."""

    type: str


class Question(Shape):
    """The whole body. `additional_model_request_fields` are in the words of the model's maker."""

    messages: list[Turn]
    system: list[Block] | None = None
    inference_config: InferenceConfig | None = None
    tool_config: ToolConfig | None = None
    output_config: OutputConfig | None = None
    additional_model_request_fields: dict[str, object] | None = None
    additional_model_response_field_paths: list[str] | None = None
    request_metadata: dict[str, str] | None = None
    service_tier: Tier | None = None


class CountedQuestion(Shape):
    """The members of a request that decide how many tokens it has (`ConverseTokensRequest`)."""

    messages: list[Turn]
    system: list[Block] | None = None
    tool_config: ToolConfig | None = None
    additional_model_request_fields: dict[str, object] | None = None


class CountInput(Shape):
    """The kind of request that is counted."""

    converse: CountedQuestion


class CountQuestion(Shape):
    """The body of CountTokens."""

    input: CountInput
