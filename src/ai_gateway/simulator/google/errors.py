"""Google's errors: one JSON object `error`, a google.rpc.Status.

Source: google.aip.dev/193, ai.google.dev/gemini-api/docs/troubleshooting, and the messages that
the service answers with.
"""

import msgspec

from ai_gateway.simulator.answer import Answer, Refusal
from ai_gateway.simulator.google.headers import headers
from ai_gateway.simulator.jsonvalue import Json
from ai_gateway.simulator.request import Request

_TYPE = "type.googleapis.com/google.rpc."
_OVERLOADED = "The model is overloaded. Please try again later."
_QUOTA = (
    "You exceeded your current quota, please check your plan and billing details. For more "
    "information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits."
)
_CREDENTIALS = (
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie "
    "or other valid authentication credential. See "
    "https://developers.google.com/identity/sign-in/web/devconsole-project."
)

# What the service says with each status where nothing particular is wrong.
_FAILURES: dict[int, tuple[str, str]] = {
    400: ("INVALID_ARGUMENT", "The request was rejected by the simulator."),
    401: ("UNAUTHENTICATED", _CREDENTIALS),
    403: ("PERMISSION_DENIED", "The caller does not have permission"),
    404: ("NOT_FOUND", "Requested entity was not found."),
    408: ("DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
    409: ("ABORTED", "The operation was aborted."),
    413: ("INVALID_ARGUMENT", "Request payload size exceeds the limit: 20971520 bytes."),
    422: ("INVALID_ARGUMENT", "The request could not be processed."),
    429: ("RESOURCE_EXHAUSTED", _QUOTA),
    500: ("INTERNAL", "An internal error has occurred. Please retry or report the problem."),
    502: ("INTERNAL", "Bad gateway."),
    503: ("UNAVAILABLE", _OVERLOADED),
    504: ("DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
    529: ("UNAVAILABLE", _OVERLOADED),
}


def failure(request: Request, status: int, message: str | None = None) -> Answer:
    """Answer with the service's error for `status`; `message` replaces what it says."""
    body = msgspec.json.encode(_document(request, status, message))
    return Answer(status, headers(), body)


def refuse(
    message: str, *, status: int = 400, kind: str | None = None, details: list[Json] | None = None
) -> Refusal:
    """Return the refusal of a request that is the caller's mistake."""
    document = _error(status, kind or _FAILURES[status][0], message, details or [])
    return Refusal(Answer(status, headers(), msgspec.json.encode(document)))


def bad_request(violations: list[tuple[str, str]]) -> Refusal:
    """Return the refusal of a body; each violation is the path of a field and what it breaks."""
    detail = {
        "@type": f"{_TYPE}BadRequest",
        "fieldViolations": [
            {"field": field, "description": description} if field else {"description": description}
            for field, description in violations
        ],
    }
    message = "\n".join(description for _, description in violations)
    return refuse(message, details=[detail])


def error_info(reason: str, service: str) -> Json:
    """Return the detail that names the reason of a refusal for programs."""
    return {
        "@type": f"{_TYPE}ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": {"service": service},
    }


def error_event(request: Request) -> bytes:
    """Return the event that ends a stream in an error: of the status asked for, or 503."""
    document = _document(request, request.directives.status or 503, None)
    return b"data: %b\r\n\r\n" % msgspec.json.encode(document)


def _document(request: Request, status: int, message: str | None) -> Json:
    kind, standard = _FAILURES[status]
    details: list[Json] = []
    seconds = request.directives.retry_after
    if status == 429 and seconds is not None:
        # Google says here, and in no header, when to come back.
        details.append({"@type": f"{_TYPE}RetryInfo", "retryDelay": f"{seconds}s"})
    return _error(status, kind, message or standard, details)


def _error(status: int, kind: str, message: str, details: list[Json]) -> Json:
    error: Json = {"code": status, "message": message, "status": kind}
    if details:
        error["details"] = details
    return {"error": error}
