"""What a call asks for, and the wire format it is asked in."""

from enum import Enum
from typing import Literal

DialectName = Literal["openai-chat", "openai-responses", "anthropic-messages"]


class Operation(Enum):
    """What is asked of a provider.

    The members that name an endpoint are parsed as JSON, their usage is read, and their
    errors are rendered in the caller's dialect. `PASSTHROUGH` is everything else under
    `/v1/`: streamed both ways without being understood.
    """

    CHAT = "chat"
    RESPONSES = "responses"
    EMBEDDINGS = "embeddings"
    MESSAGES = "messages"
    COUNT_TOKENS = "count-tokens"
    PASSTHROUGH = "passthrough"
