"""Failures as OpenAI tells them, with Portkey's members beside."""

import json

import pytest

from ai_gateway.core.errors import GatewayError, InvalidRequest, ProviderTimeout
from ai_gateway.dialects.openai_chat.errors import error_headers, render_error, render_error_event

WRONG = InvalidRequest("`model` is wrong.", field="model")
LATE = ProviderTimeout("No answer.", provider="groq")


def test_a_body_has_both_shapes() -> None:
    assert json.loads(render_error(LATE, "req_1")) == {
        "error": {
            "message": "No answer.",
            "type": "server_error",
            "param": None,
            "code": "provider_timeout",
        },
        "status": "failure",
        "message": "No answer.",
        "request_id": "req_1",
        "provider": "groq",
    }


def test_a_provider_that_was_not_called_is_not_named() -> None:
    assert "provider" not in json.loads(render_error(WRONG, "req_1"))


@pytest.mark.parametrize(
    ("error", "kind"),
    [(WRONG, "invalid_request_error"), (LATE, "server_error"), (GatewayError("?"), "server_error")],
)
def test_the_type_follows_the_status(error: GatewayError, kind: str) -> None:
    assert json.loads(render_error(error, "req_1"))["error"]["type"] == kind


def test_an_event_is_data_alone() -> None:
    assert render_error_event(WRONG, "req_1") == (
        b'data: {"error":{"message":"`model` is wrong.","type":"invalid_request_error",'
        b'"param":"model","code":"invalid_request"},"request_id":"req_1"}\n\n'
    )


def test_the_request_id_is_a_header_field() -> None:
    assert error_headers("req_1") == [(b"x-request-id", b"req_1")]
