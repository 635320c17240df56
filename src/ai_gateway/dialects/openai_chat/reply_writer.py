"""A whole answer, written for a caller as a chat completion."""

from collections.abc import Iterable

import msgspec

from ai_gateway.dialects.neutral.content import (
    Citation,
    Image,
    RedactedThinking,
    Refusal,
    Text,
    Thinking,
    ToolCall,
)
from ai_gateway.dialects.neutral.reply import Answer, Reply, TokenLogprob
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.neutral.source import Inline, Link
from ai_gateway.dialects.openai_chat.content_shapes import (
    Address,
    ExtraContent,
    GoogleContent,
    ImagePart,
    ReasoningDetail,
)
from ai_gateway.dialects.openai_chat.reasoning import write_thoughts
from ai_gateway.dialects.openai_chat.reply import CompletionUsage
from ai_gateway.dialects.openai_chat.reply_shapes import (
    Annotation,
    CallDelta,
    FunctionDelta,
    Likely,
    Logprob,
    Logprobs,
    UrlCitation,
)
from ai_gateway.dialects.openai_chat.service_tier import write_service_tier
from ai_gateway.dialects.openai_chat.stop import write_stop
from ai_gateway.dialects.openai_chat.tokens import write_tokens

_ENCODER = msgspec.json.Encoder()


class _Message(msgspec.Struct, omit_defaults=True):
    # Callers look the first three up, so they are there when they are null.
    role: str
    content: str | None
    refusal: str | None
    tool_calls: list[CallDelta] | None = None
    function_call: FunctionDelta | None = None
    annotations: list[Annotation] | None = None
    reasoning_content: str | None = None
    reasoning_details: list[ReasoningDetail] | None = None
    images: list[ImagePart] | None = None


class _Choice(msgspec.Struct, omit_defaults=True):
    index: int
    message: _Message
    finish_reason: str
    logprobs: Logprobs | None
    stop_reason: str | None = None


class _Completion(msgspec.Struct, omit_defaults=True):
    id: str
    object: str
    created: int
    model: str
    choices: list[_Choice]
    usage: CompletionUsage | None
    service_tier: str | None = None


def write_reply(reply: Reply, request: Request) -> bytes:
    """Return `reply` to `request`; see `CallerDialect.write_reply`."""
    legacy = request.legacy_functions
    choices = [_write_choice(index, answer, legacy) for index, answer in enumerate(reply.answers)]
    return _ENCODER.encode(
        _Completion(
            reply.id,
            "chat.completion",
            reply.created or 0,
            reply.model,
            choices,
            write_tokens(reply.usage),
            write_service_tier(reply.service_tier),
        )
    )


def _write_choice(index: int, answer: Answer, legacy: bool) -> _Choice:
    message = _write_message(answer, legacy)
    refused = message.refusal is not None
    return _Choice(
        index,
        message,
        write_stop(answer.stop, refused=refused, legacy=legacy),
        write_logprobs(answer.logprobs, refused=refused),
        answer.stop_sequence,
    )


def _write_message(answer: Answer, legacy: bool) -> _Message:
    """Return the message.

    What the provider's own tools did has no shape here, and is left out: what the model made
    of it stands in the text.
    """
    texts = [part for part in answer.parts if isinstance(part, Text)]
    refusals = [part.text for part in answer.parts if isinstance(part, Refusal)]
    calls = [write_call(part) for part in answer.parts if isinstance(part, ToolCall)]
    thoughts = [part for part in answer.parts if isinstance(part, Thinking | RedactedThinking)]
    images = [write_image(part) for part in answer.parts if isinstance(part, Image)]
    # An answer in the old shape has room for one call; more of them are told in the new one.
    function_call = calls[0].function if legacy and len(calls) == 1 else None
    return _Message(
        "assistant",
        "".join(part.text for part in texts) or None,
        "".join(refusals) or None,
        calls if calls and function_call is None else None,
        function_call,
        _write_annotations(texts) or None,
        "".join(part.text for part in thoughts if isinstance(part, Thinking)) or None,
        write_thoughts(thoughts),
        [image for image in images if image] or None,
    )


def _write_annotations(texts: list[Text]) -> list[Annotation]:
    annotations: list[Annotation] = []
    offset = 0
    for part in texts:
        annotations += write_citations(part.citations, offset, len(part.text))
        offset += len(part.text)
    return annotations


def write_call(call: ToolCall) -> CallDelta:
    """Return a whole call. Callers parse the arguments, and "" is no JSON."""
    return CallDelta(
        id=call.id,
        type="function",
        function=FunctionDelta(call.name, call.arguments or "{}"),
        extra_content=ExtraContent(GoogleContent(call.signature)) if call.signature else None,
    )


def write_citations(citations: Iterable[Citation], offset: int, length: int) -> list[Annotation]:
    """Return the pages of the web among `citations`; other sources have no shape here.

    They are of a text of `length` characters that begins at `offset` in the message. A citation
    without a range supports the whole of it.
    """
    return [
        Annotation(
            UrlCitation(
                citation.url,
                citation.title or "",
                offset + (citation.text_start or 0),
                offset + (length if citation.text_end is None else citation.text_end),
            )
        )
        for citation in citations
        if citation.url is not None
    ]


def write_image(image: Image) -> ImagePart | None:
    """Return a picture that the model made, as OpenRouter tells it."""
    match image.source:
        case Inline(data, media_type):
            return ImagePart(Address(f"data:{media_type};base64,{data}"))
        case Link(url):
            return ImagePart(Address(url))
        case _:
            return None


def write_logprobs(tokens: tuple[TokenLogprob, ...] | None, *, refused: bool) -> Logprobs | None:
    """Return the tokens with their log-probabilities, None where none were told.

    `bytes` is null: a token that is a part of a character has no text to take them from.
    """
    if tokens is None:
        return None
    written = [
        Logprob(
            token.token,
            token.logprob,
            None,
            [Likely(text, logprob, None) for text, logprob in token.top],
        )
        for token in tokens
    ]
    return Logprobs(refusal=written) if refused else Logprobs(content=written)
