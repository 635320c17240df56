"""What is read of answers while they pass."""

from ai_gateway.core.usage import Usage
from ai_gateway.dialects.bedrock_converse.dialect import ConverseAnswers
from ai_gateway.dialects.bedrock_converse.stream import ConverseStream

READER = ConverseAnswers()


def test_a_whole_answers_usage_is_read():
    assert READER.read_usage(
        b'{"usage":{"inputTokens":3,"outputTokens":5,"totalTokens":8}}'
    ) == Usage(input_tokens=3, output_tokens=5)
    assert READER.read_usage(b"x") is None


def test_each_stream_has_a_reader_of_its_own():
    assert READER.stream_media == b"application/vnd.amazon.eventstream"
    assert isinstance(READER.stream_reader(), ConverseStream)
    assert READER.stream_reader() is not READER.stream_reader()
