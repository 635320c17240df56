"""The ASGI application of the callers' listener: one HTTP request to one call, and back."""

import asyncio
import logging
from collections.abc import Callable, MutableMapping
from typing import Any

from ai_gateway.background.supervisor import Supervisor
from ai_gateway.core.call import Call
from ai_gateway.core.errors import GatewayError, InvalidRequest
from ai_gateway.core.headers import HeaderPairs, Headers
from ai_gateway.core.operation import DialectName, Operation
from ai_gateway.core.reply import Reply
from ai_gateway.core.stage import Proceed
from ai_gateway.dialects.request import Question, read_question
from ai_gateway.edge.body import Receive, Upload, announced_length, read_whole
from ai_gateway.edge.caller import Caller
from ai_gateway.edge.probes import PROBES
from ai_gateway.edge.render import REQUEST_ID, Renderer
from ai_gateway.edge.routes import Endpoint, dialect_of, endpoint_of
from ai_gateway.edge.settings import EdgeSettings
from ai_gateway.edge.state import EdgeState
from ai_gateway.edge.stream import EventSender, Send, send_pieces, shutting_down

Scope = MutableMapping[str, Any]

_log = logging.getLogger(__name__)
_NOTHING_ASKED = Question(model=None, stream=False)


class CallEndpoint:
    """Makes a `Call` of each request, sends it on its journey, and sends back what comes.

    Every failure becomes an answer in the caller's dialect; a bug becomes a 500 that says
    nothing of the inside and is logged with its traceback. A place among the calls in flight is
    held until the last byte is sent or the caller has left.
    """

    def __init__(
        self,
        settings: EdgeSettings,
        journey: Proceed,
        renderer: Renderer,
        state: EdgeState,
        supervisor: Supervisor,
        clock: Callable[[], float],
    ) -> None:
        self._settings = settings
        self._journey = journey
        self._renderer = renderer
        self._state = state
        self._supervisor = supervisor
        self._next_id = renderer.next_id
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        probe = PROBES.get(scope["path"])
        if probe is not None:
            await self._send(send, probe(self._state), "openai-chat", self._next_id())
            return
        caller: Caller = scope[Caller.KEY]
        caller.begin()
        self._state.calls += 1
        try:
            await self._answer(scope, receive, send)
        finally:
            self._state.calls -= 1
            caller.end()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = self._next_id()
        headers = Headers(scope["headers"])
        dialect: DialectName | None = None
        try:
            self._state.check_room(self._settings.max_calls)
            endpoint = endpoint_of(scope["method"], scope["path"], headers)
            dialect = endpoint.dialect
            call = await self._call(scope, receive, headers, endpoint, request_id)
            reply = await self._journey(call)
        except GatewayError as error:
            dialect = dialect or dialect_of(scope["path"], headers)
            reply = self._renderer.reply(error, dialect, request_id)
        except asyncio.CancelledError:
            # The caller left, and this goes nowhere; or the gateway stops, and the caller is told.
            dialect = dialect or dialect_of(scope["path"], headers)
            reply = self._renderer.reply(shutting_down(), dialect, request_id)
        except Exception:  # noqa: BLE001  the last net: a bug must not end in silence
            dialect = dialect or dialect_of(scope["path"], headers)
            reply = self._bug(dialect, request_id)
        await self._send(send, reply, dialect, request_id)

    async def _call(
        self, scope: Scope, receive: Receive, headers: Headers, endpoint: Endpoint, request_id: str
    ) -> Call:
        settings = self._settings
        started = self._clock()
        length: int | None = None
        question = _NOTHING_ASKED
        if endpoint.operation is Operation.PASSTHROUGH and not _is_json(headers):
            length = announced_length(headers, settings.max_upload_bytes)
            bodiless = length is None and b"transfer-encoding" not in headers
            body = b"" if bodiless or length == 0 else Upload(receive, settings.max_upload_bytes)
        else:
            announced_length(headers, settings.max_body_bytes)
            body = await read_whole(receive, settings.max_body_bytes)
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
        )

    def _bug(self, dialect: DialectName, request_id: str) -> Reply:
        _log.exception("call %s failed by a bug of the gateway", request_id)
        error = GatewayError(
            f"The gateway failed. Its log has the reason under the request id {request_id}."
        )
        return self._renderer.reply(error, dialect, request_id)

    async def _send(self, send: Send, reply: Reply, dialect: DialectName, request_id: str) -> None:
        body = reply.body
        headers = self._fields(reply, request_id)
        start = {"type": "http.response.start", "status": reply.status, "headers": headers}
        if isinstance(body, bytes):
            await send(start)
            await send({"type": "http.response.body", "body": body, "more_body": False})
            return
        try:
            await send(start)
            if reply.event_stream:
                sender = EventSender(
                    send,
                    lambda error: self._renderer.event(error, dialect, request_id),
                    self._supervisor,
                    self._settings.comment_interval,
                )
                await sender.run(body)
            else:
                await send_pieces(send, body)
        finally:
            await body.aclose()

    def _fields(self, reply: Reply, request_id: str) -> HeaderPairs:
        fields = [*reply.headers, (REQUEST_ID, request_id.encode())]
        if isinstance(reply.body, bytes):
            fields.append((b"content-length", str(len(reply.body)).encode()))
        elif reply.length is not None:
            fields.append((b"content-length", str(reply.length).encode()))
        if self._state.draining:
            # So that the caller's next call goes to a gateway that stays.
            fields.append((b"connection", b"close"))
        return fields


def _is_json(headers: Headers) -> bool:
    return (headers.get(b"content-type") or b"").startswith(b"application/json")


def _question(body: bytes, *, required: bool) -> Question:
    try:
        return read_question(body)
    except InvalidRequest:
        if required:
            raise
        return _NOTHING_ASKED
