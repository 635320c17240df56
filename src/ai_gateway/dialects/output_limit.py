"""How much output a request asks for, and the same request with less of it."""

from typing import cast

import msgspec

from ai_gateway.core.operation import Operation
from ai_gateway.dialects.wire import decode, decode_strictly


class OutputLimit(msgspec.Struct, frozen=True):
    """What a request says of the length of its answer, in tokens.

    `tokens` bounds one answer with its reasoning, None where the request gives no bound.
    `least` is the smallest bound that the vendor takes for this request. `answers` is how many
    answers it asks for, each with that bound.
    """

    tokens: int | None = None
    least: int = 1
    answers: int = 1


class _Asked(msgspec.Struct):
    # Any JSON is taken: what has the wrong type is the provider's to refuse.
    max_tokens: object = None
    max_completion_tokens: object = None
    max_output_tokens: object = None
    n: object = None
    thinking: object = None


_ASKED = msgspec.json.Decoder(_Asked)
_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])

_WRITING = {Operation.CHAT, Operation.MESSAGES, Operation.RESPONSES}

_LEAST_OF_RESPONSES = 16
"""https://platform.openai.com/docs/api-reference/responses/create#responses-create-max_output_tokens"""


def read_output_limit(body: bytes, operation: Operation) -> OutputLimit | None:
    """Return what `body` says, None for an operation that writes no tokens.

    Never raises: of what cannot be read, nothing is said.
    """
    if operation not in _WRITING:
        return None
    asked = decode(_ASKED, body) or _Asked()
    if operation is Operation.RESPONSES:
        return OutputLimit(_count(asked.max_output_tokens), _LEAST_OF_RESPONSES)
    if operation is Operation.MESSAGES:
        # A bound must leave room for an answer after the thoughts.
        return OutputLimit(_count(asked.max_tokens), _thoughts(asked.thinking) + 1)
    bounds = (_count(asked.max_completion_tokens), _count(asked.max_tokens))
    stated = [bound for bound in bounds if bound is not None]
    return OutputLimit(max(stated, default=None), answers=_count(asked.n) or 1)


def with_output_limit(body: bytes, operation: Operation, tokens: int) -> bytes:
    """Return `body` bounded to `tokens` an answer, every other top-level value as it was.

    Where a chat request has no bound it gets `max_completion_tokens`, which OpenAI's reasoning
    models insist on. A lone surrogate in a string becomes U+FFFD. Raises `msgspec.DecodeError`
    where the body is no JSON object.
    """
    members = decode_strictly(_MEMBERS, body)
    bound = msgspec.Raw(str(tokens).encode())
    if operation is Operation.RESPONSES:
        members["max_output_tokens"] = bound
    elif operation is Operation.MESSAGES:
        members["max_tokens"] = bound
    else:
        names = {"max_completion_tokens", "max_tokens"} & members.keys()
        members.update(dict.fromkeys(names or {"max_completion_tokens"}, bound))
    return msgspec.json.encode(members)


def _thoughts(thinking: object) -> int:
    if not isinstance(thinking, dict):
        return 0
    return _count(cast("dict[str, object]", thinking).get("budget_tokens")) or 0


def _count(value: object) -> int | None:
    """Return a positive number of tokens, None for everything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 1:
        return None
    return int(value)
