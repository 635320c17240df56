"""From a `Reply` to an HTTP response."""

from ai_gateway.background.supervisor import Supervisor
from ai_gateway.core.errors import GatewayError
from ai_gateway.core.headers import HeaderPairs
from ai_gateway.core.operation import DialectName
from ai_gateway.core.reply import Reply
from ai_gateway.edge.caller import Caller
from ai_gateway.edge.render import REQUEST_ID, Renderer
from ai_gateway.edge.state import EdgeState
from ai_gateway.edge.stream import EventSender, Send, send_pieces


class ReplySender:
    """Sends replies, and gives back what feeds their bodies whatever happens on the way.

    `interval` is the seconds of silence after which a stream is kept alive by a comment.
    """

    def __init__(
        self, renderer: Renderer, state: EdgeState, supervisor: Supervisor, interval: float
    ) -> None:
        self._renderer = renderer
        self._state = state
        self._supervisor = supervisor
        self._interval = interval

    async def send(
        self, reply: Reply, send: Send, caller: Caller, dialect: DialectName, request_id: str
    ) -> None:
        """Send `reply` to its last byte, or to whatever ends it before.

        Raises the `GatewayError` that cut short a body which has no way to say so.
        """
        body = reply.body
        start = {
            "type": "http.response.start",
            "status": reply.status,
            "headers": self._fields(reply, request_id),
        }
        if isinstance(body, bytes):
            caller.hold()
            await send(start)
            await send({"type": "http.response.body", "body": body, "more_body": False})
            return
        try:
            await send(start)
            if reply.event_stream:

                def render(error: GatewayError) -> bytes:
                    return self._renderer.event(error, dialect, request_id)

                await EventSender(send, render, self._supervisor, self._interval).run(body)
            else:
                await send_pieces(send, body)
        finally:
            await body.aclose()

    def _fields(self, reply: Reply, request_id: str) -> HeaderPairs:
        fields = [*reply.headers, (REQUEST_ID, request_id.encode())]
        length = len(reply.body) if isinstance(reply.body, bytes) else reply.length
        if length is not None and reply.status not in (204, 304):
            # Those two have no body, and 204 may not announce one (RFC 9110, 8.6).
            fields.append((b"content-length", str(length).encode()))
        if self._state.draining:
            # So that the caller's next call goes to a gateway that stays.
            fields.append((b"connection", b"close"))
        return fields
