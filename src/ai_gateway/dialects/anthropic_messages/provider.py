"""What providers of `anthropic-messages` are asked, and what is read of their answers."""

from ai_gateway.core.errors import GatewayError
from ai_gateway.dialects.anthropic_messages import error_reader, reply_reader, request_writer
from ai_gateway.dialects.anthropic_messages.event_reader import MessageEventReader
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.reply import Reply
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.translation import ProviderDialect, Written


class AnthropicProvider:
    """See `ai_gateway.dialects.translation.ProviderDialect`."""

    def write_request(self, request: Request, profile: Profile) -> Written:
        """Return the body of `POST /v1/messages`."""
        return request_writer.write_request(request, profile)

    def write_count_request(self, request: Request, profile: Profile) -> Written:
        """Return the body of `POST /v1/messages/count_tokens`."""
        return request_writer.write_count_request(request, profile)

    def read_reply(self, body: bytes) -> Reply:
        """Return the message as the one answer."""
        return reply_reader.read_reply(body)

    def read_count(self, body: bytes) -> int:
        """Return the tokens that were counted."""
        return reply_reader.read_count(body)

    def event_reader(self) -> MessageEventReader:
        """Return the reader of one stream of a message."""
        return MessageEventReader()

    def read_error(self, status: int, body: bytes, provider: str) -> GatewayError:
        """Return the provider's error."""
        return error_reader.read_error(status, body, provider)


_: type[ProviderDialect] = AnthropicProvider
