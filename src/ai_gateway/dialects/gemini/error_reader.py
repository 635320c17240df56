"""Google's own error answers (`google.rpc.Status` in JSON)."""

import re
from collections.abc import Mapping

import msgspec

from ai_gateway.core.errors import (
    BodyTooLarge,
    GatewayError,
    InvalidRequest,
    NotFound,
    ProviderError,
    Unauthenticated,
)
from ai_gateway.dialects.gemini.shapes import Status
from ai_gateway.dialects.wire import decode


class _Detail(msgspec.Struct, rename="camel"):
    retry_delay: str | None = None  # in google.rpc.RetryInfo, a duration such as "31.5s"
    reason: str | None = None  # in google.rpc.ErrorInfo


class _Status(Status):
    details: list[_Detail] | None = None


class _Failure(msgspec.Struct):
    error: _Status


# `streamGenerateContent` without SSE, and some of its failures with it, wrap theirs in an array.
_FAILURE = msgspec.json.Decoder(_Failure)
_FAILURES = msgspec.json.Decoder(list[_Failure])

_ERRORS: Mapping[int, type[GatewayError]] = {
    401: Unauthenticated,
    404: NotFound,
    413: BodyTooLarge,
}

_DURATION = re.compile(r"(\d{1,9})(?:\.\d+)?s", re.ASCII)
_LONGEST_MESSAGE = 2_000
"""Characters of an answer that is not in Google's shape; an HTML page says nothing more."""


def read_error(status: int, body: bytes, provider: str) -> GatewayError:
    """Return the error with the provider's status and words. Never raises."""
    error = _read(body)
    if error is None:
        text = body[: 4 * _LONGEST_MESSAGE].decode("utf-8", "replace")[:_LONGEST_MESSAGE].strip()
        return _error(status)(
            text or f"{provider} answered {status} without a word.",
            provider=provider,
            status=status,
        )
    return _class(status, error)(
        error.message or error.status or f"{provider} answered {status} without a word.",
        provider=provider,
        status=status,
        retry_after=_retry_after(error),
    )


def _read(body: bytes) -> _Status | None:
    single = decode(_FAILURE, body)
    if single is not None:
        return single.error
    several = decode(_FAILURES, body)
    return several[0].error if several else None


def _class(status: int, error: _Status) -> type[GatewayError]:
    # The Gemini API answers 400 to a key that is wrong.
    if any(detail.reason == "API_KEY_INVALID" for detail in error.details or ()):
        return Unauthenticated
    return _error(status)


def _error(status: int) -> type[GatewayError]:
    # A limit of Google's is the provider's failure: another provider may have room.
    other = InvalidRequest if 400 <= status < 500 and status != 429 else ProviderError
    return _ERRORS.get(status, other)


def _retry_after(error: _Status) -> int | None:
    for detail in error.details or ():
        if detail.retry_delay and (seconds := _DURATION.fullmatch(detail.retry_delay)):
            # Rounded up: earlier than told is refused again.
            return int(seconds[1]) + ("." in detail.retry_delay)
    return None
