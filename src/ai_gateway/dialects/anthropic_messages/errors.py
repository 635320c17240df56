"""Failures as Anthropic tells them.

Source: `anthropic.types.shared.ErrorResponse`, and the vendor's page on errors, which maps
types to statuses. The SDK raises by status, and its exception's `type` is the one in the body.
"""

from ai_gateway.core.errors import GatewayError, Overloaded
from ai_gateway.core.headers import HeaderPairs
from ai_gateway.dialects.wire import render

_OVERLOADED = 529

_TYPES = {
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    504: "timeout_error",
    _OVERLOADED: "overloaded_error",
}


_STATUSES = {kind: code for code, kind in _TYPES.items()} | {
    "invalid_request_error": 400,
    "billing_error": 402,
    "api_error": 500,
}


def error_type(status: int) -> str:
    """Return the type that goes with an HTTP status."""
    return _TYPES.get(status, "invalid_request_error" if status < 500 else "api_error")


def error_status(kind: str) -> int:
    """Return the HTTP status that goes with a type of error, 500 for an unknown one."""
    return _STATUSES.get(kind, 500)


def status(error: GatewayError) -> int:
    """Return the failure's own status, and 529 for an overloaded gateway.

    529 is what Anthropic itself answers then: the SDK raises `OverloadedError` and waits
    before it tries again, and so do the agents that are written for this one vendor.
    """
    return _OVERLOADED if isinstance(error, Overloaded) else error.status


def render_error(error: GatewayError, request_id: str) -> bytes:
    """Return the body of an error answer."""
    detail = {"type": error_type(status(error)), "message": error.message}
    return render({"type": "error", "error": detail, "request_id": request_id})


def render_error_event(error: GatewayError, request_id: str) -> bytes:
    """Return the event that ends a broken stream of messages."""
    return b"event: error\ndata: %b\n\n" % render_error(error, request_id)


def error_headers(request_id: str) -> HeaderPairs:
    """Return the header field that `anthropic.APIStatusError.request_id` is read from."""
    return [(b"request-id", request_id.encode())]
