"""The client: one pool for each origin, and the one retry."""

import msgspec

from ai_gateway.transport.connection import Connection
from ai_gateway.transport.connector import Connector
from ai_gateway.transport.errors import ClientClosed, ConnectionDied
from ai_gateway.transport.head import encode_head
from ai_gateway.transport.pool import HostPool
from ai_gateway.transport.request import Origin, Request
from ai_gateway.transport.response import Response
from ai_gateway.transport.settings import TransportSettings


class OriginUse(msgspec.Struct, frozen=True):
    """Connections to one origin, those being made included, and callers who wait for one."""

    origin: Origin
    open: int
    idle: int
    in_use: int
    waiting: int


class Client:
    """Sends requests to any number of origins, from one event loop.

    It is made without effects but for reading the TLS files of the settings, which may raise
    `TlsFailed`. Two of them share nothing.
    """

    def __init__(self, settings: TransportSettings) -> None:
        self._settings = settings
        self._connector = Connector(settings)
        self._pools: dict[Origin, HostPool] = {}
        self._closed = False

    async def send(self, request: Request) -> Response:
        """Send `request` and return its answer once the final head is in.

        The answer's body must be read to its end or closed. Raises `TransportError`, and what
        the request's body iterator raises. It may be cancelled at any moment, which closes the
        connection.

        A kept connection that turns out closed before any byte was answered is retried once, on
        a connection of its own, if the body can be sent again.
        """
        pool = self._pools.get(request.origin) or self._open(request.origin)
        head = encode_head(request, pool.host_line)
        # A pool whose last connection has just closed is no longer in the table: look again.
        connection = pool.take() or await self._open(request.origin).acquire()
        reused = connection.reused
        try:
            return await connection.exchange(request, head)
        except ConnectionDied as died:
            if died.answered or not reused or not isinstance(request.body, bytes):
                raise
        connection = await self._open(request.origin).acquire()
        return await connection.exchange(request, head)

    async def aclose(self) -> None:
        """Close every connection, in use or not; calls under way raise `ClientClosed`."""
        self._closed = True
        for pool in list(self._pools.values()):
            await pool.aclose()
        self._pools.clear()

    def snapshot(self) -> list[OriginUse]:
        """Return the use of each origin that has a connection now."""
        return [
            OriginUse(
                origin=pool.origin,
                open=pool.slots,
                idle=pool.idle,
                in_use=pool.slots - pool.idle,
                waiting=pool.waiting,
            )
            for pool in self._pools.values()
        ]

    def _open(self, origin: Origin) -> HostPool:
        if self._closed:
            raise ClientClosed(f"the client is closed: no call to {origin} is possible")
        pool = self._pools.get(origin)
        if pool is None:
            pool = HostPool(origin, self._settings, self._connect, self._drop)
            self._pools[origin] = pool
        return pool

    async def _connect(self, pool: HostPool) -> Connection:
        origin = pool.origin
        return await self._connector.connect(
            origin, lambda: Connection(pool, str(origin), self._settings)
        )

    def _drop(self, pool: HostPool) -> None:
        # Callers may choose origins: what is unused must not add up.
        if self._pools.get(pool.origin) is pool:
            del self._pools[pool.origin]
