"""Which operation and dialect a request line means."""

import msgspec

from ai_gateway.core.errors import MethodNotAllowed, NotFound
from ai_gateway.core.headers import Headers
from ai_gateway.core.operation import DialectName, Operation


class Endpoint(msgspec.Struct, frozen=True):
    """What is asked for, and the dialect that it is asked in.

    `question` says that the body has to be a JSON request of that dialect; elsewhere whatever
    it is goes to the provider to judge.
    """

    operation: Operation
    dialect: DialectName
    question: bool = True


_ENDPOINTS: dict[tuple[str, str], Endpoint] = {
    ("POST", "/v1/chat/completions"): Endpoint(Operation.CHAT, "openai-chat"),
    ("POST", "/v1/responses"): Endpoint(Operation.RESPONSES, "openai-responses"),
    ("POST", "/v1/embeddings"): Endpoint(Operation.EMBEDDINGS, "openai-chat"),
    ("POST", "/v1/messages"): Endpoint(Operation.MESSAGES, "anthropic-messages"),
    ("POST", "/v1/messages/count_tokens"): Endpoint(Operation.COUNT_TOKENS, "anthropic-messages"),
}
_DIALECTS: dict[str, DialectName] = {
    path: endpoint.dialect for (_, path), endpoint in _ENDPOINTS.items()
}
_OTHER: dict[DialectName, Endpoint] = {
    "openai-chat": Endpoint(Operation.PASSTHROUGH, "openai-chat", question=False),
    # A stored response comes back as the one that was created did.
    "openai-responses": Endpoint(Operation.RESPONSES, "openai-responses", question=False),
    "anthropic-messages": Endpoint(Operation.PASSTHROUGH, "anthropic-messages", question=False),
}

# What Portkey routes, and HEAD, which it answers as GET.
_METHODS = frozenset({"GET", "POST", "DELETE", "HEAD"})


def endpoint_of(method: str, path: str, headers: Headers) -> Endpoint:
    """Return what a request line asks for.

    Everything under `/v1/` has an endpoint; what the gateway does not understand passes
    through, in the dialect of the vendor whose SDK sent it. Raises `NotFound` and
    `MethodNotAllowed`.
    """
    endpoint = _ENDPOINTS.get((method, path))
    if endpoint is not None:
        return endpoint
    if not path.startswith("/v1/"):
        raise NotFound(
            f"There is nothing at {path[:200]!r}. The API stands under /v1/, /v1/chat/completions "
            "for example.",
            field="path",
        )
    if method not in _METHODS:
        raise MethodNotAllowed(
            f"{method[:20]} is not answered here; expected one of {', '.join(sorted(_METHODS))}.",
            field="method",
        )
    return _OTHER[dialect_of(path, headers)]


def dialect_of(path: str, headers: Headers) -> DialectName:
    """Return the dialect that the sender of a request speaks, whatever it asks for.

    Where the path does not say, the header fields do: Anthropic's SDK names the version of its
    API with every call.
    """
    dialect = _DIALECTS.get(path)
    if dialect is not None:
        return dialect
    if path.startswith("/v1/responses/"):
        return "openai-responses"
    if path.startswith("/v1/messages/") or b"anthropic-version" in headers:
        return "anthropic-messages"
    return "openai-chat"
