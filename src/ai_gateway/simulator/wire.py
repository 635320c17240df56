"""The connection beneath the ASGI application: what ASGI has no words for."""

import asyncio
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from ai_gateway.simulator.pacing import Pacer


class CallerLeft(Exception):
    """The caller closed the connection before it had the whole answer."""


class Wire:
    """One connection: raw writes, sudden ends, and waits that end when the caller leaves."""

    def __init__(
        self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop, pacer: Pacer
    ) -> None:
        self._transport = transport
        self._loop = loop
        self._pacer = pacer
        self._writable = asyncio.Event()
        self._writable.set()
        self._waiter: asyncio.Future[None] | None = None
        self.lost: asyncio.Future[None] = loop.create_future()
        """Done once the connection is closed, by whichever side."""

    @property
    def now(self) -> float:
        """The event loop's clock in seconds."""
        return self._loop.time()

    async def wait_until(self, when: float) -> None:
        """Wait until the loop's clock is at `when`; raise CallerLeft if the caller leaves."""
        self._waiter = self._loop.create_future()
        self._pacer.wake(self._waiter, when)
        await self._wait()

    async def hang(self) -> None:
        """Wait until the caller leaves, and raise CallerLeft."""
        self._waiter = self._loop.create_future()
        await self._wait()

    async def _wait(self) -> None:
        self.check()
        if self._waiter is not None:
            await self._waiter
            self._waiter = None
        self.check()

    def check(self) -> None:
        """Raise CallerLeft where the connection is closed."""
        if self.lost.done() or self._transport.is_closing():
            raise CallerLeft

    def unbuffer(self) -> None:
        """Send every write from now on in a system call of its own."""
        # Above this mark the transport does not gather what is written in one turn of the loop.
        self._transport.set_write_buffer_limits(high=0)

    async def write(self, data: bytes) -> None:
        """Send `data` past the HTTP server; raise CallerLeft where nobody is there."""
        self.check()
        self._transport.write(data)
        await self._writable.wait()

    async def breathe(self) -> None:
        """Let the loop go round once."""
        await asyncio.sleep(0)

    async def die(self) -> None:
        """Close the connection once everything written is on its way."""
        self.unbuffer()
        await self._writable.wait()
        self._transport.abort()
        await asyncio.shield(self.lost)

    def abort(self) -> None:
        """Close the connection now."""
        self._transport.abort()

    def pause_writing(self) -> None:
        """Note that the transport wants no more writes."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """Note that the transport takes writes again."""
        self._writable.set()

    def connection_lost(self) -> None:
        """Wake whoever waits on this connection."""
        if not self.lost.done():
            self.lost.set_result(None)
        self._writable.set()
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class WireProtocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol, which hands the connection to the application.

    The application finds its Wire in the scope's `state` under the key `wire`.
    """

    def __init__(
        self,
        pacer: Pacer,
        config: Config,
        server_state: ServerState,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        super().__init__(config, server_state, {}, loop)
        # The log of the process that a simulator runs in belongs to others.
        self.access_log = False
        self._pacer = pacer
        self.wire: Wire | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Meet the connection."""
        super().connection_made(transport)
        self.wire = Wire(transport, self.loop, self._pacer)
        self.app_state: dict[str, Any] = {"wire": self.wire}

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the server and the application that the caller is gone."""
        super().connection_lost(exc)
        if self.wire is not None:
            self.wire.connection_lost()

    def pause_writing(self) -> None:
        """Hold back whoever writes."""
        super().pause_writing()
        if self.wire is not None:
            self.wire.pause_writing()

    def resume_writing(self) -> None:
        """Let whoever writes go on."""
        super().resume_writing()
        if self.wire is not None:
            self.wire.resume_writing()
