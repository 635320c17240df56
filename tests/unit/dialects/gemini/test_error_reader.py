"""Google's own error answers."""

import json

import pytest

from ai_gateway.core.errors import (
    BodyTooLarge,
    GatewayError,
    InvalidRequest,
    NotFound,
    ProviderError,
    Unauthenticated,
)
from ai_gateway.dialects.gemini.error_reader import read_error


def answer(code: int, status: str, **members: object) -> bytes:
    return json.dumps(
        {"error": {"code": code, "message": "Why.", "status": status, **members}}
    ).encode()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, InvalidRequest),
        (401, Unauthenticated),
        (403, InvalidRequest),
        (404, NotFound),
        (413, BodyTooLarge),
        (429, ProviderError),
        (500, ProviderError),
        (503, ProviderError),
    ],
)
def test_status_and_words_are_googles(status: int, kind: type[GatewayError]):
    error = read_error(status, answer(status, "ANY"), "google")
    assert type(error) is kind
    assert (error.status, error.message, error.provider) == (status, "Why.", "google")


def test_a_wrong_key_is_a_matter_of_credentials():
    detail = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
    error = read_error(400, answer(400, "INVALID_ARGUMENT", details=[detail]), "google")
    assert isinstance(error, Unauthenticated)
    assert error.status == 400


@pytest.mark.parametrize(("delay", "seconds"), [("31s", 31), ("31.5s", 32), ("soon", None)])
def test_the_wait_that_google_asks_for_is_kept(delay: str, seconds: int | None):
    detail = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay}
    error = read_error(429, answer(429, "RESOURCE_EXHAUSTED", details=[detail]), "google")
    assert error.retry_after == seconds


def test_an_error_in_an_array_is_read_too():
    assert read_error(400, b"[" + answer(400, "X") + b"]", "google").message == "Why."


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "google answered 502 without a word."),
        (b"<html>Bad gateway</html>", "<html>Bad gateway</html>"),
        (b"[]", "[]"),
        (b'{"error": "x"}', '{"error": "x"}'),
        (b"\xff", "�"),
        (b'{"error": {}}', "google answered 502 without a word."),
    ],
)
def test_anything_else_is_told_as_it_is(body: bytes, words: str):
    error = read_error(502, body, "google")
    assert (error.status, error.message) == (502, words)


def test_a_long_page_is_cut():
    assert len(read_error(502, b"x" * 100_000, "google").message) == 2_000
