"""Every dialect that the gateway speaks."""

from collections.abc import Mapping

from ai_gateway.core.operation import DialectName
from ai_gateway.dialects.anthropic_messages.dialect import AnthropicMessages
from ai_gateway.dialects.contract import Dialect
from ai_gateway.dialects.openai_chat.dialect import OpenAIChat
from ai_gateway.dialects.openai_responses.dialect import OpenAIResponses

DIALECTS: Mapping[DialectName, Dialect] = {
    "openai-chat": OpenAIChat(),
    "openai-responses": OpenAIResponses(),
    "anthropic-messages": AnthropicMessages(),
}
