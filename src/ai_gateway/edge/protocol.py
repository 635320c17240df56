"""The wire protocol of callers: uvicorn's, with bounds and a hang-up signal."""

from asyncio import AbstractEventLoop, BaseTransport, Transport
from typing import Any, cast

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser
from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from ai_gateway.core.errors import GatewayError, HeadersTooLarge, InvalidRequest
from ai_gateway.core.headers import Headers
from ai_gateway.edge.caller import Caller
from ai_gateway.edge.outlet import Outlet
from ai_gateway.edge.render import Renderer
from ai_gateway.edge.routes import dialect_of
from ai_gateway.edge.settings import EdgeSettings

_MOST_PIPELINED = 64
"""Requests that may wait for the answers to those before them; hardly a client sends two."""


class CallerProtocol(HttpToolsProtocol):
    """One connection of a caller.

    uvicorn bounds neither the size nor the number of header fields nor that of pipelined
    requests, takes trailers for header fields, loses the body of a request that offers to
    upgrade, knows no slow sender, and tells an application that its caller left only if it asks.
    The bounds are kept here, where the bytes arrive, before they are gathered. `settings` and
    `renderer` are set by `bounded`.
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
        # What is refused before it began has no more of a request than this.
        self.url = b""
        self.headers = []
        self._overhead = 0
        self._fields = self._head_bytes = 0
        self._most_bytes = self.settings.max_header_bytes
        self._most_fields = self.settings.max_headers
        self._in_head = True
        self._offers_upgrade = False
        self._refused = False
        self._last_data = self._unread_since = self.loop.time()
        self._receiving = True

    def connection_made(self, transport: BaseTransport) -> None:  # type: ignore[override]
        """Take the connection."""
        self._outlet = Outlet(cast("Transport", transport))
        self._caller = Caller(self._outlet.hold)
        super().connection_made(cast("Transport", self._outlet))

    def connection_lost(self, exc: Exception | None) -> None:
        """End what is in flight for this caller."""
        super().connection_lost(exc)
        self._caller.left()

    def data_received(self, data: bytes) -> None:
        """Parse `data`, unless a head has no end or this connection was refused already."""
        self._last_data = self.loop.time()
        if self._refused:
            return
        # The parser gathers an unfinished field or trailer itself, so the raw bytes count first.
        self._overhead += len(data)
        self._unset_keepalive_if_required()
        self._parse(data)
        if self._overhead > self._most_bytes:
            self._refuse_head()

    def _parse(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
        except HttpParserUpgrade as switch:
            self._stay(data[switch.args[0] :])
        except HttpParserError:
            self.send_400_response("")

    def _stay(self, rest: bytes) -> None:
        """Read a head again without its offer to upgrade, and `rest`, which came behind it.

        A server may ignore the offer (RFC 9110, 7.8), and a request that makes it may have a
        body: Java's own client offers h2c with each first call. llhttp would have the body be
        the other protocol's.
        """
        fields = [pair for pair in self.headers if pair[0] != b"upgrade"]
        line = (self.parser.get_method(), self.url, self.parser.get_http_version().encode())
        head = b"%b %b HTTP/%b\r\n" % line + b"".join(b"%b: %b\r\n" % pair for pair in fields)
        self.parser = HttpRequestParser(self)
        self._parse(head + b"\r\n" + rest)

    def on_message_begin(self) -> None:
        """Begin a request, unless too many wait already.

        Leaving the parser by an exception, here and below, keeps it from starting the call.
        """
        if len(self.pipeline) >= _MOST_PIPELINED:
            raise InvalidRequest("too many pipelined requests")
        super().on_message_begin()
        self._in_head = True
        self._receiving = True
        self._fields = self._head_bytes = 0
        cast("dict[str, object]", self.scope)[Caller.KEY] = self._caller

    def on_url(self, url: bytes) -> None:
        """Take a part of the request's target."""
        super().on_url(url)
        self._head_bytes += len(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take one header field, unless there are too many or they are too large.

        A trailer is counted and dropped: what no one saw in the head must not act as if it were
        part of it (RFC 9110, 6.5.1). The rest is what uvicorn's does, without a second call for
        each field.
        """
        if self._in_head:
            name = name.lower()
            if name == b"expect" and value.lower() == b"100-continue":
                self.expect_100_continue = True
            self.headers.append((name, value))
        self._fields += 1
        self._head_bytes += len(name) + len(value)
        if self._head_bytes > self._most_bytes or self._fields > self._most_fields:
            self._refuse_head()
            raise HeadersTooLarge("too much")

    def on_headers_complete(self) -> None:
        """Start the call, but not while its head is still to be read again; see `_stay`."""
        self._offers_upgrade = self.parser.should_upgrade()
        if self.parser.get_method() == b"CONNECT":
            raise InvalidRequest("the method of a proxy")
        if not self._offers_upgrade:
            self._in_head = False
            self._overhead = 0
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body."""
        self._overhead = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Note that the request is whole; what follows is the head of the next one."""
        if not self._offers_upgrade:
            super().on_message_complete()
            self._in_head = True
            self._receiving = False
            self._overhead = 0

    def on_response_complete(self) -> None:
        """Send what is held back of an answer without a body, and go on to the next request."""
        self._outlet.flush()
        super().on_response_complete()

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

    def pause_writing(self) -> None:
        """Note that the caller reads no further."""
        super().pause_writing()
        self._unread_since = self.loop.time()

    def abort_if_stalled(self, now: float, patience: float) -> None:
        """Cut the connection of a caller that has stalled for `patience` seconds.

        It says nothing within a request, or reads nothing of an answer. While it is the gateway
        that reads no further, the caller has no chance to speak.
        """
        if self.flow.write_paused and now - self._unread_since > patience:
            self.transport.abort()
        elif self.flow.read_paused:
            self._last_data = now
        elif self._receiving and now - self._last_data > patience:
            self.transport.abort()

    def _refuse_head(self) -> None:
        self._refuse(
            HeadersTooLarge(
                f"The request's head has more than {self._most_bytes} bytes or "
                f"{self._most_fields} fields. Send fewer or smaller ones; an inline config can "
                "be given a name on the gateway."
            )
        )

    def _refuse(self, error: GatewayError) -> None:
        """Read nothing more, and say why, where the answer cannot be taken for another's."""
        if self._refused:
            return
        self._refused = True
        self._receiving = False
        # uvicorn's own annotation does not say that there is none before the first request.
        call = cast("RequestResponseCycle | None", self.cycle)
        if call is None or call.response_complete:
            self._say(error)
        elif self._in_head:
            # Earlier requests were well-formed: they get their answers, the last one closes.
            call.keep_alive = False
            return
        elif not call.response_started and not self.pipeline:
            call.disconnected = True
            self._say(error)
        self.transport.close()

    def _say(self, error: GatewayError) -> None:
        path = self.url.partition(b"?")[0].decode("latin-1")
        dialect = dialect_of(path, Headers(self.headers))
        self.transport.write(self.renderer.raw_response(error, dialect))


def bounded(settings: EdgeSettings, renderer: Renderer) -> type[CallerProtocol]:
    """Return the protocol class for one gateway: uvicorn makes instances of a class."""

    class BoundedCallerProtocol(CallerProtocol):
        pass

    BoundedCallerProtocol.settings = settings
    BoundedCallerProtocol.renderer = renderer
    return BoundedCallerProtocol
