"""The provider's side of the dialect, put together."""

from ai_gateway.core.errors import GatewayError
from ai_gateway.dialects.gemini import error_reader, reply_reader, request_writer, token_count
from ai_gateway.dialects.gemini.event_reader import GeminiEvents
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.reply import Reply
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.translation import ProviderDialect, Written


class GeminiProvider:
    """`generateContent` and its stream; see `ai_gateway.dialects.translation.ProviderDialect`.

    `vertex` says that Vertex AI is asked, which takes labels where the Gemini API has none.
    """

    def __init__(self, *, vertex: bool = False) -> None:
        self._vertex = vertex

    def write_request(self, request: Request, profile: Profile) -> Written:
        """Return the body; the model and the stream switch stand in the path."""
        return request_writer.write_request(request, profile, vertex=self._vertex)

    def write_count_request(self, request: Request, profile: Profile) -> Written:
        """Return the body of `countTokens`."""
        return token_count.write_count_request(request, profile)

    def read_reply(self, body: bytes) -> Reply:
        """Return the whole answer."""
        return reply_reader.read_reply(body)

    def read_count(self, body: bytes) -> int:
        """Return the tokens that were counted."""
        return token_count.read_count(body)

    def event_reader(self) -> GeminiEvents:
        """Return the reader of one stream of server-sent events (`alt=sse`)."""
        return GeminiEvents()

    def read_error(self, status: int, body: bytes, provider: str) -> GatewayError:
        """Return Google's own error."""
        return error_reader.read_error(status, body, provider)


_: ProviderDialect = GeminiProvider()
