"""The provider's own errors, as errors to be rendered for the caller.

Source: `anthropic.types.ErrorResponse`.
"""

import msgspec

from ai_gateway.core.errors import GatewayError, InvalidRequest, ProviderError
from ai_gateway.dialects.anthropic_messages.errors import error_status
from ai_gateway.dialects.neutral.event import Failed
from ai_gateway.dialects.wire import decode

_OF_THE_CALLER = (400, 404, 413, 422)
"""Statuses that say the request itself cannot succeed, whoever sends it."""


class ErrorDetail(msgspec.Struct):
    """What went wrong."""

    type: str = "api_error"
    message: str = ""


class _ErrorBody(msgspec.Struct):
    error: ErrorDetail | None = None


_ERROR = msgspec.json.Decoder(_ErrorBody)


def read_error(status: int, body: bytes, provider: str) -> GatewayError:
    """Return the error with the provider's status and words. Never raises."""
    answer = decode(_ERROR, body)
    said = answer.error.message if answer and answer.error else ""
    message = said or f"{provider} answered {status} without saying why."
    kind = InvalidRequest if status in _OF_THE_CALLER else ProviderError
    return kind(message, provider=provider, status=status)


def read_failure(detail: ErrorDetail) -> Failed:
    """Return an error event in the middle of a stream."""
    message = detail.message or f"The provider's stream broke off with {detail.type}."
    return Failed(error_status(detail.type), message)
