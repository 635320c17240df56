"""What Bedrock is asked by Converse, and what is read of its answers."""

from ai_gateway.core.errors import GatewayError
from ai_gateway.dialects.bedrock_converse import error_reader, reply_reader, request_writer
from ai_gateway.dialects.bedrock_converse.event_reader import ConverseEventReader
from ai_gateway.dialects.neutral.profile import Profile
from ai_gateway.dialects.neutral.reply import Reply
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.translation import ProviderDialect, Written


class BedrockConverse:
    """See `ai_gateway.dialects.translation.ProviderDialect`.

    The model and whether to stream stand in the URL of a call, not in its body.
    """

    def write_request(self, request: Request, profile: Profile) -> Written:
        """Return the body of Converse and of ConverseStream, which is the same."""
        return request_writer.write_request(request, profile)

    def write_count_request(self, request: Request, profile: Profile) -> Written:
        """Return the body of CountTokens."""
        return request_writer.write_count_request(request, profile)

    def read_reply(self, body: bytes) -> Reply:
        """Return the answer, with "" for the id and the model that Bedrock does not tell."""
        return reply_reader.read_reply(body)

    def read_count(self, body: bytes) -> int:
        """Return the tokens that were counted."""
        return reply_reader.read_count(body)

    def event_reader(self) -> ConverseEventReader:
        """Return the reader of one binary event stream."""
        return ConverseEventReader()

    def read_error(self, status: int, body: bytes, provider: str) -> GatewayError:
        """Return the provider's error."""
        return error_reader.read_error(status, body, provider)


_: type[ProviderDialect] = BedrockConverse
