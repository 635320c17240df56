"""What stands on the wire of `/v1/responses`, as far as a translation reads it.

One struct holds the members of every kind of item, and one those of every kind of content part:
`type` says which count. Source: `openai.types.responses`, `ResponseCreateParams`,
`ResponseInputItemParam` and `ResponseOutputItem`.
"""

import msgspec

from ai_gateway.dialects.wire import Count

ABSENT = msgspec.Raw()
"""A member that was not there."""


def given(raw: msgspec.Raw) -> str | None:
    """Return the JSON text of a member, None where it is absent or null."""
    text = bytes(raw)
    return None if text in (b"", b"null") else text.decode()


class TopLogprob(msgspec.Struct):
    """A likely other token (`ResponseOutputText.logprobs[].top_logprobs[]`)."""

    token: str = ""
    logprob: float = 0.0


class Logprob(msgspec.Struct):
    """One token of an answer with its log-probability."""

    token: str
    logprob: float
    top_logprobs: list[TopLogprob] | None = None


class Annotation(msgspec.Struct):
    """A citation: `url_citation`, or one of the kinds that cite files of OpenAI's."""

    type: str
    url: str | None = None
    title: str | None = None
    start_index: int | None = None
    end_index: int | None = None
    file_id: str | None = None
    filename: str | None = None
    index: int | None = None


class Breakpoint(msgspec.Struct):
    """`prompt_cache_breakpoint`: everything up to here may be kept."""

    ttl: str | None = None


class Part(msgspec.Struct):
    """A piece of a message's content, of a tool's output or of a reasoning item."""

    type: str
    text: str | None = None
    refusal: str | None = None
    annotations: list[Annotation] | None = None
    logprobs: list[Logprob] | None = None
    image_url: str | None = None
    file_id: str | None = None
    file_url: str | None = None
    file_data: str | None = None
    filename: str | None = None
    detail: str | None = None
    prompt_cache_breakpoint: Breakpoint | None = None


class Item(msgspec.Struct):
    """An item of the input or of the output. Without a `type` it is a message."""

    type: str | None = None
    id: str | None = None
    role: str | None = None
    content: str | list[Part] | None = None
    call_id: str | None = None
    name: str | None = None
    arguments: str | None = None
    input: str | None = None
    output: str | list[Part] | msgspec.UnsetType | None = msgspec.UNSET
    summary: list[Part] | None = None
    encrypted_content: str | None = None
    action: dict[str, msgspec.Raw] | None = None


class Filters(msgspec.Struct):
    """Where a search may look."""

    allowed_domains: tuple[str, ...] | None = None
    blocked_domains: tuple[str, ...] | None = None


class Location(msgspec.Struct):
    """Where the user is, roughly."""

    country: str | None = None
    city: str | None = None
    region: str | None = None
    timezone: str | None = None


class Grammar(msgspec.Struct):
    """What the input of a custom tool has to look like; plain text has no definition."""

    syntax: str | None = None
    definition: str | None = None


class Tool(msgspec.Struct):
    """A tool of any kind; functions, custom tools and searches are read beyond `type`."""

    type: str
    name: str | None = None
    description: str | None = None
    parameters: msgspec.Raw = ABSENT
    strict: bool | None = None
    format: Grammar | None = None
    filters: Filters | None = None
    user_location: Location | None = None
    search_context_size: str | None = None


class AllowedTool(msgspec.Struct):
    """One of the tools that a choice allows."""

    type: str
    name: str | None = None


class ToolChoice(msgspec.Struct):
    """A tool choice that is more than a word."""

    type: str
    name: str | None = None
    mode: str | None = None
    tools: list[AllowedTool] | None = None


class Format(msgspec.Struct):
    """`text.format`. `schema` stays as it was written."""

    type: str
    name: str | None = None
    schema: msgspec.Raw = ABSENT
    description: str | None = None
    strict: bool | None = None


class TextConfig(msgspec.Struct):
    """`text`: the form of the answer."""

    format: Format | None = None
    verbosity: str | None = None


class ReasoningConfig(msgspec.Struct):
    """`reasoning`; `generate_summary` is the older name of `summary`."""

    effort: str | None = None
    summary: str | None = None
    generate_summary: str | None = None
    context: msgspec.Raw = ABSENT
    mode: msgspec.Raw = ABSENT


class CreateParams(msgspec.Struct, forbid_unknown_fields=True):
    """A request. Those that are `Raw` have no place in the neutral form."""

    model: str
    input: str | list[Item] | None = None
    instructions: str | None = None
    tools: list[msgspec.Raw] | None = None
    tool_choice: str | ToolChoice | None = None
    parallel_tool_calls: bool | None = None
    text: TextConfig | None = None
    reasoning: ReasoningConfig | None = None
    include: list[str] | None = None
    max_output_tokens: int | None = None
    max_tool_calls: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_logprobs: int | None = None
    metadata: dict[str, str] | None = None
    user: str | None = None
    safety_identifier: str | None = None
    prompt_cache_key: str | None = None
    service_tier: str | None = None
    store: bool | None = None
    previous_response_id: str | None = None
    stream: bool | None = None
    background: bool | None = None
    conversation: msgspec.Raw = ABSENT
    prompt: msgspec.Raw = ABSENT


class InputDetails(msgspec.Struct):
    """What of the input the prompt cache had, or took."""

    cached_tokens: Count | None = None
    cache_write_tokens: Count | None = None


class OutputDetails(msgspec.Struct):
    """What of the output was thought."""

    reasoning_tokens: Count | None = None


class Usage(msgspec.Struct):
    """The wire's `usage` (`openai.types.responses.ResponseUsage`)."""

    input_tokens: Count | None = None
    output_tokens: Count | None = None
    input_tokens_details: InputDetails | None = None
    output_tokens_details: OutputDetails | None = None


class Failure(msgspec.Struct):
    """`error` of a failed response, and of an error answer or event."""

    code: str | int | None = None
    message: str | None = None
    type: str | None = None
    param: str | None = None


class IncompleteDetails(msgspec.Struct):
    """Why a response is not complete."""

    reason: str | None = None


class Response(msgspec.Struct):
    """A response. Its items stay as they were written, for those that only this dialect knows."""

    id: str = ""
    model: str = ""
    created_at: float | None = None
    status: str | None = None
    error: Failure | None = None
    incomplete_details: IncompleteDetails | None = None
    output: list[msgspec.Raw] | None = None
    usage: Usage | None = None
    service_tier: str | None = None
