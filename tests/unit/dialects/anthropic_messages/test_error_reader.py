"""The provider's errors."""

import pytest

from ai_gateway.core.errors import GatewayError, InvalidRequest, ProviderError
from ai_gateway.dialects.anthropic_messages.error_reader import (
    ErrorDetail,
    read_error,
    read_failure,
)
from ai_gateway.dialects.neutral.event import Failed

BODY = b'{"type":"error","error":{"type":"x","message":"Sorry."},"request_id":"r"}'


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, InvalidRequest),
        (404, InvalidRequest),
        (401, ProviderError),
        (429, ProviderError),
        (529, ProviderError),
    ],
)
def test_an_error_keeps_its_status_and_its_words(status: int, kind: type[GatewayError]) -> None:
    error = read_error(status, BODY, "anthropic")
    assert type(error) is kind
    assert (error.status, error.message, error.provider) == (status, "Sorry.", "anthropic")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error":"x"}', b'{"error":{}}'])
def test_an_unreadable_error_still_is_one(body: bytes) -> None:
    assert read_error(502, body, "p").message == "p answered 502 without saying why."


def test_an_error_event_has_the_status_it_would_have_had() -> None:
    detail = ErrorDetail("overloaded_error", "Overloaded")
    assert read_failure(detail) == Failed(529, "Overloaded")
    assert read_failure(ErrorDetail("odd_error")).status == 500
