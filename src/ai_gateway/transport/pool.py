"""The connections to one origin: who may have one, and in which order."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from ai_gateway.transport.connection import Connection
from ai_gateway.transport.errors import ClientClosed, PoolTimeout
from ai_gateway.transport.head import host_line
from ai_gateway.transport.request import Origin
from ai_gateway.transport.settings import TransportSettings


class HostPool:
    """At most `max_connections_per_host` slots, each a connection or one being made.

    Idle connections are taken last in, first out, so that the surplus of a busy hour grows old
    and expires. Where every slot is busy, callers wait in the order they came. What a waiter is
    handed is a connection, or a free slot (None) to make one in; if it was cancelled in that
    very moment, it hands it on.
    """

    def __init__(
        self,
        origin: Origin,
        settings: TransportSettings,
        make: Callable[["HostPool"], Awaitable[Connection]],
        on_empty: Callable[["HostPool"], None],
    ) -> None:
        self.origin = origin
        self.host_line = host_line(origin)
        self._limit = settings.max_connections_per_host
        self._patience = settings.pool_timeout
        self._make = make
        self._on_empty = on_empty
        self._slots = 0
        self._connections: set[Connection] = set()
        self._idle: list[Connection] = []
        self._waiters: deque[asyncio.Future[Connection | None]] = deque()
        self._closed = False

    @property
    def slots(self) -> int:
        """Slots in use: connections open and being made."""
        return self._slots

    @property
    def idle(self) -> int:
        """Connections that nobody uses."""
        return len(self._idle)

    @property
    def waiting(self) -> int:
        """Callers who wait for a slot."""
        return len(self._waiters)

    def take(self) -> Connection | None:
        """Return an idle connection that is still good, or None."""
        while self._idle:
            connection = self._idle.pop()
            if connection.usable():
                return connection
            connection.close()
        return None

    async def acquire(self) -> Connection:
        """Return a connection where `take` had none: a new one, or the first that is freed.

        Raises `PoolTimeout`, `ClientClosed`, or what connecting raises.
        """
        while self._slots >= self._limit and not self._idle:
            connection = await self._wait()
            if connection is None:
                return await self._fill_slot()
            if connection.usable():
                return connection
            connection.close()
        self._slots += 1
        if self._slots > self._limit:
            # Only a retry comes here while others are idle, and it wants a new one: the oldest,
            # least likely to be alive, makes room.
            self._idle[0].close()
        return await self._fill_slot()

    def give_back(self, connection: Connection) -> None:
        """Take back a clean connection: for the first waiter, else for whoever comes next."""
        if self._closed:
            connection.close()
        elif not self._hand_on(connection):
            self._idle.append(connection)

    def forget(self, connection: Connection) -> None:
        """Drop a closed connection and free its slot."""
        if connection in self._connections:
            self._connections.remove(connection)
            if connection in self._idle:
                self._idle.remove(connection)
            self._free_slot()

    async def aclose(self) -> None:
        """Close every connection, idle or not, and turn the waiters away."""
        self._closed = True
        closed = ClientClosed(f"the client was closed during a call to {self.origin}")
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_exception(closed)
        self._waiters.clear()
        connections = list(self._connections)
        for connection in connections:
            connection.fail(closed)
        for connection in connections:
            await connection.wait_lost()

    async def _fill_slot(self) -> Connection:
        try:
            connection = await self._make(self)
        except BaseException:
            self._free_slot()
            raise
        self._connections.add(connection)
        if self._closed:
            connection.close()
            raise ClientClosed(f"the client was closed while connecting to {self.origin}")
        return connection

    async def _wait(self) -> Connection | None:
        waiter: asyncio.Future[Connection | None] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            async with asyncio.timeout(self._patience):
                return await self._handed(waiter)
        except TimeoutError:
            raise PoolTimeout(
                f"all {self._limit} connections to {self.origin} (max_connections_per_host) "
                f"were busy for {self._patience} s (pool_timeout)"
            ) from None

    async def _handed(self, waiter: "asyncio.Future[Connection | None]") -> Connection | None:
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.cancelled():
                if waiter in self._waiters:
                    self._waiters.remove(waiter)
            elif waiter.exception() is None:
                connection = waiter.result()
                if connection is None:
                    self._free_slot()
                elif not connection.closed:
                    self.give_back(connection)
            raise

    def _free_slot(self) -> None:
        self._slots -= 1
        if self._closed or self._slots >= self._limit:
            return
        if self._hand_on(None):
            self._slots += 1
        elif not self._slots:
            self._on_empty(self)

    def _hand_on(self, connection: Connection | None) -> bool:
        """Give a connection or a slot to the first waiter; return whether there was one."""
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_result(connection)
                return True
        return False
