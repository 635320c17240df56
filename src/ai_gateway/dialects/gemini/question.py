"""The wire's request, as it is written.

Source: `google.genai.types`, and the discovery documents of `generativelanguage.googleapis.com`
(v1beta) and `aiplatform.googleapis.com` (v1) behind it. Absent members are left out.
"""

import msgspec


class Shape(msgspec.Struct, rename="camel", omit_defaults=True):
    """What every shape of the wire has in common: camel case, and nothing that is not said."""


class Blob(Shape):
    """Bytes in the request; `data` is base64."""

    mime_type: str
    data: str


class FileData(Shape):
    """Bytes that Google fetches: a URL, `gs://`, YouTube or an uploaded file's URI."""

    file_uri: str
    mime_type: str | None = None


class FunctionCall(Shape):
    """What the model called earlier."""

    name: str
    args: msgspec.Raw
    id: str | None = None


class ResponsePart(Shape):
    """A picture or a document that a function returned (`FunctionResponsePart`)."""

    inline_data: Blob | None = None
    file_data: FileData | None = None


class FunctionResponse(Shape):
    """What a function returned; `response` holds `output`, or `error` where it failed."""

    name: str
    response: dict[str, str]
    id: str | None = None
    parts: list[ResponsePart] | None = None


class Part(Shape):
    """One piece of a turn: one of its kinds, with what was thought before it."""

    text: str | None = None
    thought: bool | None = None
    thought_signature: str | None = None
    inline_data: Blob | None = None
    file_data: FileData | None = None
    function_call: FunctionCall | None = None
    function_response: FunctionResponse | None = None
    executable_code: msgspec.Raw | None = None
    code_execution_result: msgspec.Raw | None = None


class Content(Shape):
    """One turn, of the `user` or of the `model`; instructions have no role."""

    parts: list[Part]
    role: str | None = None


class FunctionDeclaration(Shape):
    """A function of the caller's."""

    name: str
    description: str | None = None
    parameters_json_schema: msgspec.Raw | None = None


class GoogleSearch(Shape):
    """Google's own search of the web, as it is."""


class Tool(Shape):
    """Functions of the caller's, or one tool of Google's."""

    function_declarations: list[FunctionDeclaration] | None = None
    google_search: GoogleSearch | None = None


class FunctionCallingConfig(Shape):
    """`mode` is `AUTO`, `ANY`, `NONE` or `VALIDATED` (either, and calls fit their schema)."""

    mode: str
    allowed_function_names: list[str] | None = None


class ToolConfig(Shape):
    """Which tools may be called."""

    function_calling_config: FunctionCallingConfig


class ThinkingConfig(Shape):
    """How much to think. A level and a budget exclude each other; a budget of -1 is dynamic."""

    include_thoughts: bool | None = None
    thinking_budget: int | None = None
    thinking_level: str | None = None


class GenerationConfig(Shape):
    """How the answer is generated."""

    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    candidate_count: int | None = None
    max_output_tokens: int | None = None
    stop_sequences: list[str] | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    seed: int | None = None
    response_logprobs: bool | None = None
    logprobs: int | None = None
    response_mime_type: str | None = None
    response_json_schema: msgspec.Raw | None = None
    thinking_config: ThinkingConfig | None = None


class Question(Shape):
    """The body of `generateContent`; the model and the stream switch stand in the path."""

    contents: list[Content]
    system_instruction: Content | None = None
    tools: list[Tool | msgspec.Raw] | None = None
    tool_config: ToolConfig | None = None
    generation_config: GenerationConfig | None = None
    labels: dict[str, str] | None = None
    service_tier: str | None = None
