"""The side of `openai-responses` that providers speak."""

from ai_gateway.core.errors import GatewayError
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.reply import Reply
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.openai_chat import error_reader
from ai_gateway.dialects.openai_responses import reply_reader, request_writer
from ai_gateway.dialects.openai_responses.event_reader import ResponseReader
from ai_gateway.dialects.translation import Written


class ResponsesProvider:
    """Writes requests, reads responses; see `ai_gateway.dialects.translation.ProviderDialect`."""

    def write_request(self, request: Request, profile: Profile) -> Written:
        """Return the body that asks for what `request` asks."""
        return request_writer.write_request(request, profile)

    def read_reply(self, body: bytes) -> Reply:
        """Return the response in `body`."""
        return reply_reader.read_reply(body)

    def event_reader(self) -> ResponseReader:
        """Return the reader of one streamed response."""
        return ResponseReader()

    def read_error(self, status: int, body: bytes, provider: str) -> GatewayError:
        """Return the provider's error answer: OpenAI's errors are those of its platform."""
        return error_reader.read_error(status, body, provider)
