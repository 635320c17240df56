"""Where Google's models are called: the method of a model, at the end of a path."""

from urllib.parse import quote

from ai_gateway.core.call import Call
from ai_gateway.core.errors import InvalidRequest
from ai_gateway.providers.address import below_v1
from ai_gateway.providers.contract import Target

_METHODS = frozenset(
    (b"/generateContent", b"/countTokens", b"/embedContent", b"/batchEmbedContents")
)


def method(call: Call) -> bytes | None:
    """Return the method that `call` is for, None where its path is none of the dialect's.

    A call in the dialect `gemini` has `/v1/METHOD` for its path, because the model, which
    Google wants between the two, is known to routing alone. A stream is asked for by its own
    method, as server-sent events.
    """
    path = below_v1(call)
    if path not in _METHODS:
        return None
    if call.stream and path == b"/generateContent":
        return b"streamGenerateContent?alt=sse"
    return path[1:]


def model(call: Call, target: Target) -> bytes:
    """Return the name of the model as a segment of a path. Raises `InvalidRequest` without one."""
    name = target.model or call.model
    if not name:
        raise InvalidRequest(
            f"{call.path} names no model, and {target.provider.name} has it in the address. Name"
            " one in the body's `model`.",
            field="model",
            provider=target.provider.name,
        )
    # `@` stands before the version of a model of Anthropic's.
    return quote(name, safe="@").encode("ascii")
