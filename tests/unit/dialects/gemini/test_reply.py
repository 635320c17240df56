"""What an answer reports as billed."""

from ai_gateway.core.usage import Usage
from ai_gateway.dialects.gemini.reply import read_usage


def test_usage_is_read():
    body = b'{"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2}}'
    assert read_usage(body) == Usage(input_tokens=3, output_tokens=2)


def test_no_answer_reports_nothing():
    assert read_usage(b"{}") is None
    assert read_usage(b"<html>") is None
