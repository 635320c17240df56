"""Failures as OpenAI tells them.

Source: `openai._exceptions.APIError`, which reads these four members, and
`openai._streaming.Stream`, which raises on every event whose data holds a true `error`.
"""

from ai_gateway.core.errors import GatewayError
from ai_gateway.core.headers import HeaderPairs
from ai_gateway.dialects.wire import render


def error_object(error: GatewayError) -> dict[str, str | None]:
    """Return OpenAI's error object."""
    return {
        "message": error.message,
        "type": "invalid_request_error" if error.status < 500 else "server_error",
        "param": error.field,
        "code": error.code,
    }


def render_error(error: GatewayError, request_id: str) -> bytes:
    """Return the body of an error answer, beside `error` the members that Portkey's has."""
    body = {
        "error": error_object(error),
        "status": "failure",
        "message": error.message,
        "request_id": request_id,
    }
    if error.provider is not None:
        body["provider"] = error.provider
    return render(body)


def render_error_event(error: GatewayError, request_id: str) -> bytes:
    """Return the event that ends a broken stream of chunks."""
    return b"data: %b\n\n" % render({"error": error_object(error), "request_id": request_id})


def error_headers(request_id: str) -> HeaderPairs:
    """Return the header field that `openai.APIStatusError.request_id` is read from."""
    return [(b"x-request-id", request_id.encode())]
