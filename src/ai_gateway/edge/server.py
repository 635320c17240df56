"""Listeners: sockets, uvicorn without its signal handling, and a drain that cuts nobody."""

import asyncio
import contextlib
import socket
from collections.abc import Generator
from math import ceil
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ai_gateway.edge.protocol import CallerProtocol

_BACKLOG = 2048
_KEEP_ALIVE = ((socket.TCP_KEEPIDLE, 60), (socket.TCP_KEEPINTVL, 30), (socket.TCP_KEEPCNT, 4))
"""Seconds and counts of TCP keep-alive. NAT gateways and endpoints drop what is idle for 350 s."""

_LAST_WORDS = 1.0
"""Seconds in which a call that is cut may tell its caller so."""

_SWEEP_TICKS = 50
"""Ticks of a tenth of a second between two looks for callers that stall within a request."""


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket, of the port that was asked for or of a free one for 0.

    Raises `OSError` where the address is in use or not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in _KEEP_ALIVE:
            listener.setsockopt(socket.IPPROTO_TCP, option, value)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind((host, port))
        # Until it listens, another one may bind the same address too, and fail later.
        listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


class _Server(uvicorn.Server):
    """uvicorn's server, which leaves signals alone and sends stalled callers away."""

    def __init__(self, config: uvicorn.Config, patience: float | None) -> None:
        super().__init__(config)
        self.up = asyncio.Event()
        self._patience = patience

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Capture none: when the gateway stops is for the application to say."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        self.up.set()

    async def on_tick(self, counter: int) -> bool:
        """Do uvicorn's housekeeping, and from time to time the edge's own."""
        if self._patience is not None and counter % _SWEEP_TICKS == 0:
            now = asyncio.get_running_loop().time()
            for connection in list(self.server_state.connections):
                if isinstance(connection, CallerProtocol):
                    connection.abort_if_stalled(now, self._patience)
        return await super().on_tick(counter)


class Listener:
    """One ASGI application on one socket.

    `patience` is the seconds that a caller may be silent within a request, None for no bound.
    `drain_timeout` is what open calls get to finish once `stop` is called.
    """

    def __init__(
        self,
        app: Any,  # noqa: ANN401  uvicorn's own type for it is private
        *,
        protocol: type[HttpToolsProtocol] = HttpToolsProtocol,
        keep_alive_timeout: float = 5.0,
        drain_timeout: float = 0.0,
        patience: float | None = None,
    ) -> None:
        config = uvicorn.Config(
            app,
            http=protocol,
            ws="none",
            lifespan="off",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            log_config=None,
            log_level="critical",
            backlog=_BACKLOG,
            timeout_keep_alive=ceil(keep_alive_timeout),
            timeout_graceful_shutdown=ceil(drain_timeout),
        )
        self._server = _Server(config, patience)

    async def serve(self, bound: socket.socket) -> None:
        """Serve until `stop` or `cut`, and return when every call has ended.

        Those that outlasted the drain are cancelled, which lets each say its last words.
        """
        await self._server.serve(sockets=[bound])
        open_calls = list(self._server.server_state.tasks)
        for call in open_calls:
            call.cancel()
        if open_calls:
            await asyncio.wait(open_calls, timeout=_LAST_WORDS)
        for connection in list(self._server.server_state.connections):
            connection.transport.abort()

    async def started(self) -> None:
        """Wait until the socket accepts connections."""
        await self._server.up.wait()

    def stop(self) -> None:
        """Close the socket and the idle connections; let open calls finish."""
        self._server.should_exit = True

    def cut(self) -> None:
        """Close the socket and end what is still open."""
        self._server.force_exit = True
        self._server.should_exit = True
