"""The provider's whole answers into the neutral form."""

import msgspec

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.anthropic_messages.answer import Message, read_stop, read_tier
from ai_gateway.dialects.anthropic_messages.blocks import ANY_BLOCK, BLOCK
from ai_gateway.dialects.anthropic_messages.part_reader import read_other, read_part
from ai_gateway.dialects.anthropic_messages.token_usage import read_tokens
from ai_gateway.dialects.neutral.content import Part, Refusal
from ai_gateway.dialects.neutral.reply import Answer, Reply
from ai_gateway.dialects.wire import decode, decode_strictly, without_lone_surrogates

_MESSAGE = msgspec.json.Decoder(Message)


class _TokenCount(msgspec.Struct):
    input_tokens: int


_TOKEN_COUNT = msgspec.json.Decoder(_TokenCount)


def read_reply(body: bytes) -> Reply:
    """Return the answer. Raises `ProviderMisbehaved` where `body` is none."""
    try:
        message = decode_strictly(_MESSAGE, body)
        parts = tuple(map(read_block, message.content))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProviderMisbehaved(
            f"The provider's answer is no message of Anthropic's: {error}. Ask again, and report"
            " it to the provider if it happens again."
        ) from error
    details = message.stop_details
    if details is not None and details.explanation:
        parts = (*parts, Refusal(details.explanation))
    stop = read_stop(message.stop_reason)
    usage = message.usage
    return Reply(
        id=message.id,
        model=message.model,
        answers=(Answer(parts, stop, message.stop_sequence),),
        usage=None if usage is None else read_tokens(usage),
        service_tier=None if usage is None else read_tier(usage.service_tier),
    )


def read_block(raw: msgspec.Raw) -> Part:
    """Return the part that a block is, whole where its kind is unknown.

    Raises `msgspec.DecodeError` where it is no block at all.
    """
    block = decode(BLOCK, bytes(raw))
    if block is not None:
        return read_part(block)
    text = msgspec.Raw(without_lone_surrogates(bytes(raw)))
    return read_other(ANY_BLOCK.decode(text), text)


def read_count(body: bytes) -> int:
    """Return the tokens in the answer of `count_tokens`. Raises `ProviderMisbehaved`."""
    count = decode(_TOKEN_COUNT, body)
    if count is None:
        raise ProviderMisbehaved(
            "The provider's answer is no count of tokens: it has no `input_tokens`. Ask again, and"
            " report it to the provider if it happens again."
        )
    return count.input_tokens
