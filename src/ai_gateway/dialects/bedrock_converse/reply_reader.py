"""A whole answer into the neutral form."""

import msgspec

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.bedrock_converse.part_reader import read_block
from ai_gateway.dialects.bedrock_converse.question import Tier
from ai_gateway.dialects.bedrock_converse.shapes import Block, Shape
from ai_gateway.dialects.bedrock_converse.stop import ModelFields, read_stop
from ai_gateway.dialects.bedrock_converse.tokens import TokenUsage
from ai_gateway.dialects.neutral.content import Part
from ai_gateway.dialects.neutral.reply import Answer, Reply
from ai_gateway.dialects.wire import T, decode_strictly


class _Message(Shape):
    content: list[msgspec.Raw]


class _Output(Shape):
    message: _Message


class _Response(Shape):
    output: _Output
    stop_reason: str
    usage: TokenUsage | None = None
    additional_model_response_fields: msgspec.Raw = msgspec.Raw(b"null")
    service_tier: Tier | None = None


class _Count(Shape):
    input_tokens: int


_RESPONSE = msgspec.json.Decoder(_Response)
_BLOCK = msgspec.json.Decoder(Block)
_FIELDS = msgspec.json.Decoder(ModelFields | None)
_COUNT = msgspec.json.Decoder(_Count)


def read_reply(body: bytes) -> Reply:
    """Return the answer. Raises `ProviderMisbehaved` where it is none.

    Bedrock names neither the answer nor the model: both are "", and left to whoever asked.
    """
    response = _read(_RESPONSE, body)
    names: dict[str, str] = {}
    parts: list[Part] = []
    for raw in response.output.message.content:
        part = read_block(_read(_BLOCK, bytes(raw)), bytes(raw), names)
        if part is not None:
            parts.append(part)
    answer = Answer(
        tuple(parts),
        read_stop(response.stop_reason),
        read_sequence(response.additional_model_response_fields),
    )
    return Reply(
        id="",
        model="",
        answers=(answer,),
        usage=None if response.usage is None else response.usage.tokens(),
        service_tier=None if response.service_tier is None else response.service_tier.type,
    )


def read_sequence(fields: msgspec.Raw) -> str | None:
    """Return the stop sequence that the model's own fields tell, None where they tell none."""
    try:
        told = _FIELDS.decode(fields)
    except msgspec.DecodeError:
        return None  # they are whatever the model's maker likes
    return None if told is None else told.met


def read_count(body: bytes) -> int:
    """Return the tokens that CountTokens counted. Raises `ProviderMisbehaved`."""
    return _read(_COUNT, body).input_tokens


def _read(decoder: msgspec.json.Decoder[T], body: bytes) -> T:
    try:
        return decode_strictly(decoder, body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProviderMisbehaved(
            f"Bedrock's answer is not what Converse answers: {error}. Ask again, and report it to"
            " the provider if it happens again."
        ) from error
