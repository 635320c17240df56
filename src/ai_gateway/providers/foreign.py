"""How a provider answers callers of other dialects."""

import msgspec

from ai_gateway.core.operation import DialectName, Operation
from ai_gateway.dialects.anthropic_messages.provider import AnthropicProvider
from ai_gateway.dialects.bedrock_converse.provider import BedrockConverse
from ai_gateway.dialects.gemini.provider import GeminiProvider
from ai_gateway.dialects.openai_chat.provider import ChatProvider
from ai_gateway.dialects.openai_chat.quirks import Quirks
from ai_gateway.dialects.openai_responses.provider import ResponsesProvider
from ai_gateway.dialects.translation import CountingDialect, ProviderDialect


class Counter(msgspec.Struct, frozen=True):
    """How a provider counts tokens for callers of other dialects: where, and in which words."""

    operation: Operation
    dialect: DialectName
    path: str
    speaker: CountingDialect


class Foreign(msgspec.Struct, frozen=True):
    """The operation by which a provider answers callers of other dialects.

    `path` is where the operation stands, `speaker` how it is asked for and read. `counter` is
    None where tokens are not counted but estimated. `fetches` says that the provider takes files
    by http URLs.
    """

    operation: Operation
    dialect: DialectName
    path: str
    speaker: ProviderDialect
    counter: Counter | None = None
    fetches: bool = True


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
        case Operation.CONVERSE:
            converse = BedrockConverse()
            counting = Operation.COUNT_TOKENS
            counter = Counter(counting, "bedrock-converse", "/v1/count-tokens", converse)
            return Foreign(operation, "bedrock-converse", "/v1/converse", converse, counter, False)
        case Operation.GENERATE:
            return generating(GeminiProvider())
        case _:
            raise ValueError(f"{operation.value} asks for no answer")


def generating(speaker: GeminiProvider) -> Foreign:
    """Return how one of Google's two APIs answers, in the words of its `speaker`."""
    counter = Counter(Operation.COUNT_TOKENS, "gemini", "/v1/countTokens", speaker)
    return Foreign(Operation.GENERATE, "gemini", "/v1/generateContent", speaker, counter)
