"""What is read of answers while they pass."""

from ai_gateway.core.usage import Usage
from ai_gateway.dialects.gemini.dialect import GeminiAnswers
from ai_gateway.dialects.gemini.stream import GeminiStream

READER = GeminiAnswers()


def test_a_whole_answers_usage_is_read():
    assert READER.read_usage(
        b'{"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":5}}'
    ) == Usage(input_tokens=3, output_tokens=5)
    assert READER.read_usage(b"x") is None


def test_each_stream_has_a_reader_of_its_own():
    assert READER.stream_media == b"text/event-stream"
    assert isinstance(READER.stream_reader(), GeminiStream)
    assert READER.stream_reader() is not READER.stream_reader()
