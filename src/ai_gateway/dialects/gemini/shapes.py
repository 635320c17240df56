"""The wire's answer, as it is read, whole and in a stream alike.

Source: `google.genai.types.GenerateContentResponse` and what it is made of. What the neutral
form has no place for is left out here and skipped in decoding.
"""

import msgspec

from ai_gateway.dialects.wire import Count


class Read(msgspec.Struct, rename="camel"):
    """What every shape has in common: camel case, and a default for all that may be absent."""


def text_of(raw: msgspec.Raw) -> str:
    """Return JSON as compact text, "" where there is none.

    The server lays a whole answer out in lines and a stream's event not, the model did neither.
    """
    text = bytes(raw)
    return "" if text in (b"", b"null") else msgspec.json.format(text, indent=-1).decode()


class Blob(Read):
    """Bytes that the model made; `data` is base64."""

    mime_type: str = ""
    data: str = ""


class FunctionCall(Read):
    """A call; older models give it no id."""

    name: str = ""
    args: msgspec.Raw = msgspec.Raw()
    id: str | None = None


class Part(Read):
    """One piece of an answer."""

    text: str | None = None
    thought: bool = False
    thought_signature: str | None = None
    function_call: FunctionCall | None = None
    inline_data: Blob | None = None
    executable_code: msgspec.Raw = msgspec.Raw()
    code_execution_result: msgspec.Raw = msgspec.Raw()


class Content(Read):
    """The pieces of an answer."""

    parts: list[Part] | None = None


class Web(Read):
    """A page that was found."""

    uri: str | None = None
    title: str | None = None


class Chunk(Read):
    """One source; others than the web have no neutral kind."""

    web: Web | None = None


class Segment(Read):
    """A range of a part's text, in bytes of UTF-8; 0 is left out."""

    part_index: int = 0
    start_index: int = 0
    end_index: int = 0
    text: str = ""


class Support(Read):
    """Which sources support a range of the text."""

    segment: Segment | None = None
    grounding_chunk_indices: list[int] | None = None


class Grounding(Read):
    """Where an answer comes from."""

    grounding_chunks: list[Chunk] | None = None
    grounding_supports: list[Support] | None = None
    web_search_queries: list[str] | None = None


class Token(Read):
    """A token with its log-probability; -0.0 is left out."""

    token: str = ""
    log_probability: float = 0.0


class TopTokens(Read):
    """The likeliest tokens at one place."""

    candidates: list[Token] | None = None


class Logprobs(Read):
    """Log-probabilities, place by place."""

    chosen_candidates: list[Token] | None = None
    top_candidates: list[TopTokens] | None = None


class Candidate(Read):
    """One answer, or a piece of it; index 0 is left out."""

    content: Content | None = None
    finish_reason: str | None = None
    index: int = 0
    finish_message: str | None = None
    grounding_metadata: Grounding | None = None
    logprobs_result: Logprobs | None = None


class Modality(Read):
    """The tokens of one kind of content, such as `AUDIO`."""

    modality: str = ""
    token_count: Count = 0


class Usage(Read):
    """What is billed (`GenerateContentResponseUsageMetadata`), up to now in a stream."""

    prompt_token_count: Count | None = None
    candidates_token_count: Count | None = None
    cached_content_token_count: Count | None = None
    thoughts_token_count: Count | None = None
    tool_use_prompt_token_count: Count | None = None
    prompt_tokens_details: list[Modality] | None = None
    cache_tokens_details: list[Modality] | None = None
    candidates_tokens_details: list[Modality] | None = None
    traffic_type: str | None = None
    service_tier: str | None = None


class Feedback(Read):
    """Why a question got no answer."""

    block_reason: str | None = None


class Status(Read):
    """A failure (`google.rpc.Status`)."""

    code: int | None = None
    message: str = ""
    status: str = ""


class Answer(Read):
    """The body of an answer, one event of a stream, or a failure in the place of either."""

    candidates: list[Candidate] | None = None
    usage_metadata: Usage | None = None
    model_version: str = ""
    response_id: str = ""
    prompt_feedback: Feedback | None = None
    error: Status | None = None


ANSWER = msgspec.json.Decoder(Answer)
