"""Azure's own errors: `error` with `code` and `message`, and what Entra ID answers.

What OpenAI itself refuses behind Azure keeps OpenAI's shape.
Source: learn.microsoft.com/azure/ai-services/openai and
learn.microsoft.com/entra/identity-platform/reference-error-codes.
"""

import msgspec

from ai_gateway.simulator.answer import Answer, Refusal
from ai_gateway.simulator.azure.headers import headers
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import identifier

_WRONG_KEY = (
    "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a "
    "valid key for an active subscription and use a correct regional API endpoint for your "
    "resource."
)
_NO_DEPLOYMENT = (
    "The API deployment for this resource does not exist. If you created the deployment within "
    "the last 5 minutes, please wait a moment and try again."
)
_BUSY = "The server is temporarily unable to service your request. Please try again later."

# What Azure says with each status where nothing particular is wrong: code and message.
_FAILURES: dict[int, tuple[str, str]] = {
    400: ("BadRequest", "The request was rejected by the simulator."),
    401: ("401", _WRONG_KEY),
    403: ("403", "Public access is disabled. Please configure private endpoint."),
    404: ("404", "Resource not found"),
    408: ("Timeout", "The operation was timeout."),
    409: ("Conflict", "The resource was changed by another request."),
    413: ("RequestEntityTooLarge", "The request body is too large."),
    422: ("UnprocessableEntity", "The request could not be processed."),
    429: (
        "RateLimitReached",
        "Your requests have exceeded the call rate limit of your current pricing tier.",
    ),
    500: ("InternalServerError", "The server had an error while processing your request."),
    502: ("BadGateway", "Bad gateway."),
    503: ("ServiceUnavailable", _BUSY),
    504: ("GatewayTimeout", "The gateway did not receive a response in time."),
    529: ("Overloaded", _BUSY),
}


def failure(request: Request, status: int, message: str | None = None) -> Answer:
    """Answer with Azure's error for `status`; `message` replaces what it says."""
    code, standard = _FAILURES[status]
    return _error(request, status, code, message or standard)


def no_deployment(request: Request) -> Refusal:
    """Return the refusal of a deployment that does not exist."""
    return Refusal(_error(request, 404, "DeploymentNotFound", _NO_DEPLOYMENT))


def wrong_token(request: Request) -> Refusal:
    """Return the refusal of a request without a key, or with a token that was never minted."""
    message = (
        "Unauthorized. Access token is missing, invalid, audience is incorrect "
        "(https://cognitiveservices.azure.com), or have expired."
    )
    return Refusal(_error(request, 401, "Unauthorized", message))


def refuse(request: Request, status: int) -> Refusal:
    """Return the refusal with Azure's error for `status`."""
    return Refusal(failure(request, status))


def token_error(request: Request, status: int, error: str, number: int, text: str) -> Refusal:
    """Return what Entra ID answers where it mints no token: `error`, and its AADSTS number."""
    body = {
        "error": error,
        "error_description": f"AADSTS{number}: {text}",
        "error_codes": [number],
        "timestamp": "2025-10-09 08:53:20Z",
        "trace_id": identifier("", request.number, 32),
        "correlation_id": identifier("correlation", request.number, 32),
        "error_uri": f"https://login.microsoftonline.com/error?code={number}",
    }
    return Refusal(Answer(status, headers(request), msgspec.json.encode(body)))


def _error(request: Request, status: int, code: str, message: str) -> Answer:
    body = {"error": {"code": code, "message": message}}
    return Answer(status, headers(request), msgspec.json.encode(body))
