"""The side of chat completions that a provider speaks, put together."""

from ai_gateway.core.errors import GatewayError
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.reply import Reply
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.openai_chat.error_reader import read_error
from ai_gateway.dialects.openai_chat.event_reader import ChatEventReader
from ai_gateway.dialects.openai_chat.quirks import Quirks
from ai_gateway.dialects.openai_chat.reply_reader import read_reply
from ai_gateway.dialects.openai_chat.request_writer import write_request
from ai_gateway.dialects.translation import ProviderDialect, Written

_OPENAI = Quirks()


class ChatProvider:
    """Asks a server with `quirks` and reads its answers; see `ProviderDialect`."""

    def __init__(self, quirks: Quirks = _OPENAI) -> None:
        self._quirks = quirks

    def write_request(self, request: Request, profile: Profile) -> Written:
        """Return the body of `POST /v1/chat/completions`."""
        return write_request(request, profile, self._quirks)

    def read_reply(self, body: bytes) -> Reply:
        """Return the answer in a chat completion."""
        return read_reply(body)

    def event_reader(self) -> ChatEventReader:
        """Return the reader of one stream of chunks."""
        return ChatEventReader()

    def read_error(self, status: int, body: bytes, provider: str) -> GatewayError:
        """Return the server's error."""
        return read_error(status, body, provider)


_: ProviderDialect = ChatProvider()
