"""What is read of the answers of `bedrock-converse` while they pass."""

from ai_gateway.core.usage import Usage
from ai_gateway.dialects.bedrock_converse import reply
from ai_gateway.dialects.bedrock_converse.stream import ConverseStream
from ai_gateway.dialects.contract import AnswerReader


class ConverseAnswers:
    """Converse and ConverseStream; see `ai_gateway.dialects.contract.AnswerReader`."""

    stream_media = b"application/vnd.amazon.eventstream"

    def read_usage(self, body: bytes) -> Usage | None:
        """Return the `usage` of an answer."""
        return reply.read_usage(body)

    def stream_reader(self) -> ConverseStream:
        """Return a reader of the binary event stream."""
        return ConverseStream()


_: type[AnswerReader] = ConverseAnswers
