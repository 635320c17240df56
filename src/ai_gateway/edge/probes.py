"""What load balancers and people ask of a gateway itself."""

from collections.abc import Callable, Mapping

from ai_gateway.core.headers import HeaderPairs
from ai_gateway.core.reply import Reply
from ai_gateway.edge.state import EdgeState

_TEXT: HeaderPairs = [(b"content-type", b"text/plain; charset=utf-8")]
_JSON: HeaderPairs = [(b"content-type", b"application/json")]


def _greet(state: EdgeState) -> Reply:
    del state
    return Reply(status=200, headers=_TEXT, body=b"AI Gateway says hello. The API is under /v1/.\n")


def _alive(state: EdgeState) -> Reply:
    del state
    return Reply(status=200, headers=_JSON, body=b'{"status":"ok"}')


def _ready(state: EdgeState) -> Reply:
    if state.ready:
        return Reply(status=200, headers=_JSON, body=b'{"status":"ready"}')
    return Reply(status=503, headers=_JSON, body=b'{"status":"draining"}')


PROBES: Mapping[str, Callable[[EdgeState], Reply]] = {
    "/": _greet,
    "/health": _alive,
    "/ready": _ready,
}
"""Answers that are no calls: they are neither counted nor refused when there are too many."""
