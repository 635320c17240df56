"""The wire protocol of callers: uvicorn's, with bounds and a hang-up signal."""

from asyncio import AbstractEventLoop, BaseTransport, Transport
from typing import Any, cast

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from ai_gateway.core.errors import GatewayError, HeadersTooLarge, InvalidRequest
from ai_gateway.core.headers import Headers
from ai_gateway.edge.caller import Caller
from ai_gateway.edge.outlet import Outlet
from ai_gateway.edge.render import Renderer
from ai_gateway.edge.routes import dialect_of
from ai_gateway.edge.settings import EdgeSettings


class CallerProtocol(HttpToolsProtocol):
    """One connection of a caller.

    uvicorn bounds neither the size nor the number of header fields, knows no slow sender, and
    tells an application that its caller left only if it asks. The bounds are kept here, where
    the bytes arrive, before they are gathered. `settings` and `renderer` are set by `bounded`.
    """

    settings: EdgeSettings
    renderer: Renderer

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._head_bytes = 0
        self._fields_bytes = 0
        self._in_head = True
        self._refused = False
        self._last_data = self.loop.time()
        self._receiving = True

    def connection_made(self, transport: BaseTransport) -> None:  # type: ignore[override]
        """Take the connection."""
        outlet = Outlet(cast("Transport", transport))
        self._caller = Caller(outlet.hold)
        super().connection_made(cast("Transport", outlet))

    def connection_lost(self, exc: Exception | None) -> None:
        """End what is in flight for this caller."""
        super().connection_lost(exc)
        self._caller.left()

    def data_received(self, data: bytes) -> None:
        """Parse `data`, unless a head has no end or this connection was refused already."""
        self._last_data = self.loop.time()
        if self._refused:
            return
        if self._in_head:
            # The parser gathers an unfinished field itself, so the raw bytes count first.
            self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes > self.settings.max_header_bytes:
            self._refuse_head(f"more than {self.settings.max_header_bytes} bytes")

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self._in_head = True
        self._receiving = True
        self._fields_bytes = 0
        cast("dict[str, object]", self.scope)[Caller.KEY] = self._caller

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take one header field, unless there are too many or they are too large.

        Leaving the parser by an exception keeps it from starting the call.
        """
        super().on_header(name, value)
        self._fields_bytes += len(name) + len(value)
        if self._fields_bytes > self.settings.max_header_bytes:
            self._refuse_head(f"more than {self.settings.max_header_bytes} bytes")
            raise HeadersTooLarge("too many bytes")
        if len(self.headers) > self.settings.max_headers:
            self._refuse_head(f"more than {self.settings.max_headers} fields")
            raise HeadersTooLarge("too many fields")

    def on_headers_complete(self) -> None:
        """Start the call."""
        self._in_head = False
        self._head_bytes = 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Note that the request is whole; what follows is the head of the next one."""
        super().on_message_complete()
        self._in_head = True
        self._receiving = False

    def send_400_response(self, msg: str) -> None:
        """Answer what is not HTTP, in the dialect that its path promises if it had one."""
        del msg  # "Invalid HTTP request received.", always
        if not self._refused:
            self._refuse(
                InvalidRequest(
                    "The request is not valid HTTP/1.1. Check the request line, the header "
                    "fields and the framing of the body."
                )
            )

    def abort_if_stalled(self, now: float, patience: float) -> None:
        """Cut the connection of a caller that is silent for `patience` seconds within a request.

        Not where it is the gateway that reads no further.
        """
        silent = now - self._last_data > patience
        if silent and self._receiving and not self.flow.read_paused:
            self.transport.abort()

    def _refuse_head(self, excess: str) -> None:
        self._refuse(
            HeadersTooLarge(
                f"The request's header fields are {excess}. Send fewer or smaller ones; an "
                "inline config can be given a name on the gateway."
            )
        )

    def _refuse(self, error: GatewayError) -> None:
        if self._refused:
            return
        self._refused = True
        path = (self.url or b"").partition(b"?")[0].decode("latin-1") if self.headers else ""
        dialect = dialect_of(path, Headers(self.headers or ()))
        self.transport.write(self.renderer.raw_response(error, dialect))
        self.transport.close()


def bounded(settings: EdgeSettings, renderer: Renderer) -> type[CallerProtocol]:
    """Return the protocol class for one gateway: uvicorn makes instances of a class."""

    class BoundedCallerProtocol(CallerProtocol):
        pass

    BoundedCallerProtocol.settings = settings
    BoundedCallerProtocol.renderer = renderer
    return BoundedCallerProtocol
