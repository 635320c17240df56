"""Bedrock's own errors, as errors to be rendered for the caller.

Source: the exceptions of `Converse` and `ConverseStreamOutput` in the service model. Amazon's
services spell the member with the message with a small or a capital letter.
"""

import msgspec

from ai_gateway.core.errors import GatewayError, InvalidRequest, ProviderError
from ai_gateway.dialects.neutral.event import Failed
from ai_gateway.dialects.wire import decode

_OF_THE_CALLER = (400, 404, 413, 422)
"""Statuses that say the request itself cannot succeed, whoever sends it."""

_STATUSES = {
    "accessDeniedException": 403,
    "internalServerException": 500,
    "modelErrorException": 424,
    "modelNotReadyException": 429,
    "modelStreamErrorException": 424,
    "modelTimeoutException": 408,
    "resourceNotFoundException": 404,
    "serviceQuotaExceededException": 400,
    "serviceUnavailableException": 503,
    "throttlingException": 429,
    "validationException": 400,
}


class _Error(msgspec.Struct):
    message: str | None = None
    capital: str | None = msgspec.field(default=None, name="Message")
    kind: str | None = msgspec.field(default=None, name="__type")


_ERROR = msgspec.json.Decoder(_Error)


def read_error(status: int, body: bytes, provider: str) -> GatewayError:
    """Return the error with the provider's status and words. Never raises."""
    error = decode(_ERROR, body) or _Error()
    said = error.message or error.capital
    # `com.amazon.coral.service#UnknownOperationException`: the name alone says something.
    kind = (error.kind or "").rpartition("#")[2]
    message = said or f"{provider} answered {status}{f' ({kind})' if kind else ''} without a word."
    cls = InvalidRequest if status in _OF_THE_CALLER else ProviderError
    return cls(message, provider=provider, status=status)


def read_failure(name: str, text: str, payload: bytes) -> Failed:
    """Return the exception called `name` that ended a stream; `text` is the headers' message."""
    error = decode(_ERROR, payload) or _Error()
    name = name[:1].lower() + name[1:]
    message = error.message or error.capital or text
    return Failed(
        _STATUSES.get(name, 500),
        message or f"Bedrock ended its stream with {name or 'an error'}.",
    )
