"""A whole response, as a reply in no vendor's terms."""

import msgspec

from ai_gateway.core.errors import ProviderError, ProviderMisbehaved
from ai_gateway.dialects.neutral.reply import Answer, Reply
from ai_gateway.dialects.openai_responses import shapes
from ai_gateway.dialects.openai_responses.failure import failure_message, failure_status
from ai_gateway.dialects.openai_responses.output_reader import Output, read_stop
from ai_gateway.dialects.openai_responses.tokens import read_tokens
from ai_gateway.dialects.wire import decode_strictly

_RESPONSE = msgspec.json.Decoder(shapes.Response)


def read_reply(body: bytes) -> Reply:
    """Return the answer in `body`.

    Raises `ProviderMisbehaved` where it is no response, and `ProviderError` with the provider's
    words where it is one that failed.
    """
    output = Output()
    try:
        response = decode_strictly(_RESPONSE, body)
        for raw in response.output or ():
            output.add(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProviderMisbehaved(
            f"The provider answered with something that is no response of OpenAI's: {error}."
            " Ask again, and report it to the provider if it happens again."
        ) from None
    if response.status == "failed" or response.error:
        failure = response.error or shapes.Failure()
        raise ProviderError(failure_message(failure), status=failure_status(failure))
    parts = tuple(output.parts)
    answer = Answer(parts, read_stop(response, parts), logprobs=tuple(output.logprobs) or None)
    return Reply(
        id=response.id,
        model=response.model,
        answers=(answer,),
        usage=read_tokens(response.usage),
        created=read_created(response),
        service_tier=response.service_tier,
    )


def read_created(response: shapes.Response) -> int | None:
    """Return when the response was created, in seconds since 1970; 0 is how we say unknown."""
    return int(response.created_at) if response.created_at else None
