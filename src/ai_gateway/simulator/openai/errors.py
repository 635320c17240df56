"""OpenAI's errors: one JSON object `error` with `message`, `type`, `param` and `code`.

Source: platform.openai.com/docs/guides/error-codes, and the messages that the API answers with.
"""

import msgspec

from ai_gateway.simulator.answer import Answer, Refusal
from ai_gateway.simulator.openai.headers import headers
from ai_gateway.simulator.request import Request

_INVALID = "invalid_request_error"
_SERVER = "server_error"

# What the API says with each status where nothing particular is wrong: message, type and code.
_FAILURES: dict[int, tuple[str, str, str | None]] = {
    400: ("The request was rejected by the simulator.", _INVALID, None),
    401: ("Incorrect API key provided.", _INVALID, "invalid_api_key"),
    403: (
        "Country, region, or territory not supported",
        "request_forbidden",
        "unsupported_country_region_territory",
    ),
    404: ("The requested resource does not exist.", _INVALID, None),
    408: ("Request timed out.", _SERVER, "request_timeout"),
    409: ("The resource was changed by another request.", _INVALID, "conflict"),
    413: ("Maximum content size limit exceeded.", _INVALID, "request_too_large"),
    422: ("The request could not be processed.", _INVALID, None),
    429: (
        "Rate limit reached for requests per min (RPM): Limit 500, Used 500, Requested 1.",
        "requests",
        "rate_limit_exceeded",
    ),
    500: (
        "The server had an error while processing your request. Sorry about that!",
        _SERVER,
        None,
    ),
    502: ("Bad gateway.", _SERVER, "bad_gateway"),
    503: ("The engine is currently overloaded, please try again later.", _SERVER, None),
    504: ("Gateway timeout.", _SERVER, "gateway_timeout"),
    529: ("The engine is currently overloaded, please try again later.", _SERVER, None),
}

STREAM_MESSAGE = "The server had an error while processing your request. Sorry about that!"
"""What an error in the middle of a stream says."""


def failure(request: Request, status: int, message: str | None = None) -> Answer:
    """Answer with the API's error for `status`; `message` replaces what it says."""
    standard, kind, code = _FAILURES[status]
    return error(request, status, message or standard, kind=kind, code=code)


def error(
    request: Request,
    status: int,
    message: str,
    *,
    kind: str = _INVALID,
    param: str | None = None,
    code: str | None = None,
) -> Answer:
    """Answer with an error body."""
    body = {"error": {"message": message, "type": kind, "param": param, "code": code}}
    return Answer(status, headers(request), msgspec.json.encode(body))


def refuse(
    request: Request,
    message: str,
    *,
    status: int = 400,
    param: str | None = None,
    code: str | None = None,
) -> Refusal:
    """Return the refusal of a request that is the caller's mistake."""
    return Refusal(error(request, status, message, param=param, code=code))


def model_not_found(request: Request, model: str) -> Refusal:
    """Return the refusal of a model that does not exist."""
    message = f"The model `{model}` does not exist or you do not have access to it."
    return refuse(request, message, status=404, code="model_not_found")


def method_not_allowed(request: Request) -> Answer:
    """Answer a method that a path does not take."""
    message = (
        f"Not allowed to {request.method} on {request.path}. (HINT: Perhaps you meant to use a "
        "different HTTP method?)"
    )
    return error(request, 405, message, code="method_not_supported")
