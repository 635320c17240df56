"""What a call asks for, and the wire format it is asked in."""

from enum import Enum
from typing import Literal

CallersDialect = Literal["openai-chat", "openai-responses", "anthropic-messages"]
"""What callers speak."""

DialectName = Literal[CallersDialect, "bedrock-converse", "gemini"]
"""What callers or providers speak."""


class Operation(Enum):
    """What is asked of a provider.

    The members that name an endpoint are parsed as JSON, their usage is read, and their
    errors are rendered in the caller's dialect. `PASSTHROUGH` is everything else under
    `/v1/`: streamed both ways without being understood. `CONVERSE` and `GENERATE` are asked of
    providers alone: no caller speaks their dialects.
    """

    CHAT = "chat"
    RESPONSES = "responses"
    EMBEDDINGS = "embeddings"
    MESSAGES = "messages"
    COUNT_TOKENS = "count-tokens"
    CONVERSE = "converse"
    GENERATE = "generate-content"
    PASSTHROUGH = "passthrough"
