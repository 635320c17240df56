"""From an HTTP request to a `Call`."""

from collections.abc import Callable, MutableMapping
from typing import Any

from ai_gateway.core.body import Body
from ai_gateway.core.call import Call
from ai_gateway.core.errors import InvalidRequest
from ai_gateway.core.headers import Headers
from ai_gateway.core.operation import Operation
from ai_gateway.dialects.request import Question, read_question
from ai_gateway.edge.body import Receive, Upload, announced_length, read_whole
from ai_gateway.edge.pages import refuse_pages
from ai_gateway.edge.paths import refuse_tricks
from ai_gateway.edge.peer import Peers
from ai_gateway.edge.routes import endpoint_of
from ai_gateway.edge.settings import EdgeSettings

Scope = MutableMapping[str, Any]

_NOTHING_ASKED = Question(model=None, stream=False)


class Intake:
    """Reads requests: JSON whole, because the model stands in it, everything else in pieces.

    `clock` is the monotonic clock in seconds. `anonymous` says that nobody has to say who calls.
    """

    def __init__(
        self, settings: EdgeSettings, clock: Callable[[], float], *, anonymous: bool = True
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._anonymous = anonymous
        self._peers = Peers(settings.trusted_proxies)

    async def call(self, scope: Scope, headers: Headers, receive: Receive, request_id: str) -> Call:
        """Return what the request asks for.

        Raises `Forbidden`, `NotFound`, `MethodNotAllowed`, `BodyTooLarge`, `InvalidRequest`, and
        `CallerLeft`.
        """
        started = self._clock()
        if self._anonymous:
            refuse_pages(headers)
        refuse_tricks(scope["path"], scope["raw_path"])
        endpoint = endpoint_of(scope["method"], scope["path"], headers)
        body: Body
        if endpoint.operation is Operation.PASSTHROUGH and not _is_json(headers):
            length = announced_length(headers, self._settings.max_upload_bytes)
            body = self._upload(headers, receive, length)
            question = _NOTHING_ASKED
        else:
            length = announced_length(headers, self._settings.max_body_bytes)
            body = await read_whole(receive, self._settings.max_body_bytes)
            question = _question(body, required=endpoint.question)
        return Call(
            id=request_id,
            method=scope["method"],
            path=scope["path"],
            raw_path=scope["raw_path"],
            query=scope["query_string"],
            headers=headers,
            operation=endpoint.operation,
            dialect=endpoint.dialect,
            body=body,
            started=started,
            body_length=length,
            model=question.model,
            stream=question.stream,
            peer=self._peers.of(scope.get("client"), headers),
        )

    def _upload(self, headers: Headers, receive: Receive, length: int | None) -> Body:
        if length == 0 or (length is None and b"transfer-encoding" not in headers):
            return b""
        return Upload(receive, self._settings.max_upload_bytes)


def _is_json(headers: Headers) -> bool:
    return (headers.get(b"content-type") or b"").startswith(b"application/json")


def _question(body: bytes, *, required: bool) -> Question:
    """Read what the gateway must know; what it need not is the provider's to judge."""
    try:
        return read_question(body)
    except InvalidRequest:
        if required:
            raise
        return _NOTHING_ASKED
