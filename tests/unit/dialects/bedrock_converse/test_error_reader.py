"""Bedrock's errors: its status and words, whichever way they are spelled."""

import pytest

from ai_gateway.core.errors import InvalidRequest, ProviderError
from ai_gateway.dialects.bedrock_converse.error_reader import read_error, read_failure
from ai_gateway.dialects.neutral.event import Failed

WORDLESS = " without a word."


@pytest.mark.parametrize(
    ("status", "body", "kind", "message"),
    [
        (400, b'{"message":"Too long."}', InvalidRequest, "Too long."),
        (403, b'{"Message":"No access."}', ProviderError, "No access."),
        (404, b'{"__type":"x#Unknown","message":"Gone."}', InvalidRequest, "Gone."),
        (
            404,
            b'{"__type":"x#Unknown"}',
            InvalidRequest,
            "b answered 404 (Unknown)" + WORDLESS,
        ),
        (429, b'{"message":"Slow down."}', ProviderError, "Slow down."),
        (503, b"<html>", ProviderError, "b answered 503 without a word."),
        (500, b"\xff", ProviderError, "b answered 500 without a word."),
    ],
)
def test_an_answer_is_an_error(status: int, body: bytes, kind: type, message: str) -> None:
    error = read_error(status, body, "b")
    assert (type(error), error.status, error.message) == (kind, status, message)
    assert error.provider == "b"


@pytest.mark.parametrize(
    ("name", "text", "payload", "failed"),
    [
        ("throttlingException", "", b'{"message":"Slow."}', Failed(429, "Slow.")),
        ("ValidationException", "", b'{"Message":"Bad."}', Failed(400, "Bad.")),
        ("internal", "From a header.", b"", Failed(500, "From a header.")),
        ("", "", b"", Failed(500, "Bedrock ended its stream with an error.")),
    ],
)
def test_an_exception_is_a_failure(name: str, text: str, payload: bytes, failed: Failed) -> None:
    assert read_failure(name, text, payload) == failed
