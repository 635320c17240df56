"""Bedrock's errors: `{"message"}`, the exception's name in a header, and exceptions in a stream.

Source: docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html, botocore's model of
bedrock-runtime, and the messages that the service answers with.
"""

import msgspec

from ai_gateway.simulator.answer import Answer, Refusal
from ai_gateway.simulator.bedrock.event_frame import exception_frame
from ai_gateway.simulator.bedrock.headers import headers
from ai_gateway.simulator.jsonvalue import Json
from ai_gateway.simulator.request import Request

_BUSY = "Bedrock is unable to process your request."
_INTERNAL = "The system encountered an unexpected error during processing. Try your request again."
_SLOW = "Model has timed out in processing the request. Try your request again."

# What the service says with each status where nothing particular is wrong: name and message.
_FAILURES: dict[int, tuple[str, str]] = {
    400: ("ValidationException", "The request was rejected by the simulator."),
    401: ("UnrecognizedClientException", "The security token included in the request is invalid."),
    403: (
        "AccessDeniedException",
        "You don't have access to the model with the specified model ID.",
    ),
    404: (
        "ResourceNotFoundException",
        "Could not resolve the foundation model from the provided model identifier.",
    ),
    408: ("ModelTimeoutException", _SLOW),
    409: ("ConflictException", "The resource was changed by another request."),
    413: ("ValidationException", "Input is too long for requested model."),
    422: ("ValidationException", "The request could not be processed."),
    429: ("ThrottlingException", "Too many requests, please wait before trying again."),
    500: ("InternalServerException", _INTERNAL),
    502: ("InternalServerException", _INTERNAL),
    503: ("ServiceUnavailableException", _BUSY),
    504: ("ModelTimeoutException", _SLOW),
    529: ("ServiceUnavailableException", _BUSY),
}

# The exceptions that a stream can end with, by the status that the directives ask for.
_IN_STREAM: dict[int, str] = {
    400: "validationException",
    429: "throttlingException",
    500: "internalServerException",
    503: "serviceUnavailableException",
    529: "serviceUnavailableException",
}


def failure(request: Request, status: int, message: str | None = None) -> Answer:
    """Answer with the service's error for `status`; `message` replaces what it says."""
    name, standard = _FAILURES[status]
    return _error(request, status, name, message or standard)


def refuse(
    request: Request, message: str, *, status: int = 400, name: str = "ValidationException"
) -> Refusal:
    """Return the refusal of a request that is the caller's mistake."""
    return Refusal(_error(request, status, name, message))


def refuse_by_model(request: Request, message: str) -> Refusal:
    """Return the refusal of a request that the service takes and the model behind it does not."""
    return refuse(request, f"The model returned the following errors: {message}")


def error_event(request: Request) -> bytes:
    """Return the exception that ends a stream: the one for the status that is asked for.

    Without a status, and for one that no stream knows, it is modelStreamErrorException.
    """
    status = request.directives.status or 424
    name = _IN_STREAM.get(status)
    if name is not None:
        return exception_frame(name, {"message": _FAILURES[status][1]})
    fields: Json = {
        "message": "The model failed to respond while streaming.",
        "originalStatusCode": status,
        "originalMessage": "Simulated failure of the model.",
    }
    return exception_frame("modelStreamErrorException", fields)


def _error(request: Request, status: int, name: str, message: str) -> Answer:
    # The service adds a namespace, which clients have to cut off.
    kind = f"{name}:http://internal.amazon.com/coral/com.amazon.bedrock/"
    fields = [*headers(request), (b"x-amzn-errortype", kind.encode())]
    return Answer(status, fields, msgspec.json.encode({"message": message}))
