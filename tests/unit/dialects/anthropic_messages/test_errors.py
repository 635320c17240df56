"""Failures as Anthropic tells them."""

import json

import pytest

from ai_gateway.core.errors import (
    BodyTooLarge,
    GatewayError,
    InvalidRequest,
    MethodNotAllowed,
    NotFound,
    Overloaded,
    ProviderTimeout,
    ProviderUnreachable,
    Unauthenticated,
)
from ai_gateway.dialects.anthropic_messages.errors import (
    error_headers,
    error_status,
    error_type,
    render_error,
    render_error_event,
    status,
)


@pytest.mark.parametrize(
    ("kind", "answered", "named"),
    [
        (InvalidRequest, 400, "invalid_request_error"),
        (Unauthenticated, 401, "authentication_error"),
        (NotFound, 404, "not_found_error"),
        (MethodNotAllowed, 405, "invalid_request_error"),
        (BodyTooLarge, 413, "request_too_large"),
        (GatewayError, 500, "api_error"),
        (ProviderUnreachable, 502, "api_error"),
        (ProviderTimeout, 504, "timeout_error"),
        (Overloaded, 529, "overloaded_error"),
    ],
)
def test_a_failure_has_its_status_and_type(
    kind: type[GatewayError], answered: int, named: str
) -> None:
    error = kind("Sorry.")
    assert status(error) == answered
    assert json.loads(render_error(error, "req_1")) == {
        "type": "error",
        "error": {"type": named, "message": "Sorry."},
        "request_id": "req_1",
    }


def test_an_event_is_named_error() -> None:
    assert render_error_event(Overloaded("Full."), "req_1") == (
        b'event: error\ndata: {"type":"error","error":{"type":"overloaded_error",'
        b'"message":"Full."},"request_id":"req_1"}\n\n'
    )


def test_the_request_id_is_a_header_field() -> None:
    assert error_headers("req_1") == [(b"request-id", b"req_1")]


@pytest.mark.parametrize(
    ("kind", "code"), [("rate_limit_error", 429), ("billing_error", 402), ("odd", 500)]
)
def test_a_type_has_its_status(kind: str, code: int) -> None:
    assert error_status(kind) == code


@pytest.mark.parametrize(
    ("code", "kind"), [(429, "rate_limit_error"), (422, "invalid_request_error")]
)
def test_a_status_has_its_type(code: int, kind: str) -> None:
    assert error_type(code) == kind
