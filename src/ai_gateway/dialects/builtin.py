"""Every dialect that the gateway speaks."""

from collections.abc import Mapping

from ai_gateway.core.operation import DialectName
from ai_gateway.dialects.anthropic_messages.caller import AnthropicCaller
from ai_gateway.dialects.anthropic_messages.dialect import AnthropicMessages
from ai_gateway.dialects.bedrock_converse.dialect import ConverseAnswers
from ai_gateway.dialects.contract import AnswerReader, Dialect
from ai_gateway.dialects.gemini.dialect import GeminiAnswers
from ai_gateway.dialects.openai_chat.caller import ChatCaller
from ai_gateway.dialects.openai_chat.dialect import OpenAIChat
from ai_gateway.dialects.openai_responses.caller import ResponsesCaller
from ai_gateway.dialects.openai_responses.dialect import OpenAIResponses
from ai_gateway.dialects.translation import CallerDialect

DIALECTS: Mapping[DialectName, Dialect] = {
    "openai-chat": OpenAIChat(),
    "openai-responses": OpenAIResponses(),
    "anthropic-messages": AnthropicMessages(),
}
"""Those that callers speak."""

CALLERS: Mapping[DialectName, CallerDialect] = {
    "openai-chat": ChatCaller(),
    "openai-responses": ResponsesCaller(),
    "anthropic-messages": AnthropicCaller(),
}
"""The same, as callers speak them to providers of another dialect."""

READERS: Mapping[DialectName, AnswerReader] = {
    **DIALECTS,
    "bedrock-converse": ConverseAnswers(),
    "gemini": GeminiAnswers(),
}
"""Those that providers answer in."""
