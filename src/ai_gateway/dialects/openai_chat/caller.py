"""The side of chat completions that a caller speaks, put together."""

from ai_gateway.dialects.neutral.reply import Reply
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.openai_chat.event_writer import ChatEventWriter
from ai_gateway.dialects.openai_chat.reply_writer import write_reply
from ai_gateway.dialects.openai_chat.request_reader import read_request
from ai_gateway.dialects.translation import CallerDialect

_NAMES = {
    "cache": "cache_control",
    "cache_key": "prompt_cache_key",
    "citations": "annotations",
    "include_usage": "stream_options.include_usage",
    "max_tokens": "max_completion_tokens",
    "output": "response_format",
    "reasoning": "reasoning_effort",
    "reasoning.adaptive": "thinking.type",
    "reasoning.budget": "thinking.budget_tokens",
    "reasoning.effort": "reasoning_effort",
    "reasoning.summary": "reasoning.summary",
    "thinking": "reasoning_details",
}


class ChatCaller:
    """Reads requests of chat completions and writes their answers; see `CallerDialect`."""

    def read_request(self, body: bytes) -> Request:
        """Return what `body` asks for."""
        return read_request(body)

    def write_reply(self, reply: Reply, request: Request) -> bytes:
        """Return a chat completion."""
        return write_reply(reply, request)

    def event_writer(self, request: Request) -> ChatEventWriter:
        """Return the writer of one stream of chunks."""
        return ChatEventWriter(request)

    def field_name(self, field: str) -> str:
        """Return OpenAI's name of a neutral field; most of them are the same."""
        return _NAMES.get(field) or field.removeprefix("sampling.")


_: CallerDialect = ChatCaller()
