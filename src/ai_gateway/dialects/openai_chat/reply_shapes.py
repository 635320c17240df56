"""What chat completions answer, whole and in chunks, as the wire has it.

Sources: `openai.types.chat.ChatCompletion` and `ChatCompletionChunk`; `reasoning_content` is
DeepSeek's (api-docs.deepseek.com), `reasoning`, `reasoning_details` and `images` are
OpenRouter's, `stop_reason` is vLLM's, `x_groq` Groq's. All that a server may leave out has a
default, because compatible servers do.
"""

import msgspec

from ai_gateway.dialects.openai_chat.content_shapes import (
    ExtraContent,
    ImagePart,
    ReasoningDetail,
    Shape,
)
from ai_gateway.dialects.openai_chat.reply import CompletionUsage


class UrlCitation(Shape):
    """A page of the web, and the range of the answer's characters that it supports."""

    url: str
    title: str | None = None
    start_index: int | None = None
    end_index: int | None = None


class Annotation(Shape, tag_field="type", tag="url_citation"):
    """A citation, the one kind that there is."""

    url_citation: UrlCitation


class FunctionDelta(Shape):
    """A function's name and arguments, or a piece of them."""

    name: str | None = None
    arguments: str | None = None


class CallDelta(Shape):
    """A tool call or a piece of one. `index` tells the calls of one streamed answer apart."""

    index: int | None = None
    id: str | None = None
    type: str | None = None
    function: FunctionDelta | None = None
    extra_content: ExtraContent | None = None


class Said(Shape):
    """A message of the model, or what a chunk adds to it."""

    role: str | None = None
    content: str | None = None
    refusal: str | None = None
    tool_calls: list[CallDelta] | None = None
    function_call: FunctionDelta | None = None
    annotations: list[Annotation] | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None
    reasoning_details: list[ReasoningDetail] | None = None
    images: list[ImagePart] | None = None


class Likely(msgspec.Struct):
    """A token that could have been, with its log-probability."""

    token: str
    logprob: float
    bytes: list[int] | None = None


class Logprob(msgspec.Struct):
    """A token with its log-probability, and the likeliest at its place."""

    token: str
    logprob: float
    bytes: list[int] | None = None
    top_logprobs: list[Likely] = []


class Logprobs(msgspec.Struct):
    """The log-probabilities of an answer's tokens."""

    content: list[Logprob] | None = None
    refusal: list[Logprob] | None = None


class Choice(Shape):
    """One of the answers of a whole reply."""

    index: int = 0
    message: Said = msgspec.field(default_factory=Said)
    finish_reason: str | None = None
    stop_reason: str | int | None = None
    logprobs: Logprobs | None = None


class Completion(Shape):
    """A whole reply."""

    choices: list[Choice]
    id: str | None = None
    created: float | None = None
    model: str | None = None
    service_tier: str | None = None
    usage: CompletionUsage | None = None


class ChunkChoice(Shape):
    """What a chunk adds to one of the answers."""

    index: int = 0
    delta: Said | None = None
    finish_reason: str | None = None
    stop_reason: str | int | None = None
    logprobs: Logprobs | None = None


class GroqUsage(Shape):
    """Where Groq reports usage to those who did not ask for it."""

    usage: CompletionUsage | None = None


class Chunk(Shape):
    """One event of a stream."""

    choices: list[ChunkChoice] | None = None
    id: str | None = None
    created: float | None = None
    model: str | None = None
    service_tier: str | None = None
    usage: CompletionUsage | None = None
    x_groq: GroqUsage | None = None
    error: object = None
