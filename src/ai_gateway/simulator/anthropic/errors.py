"""Anthropic's errors: `{"type": "error", "error": {"type", "message"}, "request_id"}`.

Source: docs.claude.com/en/api/errors, and the messages that the API answers with.
"""

import msgspec

from ai_gateway.simulator.answer import Answer, Refusal
from ai_gateway.simulator.anthropic.headers import headers, request_id
from ai_gateway.simulator.request import Request

_INVALID = "invalid_request_error"

# What the API says with each status where nothing particular is wrong: type and message.
_FAILURES: dict[int, tuple[str, str]] = {
    400: (_INVALID, "The request was rejected by the simulator."),
    401: ("authentication_error", "invalid x-api-key"),
    403: (
        "permission_error",
        "Your API key does not have permission to use the specified resource.",
    ),
    404: ("not_found_error", "Not found"),
    408: ("timeout_error", "Request timed out"),
    409: (_INVALID, "The resource was changed by another request."),
    413: ("request_too_large", "Request exceeds the maximum size"),
    422: (_INVALID, "The request could not be processed."),
    429: (
        "rate_limit_error",
        "This request would exceed your organization's rate limit of 50 requests per minute.",
    ),
    500: ("api_error", "Internal server error"),
    502: ("api_error", "Bad gateway"),
    503: ("api_error", "Service unavailable"),
    504: ("timeout_error", "Request timed out"),
    529: ("overloaded_error", "Overloaded"),
}


def failure(request: Request, status: int, message: str | None = None) -> Answer:
    """Answer with the API's error for `status`; `message` replaces what it says."""
    kind, standard = _FAILURES[status]
    body = {
        "type": "error",
        "error": {"type": kind, "message": message or standard},
        "request_id": request_id(request),
    }
    return Answer(status, headers(request), msgspec.json.encode(body))


def refuse(request: Request, message: str, *, status: int = 400) -> Refusal:
    """Return the refusal of a request that is the caller's mistake."""
    return Refusal(failure(request, status, message))


def error_event(_: int) -> bytes:
    """Return the event that ends a stream in an error."""
    error = {"type": "overloaded_error", "message": "Overloaded"}
    return b"event: error\ndata: %b\n\n" % msgspec.json.encode({"type": "error", "error": error})
