"""A provider's own errors, read."""

import msgspec

from ai_gateway.core.errors import GatewayError, InvalidRequest, ProviderError
from ai_gateway.dialects import wire

_LONGEST = 2_000
"""Characters of an error in no known shape that are passed on; a proxy's page has no end."""

_STATUSES = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "permission_error": 403,
    "insufficient_quota": 429,
    "rate_limit_error": 429,
    "rate_limit_exceeded": 429,
    "tokens": 429,
    "requests": 429,
    "server_error": 500,
    "overloaded_error": 503,
}
"""HTTP statuses of `error.type` and `error.code` (platform.openai.com/docs, error codes; the two
plain nouns are the types of OpenAI's rate limits)."""


class _Detail(msgspec.Struct):
    message: object = None
    type: object = None
    param: object = None
    code: object = None


class _Answer(msgspec.Struct):
    error: _Detail | str | None = None
    message: object = None
    """Where Mistral and vLLM say it."""
    detail: object = None
    """Where servers built on FastAPI say it."""
    code: object = None


_ANSWER = msgspec.json.Decoder(_Answer)


def read_error(status: int, body: bytes, provider: str) -> GatewayError:
    """Return the error answer as a failure with its status; see `ProviderDialect.read_error`."""
    detail = _read(body)
    message = detail.message if isinstance(detail.message, str) else ""
    if not message:
        message = f"{provider} answered with status {status} and said no more."
    if status in (400, 404, 413, 422):
        field = detail.param if isinstance(detail.param, str) else None
        return InvalidRequest(message, field=field, provider=provider, status=status)
    return ProviderError(message, provider=provider, status=status)


def read_failure(data: bytes) -> tuple[int, str]:
    """Return the status and the words of an error in the middle of a stream.

    The status is the one that a number in `code` or a known word says, else 500.
    """
    detail = _read(data)
    message = detail.message if isinstance(detail.message, str) else ""
    return _status(detail), message or "The provider broke off its answer and said no more."


def _read(body: bytes) -> _Detail:
    answer = wire.decode(_ANSWER, body)
    if answer is None:
        return _Detail(body.decode("utf-8", "replace")[:_LONGEST].strip())
    match answer.error:
        case _Detail() as detail if detail.message:
            return detail
        case str() as message:
            return _Detail(message, code=answer.code)
        case _:
            return _Detail(answer.message or answer.detail, code=answer.code)


def _status(detail: _Detail) -> int:
    for said in (detail.code, detail.type):
        if isinstance(said, str) and said in _STATUSES:
            return _STATUSES[said]
        number = int(said) if isinstance(said, str) and said.isdecimal() else said
        if isinstance(number, int) and 400 <= number <= 599:
            return number
    return 500
