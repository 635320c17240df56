"""What callers of `anthropic-messages` are owed by a translation."""

from ai_gateway.dialects.anthropic_messages import reply_writer, request_reader
from ai_gateway.dialects.anthropic_messages.event_writer import MessageEventWriter
from ai_gateway.dialects.neutral.reply import Reply
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.translation import CallerDialect

_FIELDS = {
    "stop": "stop_sequences",
    "parallel_tool_calls": "tool_choice.disable_parallel_tool_use",
    "output": "output_config.format",
    "reasoning": "thinking",
    "reasoning.effort": "output_config.effort",
    "reasoning.budget": "thinking.budget_tokens",
    "reasoning.summary": "thinking.display",
    "user": "metadata.user_id",
    "cache": "cache_control",
}


class AnthropicCaller:
    """See `ai_gateway.dialects.translation.CallerDialect`."""

    def read_request(self, body: bytes) -> Request:
        """Return what `POST /v1/messages` asks for."""
        return request_reader.read_request(body)

    def read_count_request(self, body: bytes) -> Request:
        """Return what `POST /v1/messages/count_tokens` wants counted."""
        return request_reader.read_count_request(body)

    def write_reply(self, reply: Reply, request: Request) -> bytes:  # noqa: ARG002  # the contract
        """Return a message."""
        return reply_writer.write_reply(reply)

    def write_count(self, tokens: int) -> bytes:
        """Return a count of tokens."""
        return reply_writer.write_count(tokens)

    def event_writer(self, request: Request) -> MessageEventWriter:  # noqa: ARG002  # the contract
        """Return the writer of one stream of a message."""
        return MessageEventWriter()

    def field_name(self, field: str) -> str:
        """Return the wire's name of a neutral field."""
        return _FIELDS.get(field, field.removeprefix("sampling."))


_: type[CallerDialect] = AnthropicCaller
