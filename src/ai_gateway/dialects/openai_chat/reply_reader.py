"""A provider's whole chat completion, read."""

from collections.abc import Iterable, Sequence

import msgspec

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects import wire
from ai_gateway.dialects.neutral.content import Citation, Image, Part, Refusal, Text, ToolCall
from ai_gateway.dialects.neutral.reply import Answer, Reply, TokenLogprob
from ai_gateway.dialects.neutral.source import Inline, Link
from ai_gateway.dialects.openai_chat.content_shapes import ImagePart
from ai_gateway.dialects.openai_chat.reasoning import read_thoughts
from ai_gateway.dialects.openai_chat.reply_shapes import (
    Annotation,
    CallDelta,
    Choice,
    Completion,
    Logprobs,
    Said,
)
from ai_gateway.dialects.openai_chat.stop import read_stop
from ai_gateway.dialects.openai_chat.tokens import read_tokens

_COMPLETION = msgspec.json.Decoder(Completion)


def read_reply(body: bytes) -> Reply:
    """Return the answer in `body`; see `ProviderDialect.read_reply`."""
    try:
        completion = wire.decode_strictly(_COMPLETION, body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProviderMisbehaved(
            f"The provider's answer is no chat completion: {error}. Ask again, and report it to"
            " the provider if it happens again."
        ) from None
    return Reply(
        id=completion.id or "",
        model=completion.model or "",
        answers=tuple(_read_answer(choice) for choice in completion.choices),
        usage=read_tokens(completion.usage),
        created=None if completion.created is None else int(completion.created),
        service_tier=completion.service_tier,
    )


def _read_answer(choice: Choice) -> Answer:
    parts = tuple(_read_parts(choice.message))
    stop, sequence = read_stop(
        choice.finish_reason,
        choice.stop_reason,
        refused=any(isinstance(part, Refusal) for part in parts),
        called=any(isinstance(part, ToolCall) for part in parts),
    )
    return Answer(parts, stop, sequence, read_logprobs(choice.logprobs))


def _read_parts(said: Said) -> Iterable[Part]:
    yield from read_thoughts(said.reasoning_details, said.reasoning_content, said.reasoning)
    if said.content:
        yield Text(said.content, tuple(map(read_citation, said.annotations or ())))
    if said.refusal:
        yield Refusal(said.refusal)
    yield from map(read_image, said.images or ())
    calls: Sequence[CallDelta] = said.tool_calls or ()
    if said.function_call and not calls:
        calls = [CallDelta(function=said.function_call)]
    for position, call in enumerate(calls):
        yield read_call(call, position)


def read_call(call: CallDelta, position: int) -> ToolCall:
    """Return the call, with an id made of its place where the server gave it none."""
    google = call.extra_content and call.extra_content.google
    return ToolCall(
        call.id or f"call_{position}",
        (call.function and call.function.name) or "",
        (call.function and call.function.arguments) or "",
        google.thought_signature if google else None,
    )


def read_citation(annotation: Annotation) -> Citation:
    """Return what a page of the web supports."""
    cited = annotation.url_citation
    return Citation(
        "web",
        url=cited.url,
        title=cited.title,
        text_start=cited.start_index,
        text_end=cited.end_index,
    )


def read_image(part: ImagePart) -> Image:
    """Return a picture that the model made, which comes as a `data:` URL."""
    url = part.image_url.url
    head, comma, data = url.partition(";base64,")
    if head.startswith("data:") and comma:
        return Image(Inline(data, head.removeprefix("data:")))
    return Image(Link(url))


def read_logprobs(logprobs: Logprobs | None) -> tuple[TokenLogprob, ...] | None:
    """Return the tokens of the answer or of the refusal, None where none are told."""
    tokens = logprobs and (logprobs.content or logprobs.refusal)
    if not tokens:
        return None
    return tuple(
        TokenLogprob(
            token.token,
            token.logprob,
            tuple((other.token, other.logprob) for other in token.top_logprobs),
        )
        for token in tokens
    )
