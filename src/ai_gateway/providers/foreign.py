"""How a provider answers callers of other dialects."""

import msgspec

from ai_gateway.core.operation import DialectName, Operation
from ai_gateway.dialects.anthropic_messages.provider import AnthropicProvider
from ai_gateway.dialects.openai_chat.provider import ChatProvider
from ai_gateway.dialects.openai_chat.quirks import Quirks
from ai_gateway.dialects.openai_responses.provider import ResponsesProvider
from ai_gateway.dialects.translation import ProviderDialect


class Foreign(msgspec.Struct, frozen=True):
    """The operation by which a provider answers callers of other dialects.

    `path` is where the operation stands, `speaker` how it is asked for and read.
    """

    operation: Operation
    dialect: DialectName
    path: str
    speaker: ProviderDialect


def foreign_by(operation: Operation, quirks: Quirks) -> Foreign:
    """Return how a provider answers by `operation`; `quirks` are of its chat completions.

    Raises `ValueError` for an operation that asks for no answer.
    """
    match operation:
        case Operation.CHAT:
            path, speaker = "/v1/chat/completions", ChatProvider(quirks)
            return Foreign(operation, "openai-chat", path, speaker)
        case Operation.RESPONSES:
            return Foreign(operation, "openai-responses", "/v1/responses", ResponsesProvider())
        case Operation.MESSAGES:
            return Foreign(operation, "anthropic-messages", "/v1/messages", AnthropicProvider())
        case _:
            raise ValueError(f"{operation.value} asks for no answer")
