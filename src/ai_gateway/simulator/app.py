"""The ASGI application: reads a request, has a provider answer it, delivers the answer."""

from starlette.types import Message, Receive, Scope, Send

from ai_gateway.simulator.answer import Answer, EventStream, Refusal
from ai_gateway.simulator.delivery import Delivery
from ai_gateway.simulator.directive import DirectiveError, parse
from ai_gateway.simulator.recording import Recording
from ai_gateway.simulator.request import Request, decode
from ai_gateway.simulator.vendors import Vendors
from ai_gateway.simulator.wire import CallerLeft, Wire

_DIRECTIVE_HEADER = "x-simulate"
_ECHO_PATH = "/echo/"


class SimulatorApp:
    """Every simulated provider behind one ASGI callable.

    It needs the Wire that `ai_gateway.simulator.wire.WireProtocol` puts into the scope's state.
    """

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._vendors = Vendors()
        self._count = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        cancelled = False
        self._recording.opened()
        try:
            await self._serve(scope, receive, send)
        except CallerLeft:
            cancelled = True
        finally:
            self._recording.closed(cancelled=cancelled)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        wire: Wire = scope["state"]["wire"]
        request = await self._read(scope, receive)
        try:
            request.directives = parse(request.header(_DIRECTIVE_HEADER), decode(request))
        except DirectiveError as error:
            delivery = Delivery(request.directives, send, wire)
            await delivery.deliver(self._vendors.rejection(request, str(error)))
            return
        delivery = Delivery(request.directives, send, wire)
        if not await delivery.prevent():
            await delivery.deliver(self._answer(request))

    async def _read(self, scope: Scope, receive: Receive) -> Request:
        self._count += 1
        message = await receive()
        body = _body(message)
        if message.get("more_body"):
            pieces = [body]
            while message.get("more_body"):
                message = await receive()
                pieces.append(_body(message))
            body = b"".join(pieces)
        fields: list[tuple[bytes, bytes]] = scope["headers"]
        request = Request(
            number=self._count,
            method=scope["method"],
            path=scope["path"],
            query=scope["query_string"].decode("latin-1"),
            headers={name.decode("latin-1"): value.decode("latin-1") for name, value in fields},
            body=body,
            # Optional in ASGI, and needed only where a signature covers the path.
            raw_path=scope.get("raw_path", b"").decode("latin-1"),
        )
        self._recording.received(request, fields)
        return request

    def _answer(self, request: Request) -> Answer | EventStream:
        if request.directives.echo or request.path.startswith(_ECHO_PATH):
            kind = request.header("content-type") or "application/octet-stream"
            return Answer(200, [(b"content-type", kind.encode("latin-1"))], request.body)
        try:
            return self._vendors.answer(request)
        except Refusal as refusal:
            return refusal.answer


def _body(message: Message) -> bytes:
    if message["type"] == "http.disconnect":
        raise CallerLeft
    return message.get("body", b"")
