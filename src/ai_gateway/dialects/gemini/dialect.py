"""What is read of the answers of `gemini` while they pass."""

from ai_gateway.core.usage import Usage
from ai_gateway.dialects.contract import AnswerReader
from ai_gateway.dialects.gemini import reply
from ai_gateway.dialects.gemini.stream import GeminiStream
from ai_gateway.dialects.sse import MEDIA


class GeminiAnswers:
    """`generateContent` and its stream; see `ai_gateway.dialects.contract.AnswerReader`."""

    stream_media = MEDIA

    def read_usage(self, body: bytes) -> Usage | None:
        """Return the `usageMetadata` of an answer."""
        return reply.read_usage(body)

    def stream_reader(self) -> GeminiStream:
        """Return a reader of the chunks of an answer."""
        return GeminiStream()


_: type[AnswerReader] = GeminiAnswers
