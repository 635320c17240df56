"""New connections: name, policy, happy eyeballs, proxy, TLS."""

import asyncio
import os
import socket
from collections.abc import Callable, Sequence
from typing import TypeVar

from aiohappyeyeballs import (
    start_connection,  # pyright: ignore[reportUnknownVariableType]  # its stub has a bare tuple
)

from ai_gateway.transport.addresses import is_allowed
from ai_gateway.transport.errors import CONNECTING_ERRORS, AddressNotAllowed, connecting_error
from ai_gateway.transport.proxy import Proxy, bypasses
from ai_gateway.transport.request import Origin
from ai_gateway.transport.settings import TransportSettings
from ai_gateway.transport.tls import client_context

# Family, kind, protocol, canonical name and socket address, as getaddrinfo gives them.
AddressInfo = tuple[
    int, int, int, str, tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]
]
P = TypeVar("P", bound=asyncio.Protocol)

# The delay that RFC 8305, 5 recommends before the next address is tried beside the first.
_HAPPY_EYEBALLS_DELAY = 0.25
# Probes from 60 s of silence on keep a flow alive through NAT (350 s) and find a dead peer in
# another minute. The name of the first differs on macOS.
_KEEPALIVE = tuple(
    (getattr(socket, name), seconds)
    for name, seconds in (
        ("TCP_KEEPIDLE", 60),
        ("TCP_KEEPALIVE", 60),
        ("TCP_KEEPINTVL", 20),
        ("TCP_KEEPCNT", 3),
    )
    if hasattr(socket, name)
)


class Connector:
    """Makes connections as the settings say; keeps nothing between two of them.

    The name is resolved anew for every connection, so that a provider's DNS changes are
    followed at once.
    """

    def __init__(self, settings: TransportSettings) -> None:
        self._timeout = settings.connect_timeout
        self._no_proxy = settings.no_proxy
        self._proxy = None if settings.proxy is None else Proxy.parse(settings.proxy)
        self._tls = client_context(settings)

    async def connect(self, origin: Origin, protocol: Callable[[], P]) -> P:
        """Return a protocol, made by `protocol`, that is connected to `origin`.

        Raises `ConnectFailed` or a class below it, or `ConnectTimeout`. Where it raises or is
        cancelled, everything it opened is closed.
        """
        limit = asyncio.timeout(self._timeout)
        try:
            async with limit:
                sock = await self._reach(origin)
                return await self._attach(sock, origin, protocol)
        except CONNECTING_ERRORS as error:
            late = TimeoutError(f"not connected after {self._timeout} s (connect_timeout)")
            raise connecting_error(late if limit.expired() else error, str(origin)) from error

    async def _reach(self, origin: Origin) -> socket.socket:
        """Return a connected socket whose other end is `origin`, through a tunnel if need be."""
        proxy = self._proxy
        if proxy is None or origin.networks is not None or bypasses(self._no_proxy, origin):
            return await _connect(await _resolve(origin))
        through = Origin("http", proxy.host, proxy.port)
        sock = await _connect(await _resolve(through))
        try:
            await proxy.tunnel(sock, origin)
        except BaseException:
            sock.close()
            raise
        return sock

    async def _attach(self, sock: socket.socket, origin: Origin, protocol: Callable[[], P]) -> P:
        secure = origin.scheme == "https"
        try:
            _, attached = await asyncio.get_running_loop().create_connection(
                protocol,
                sock=sock,
                ssl=self._tls if secure else None,
                server_hostname=origin.host if secure else None,
            )
        except BaseException:
            _disown(sock)
            raise
        return attached


async def _resolve(origin: Origin) -> Sequence[AddressInfo]:
    found = await asyncio.get_running_loop().getaddrinfo(
        origin.host, origin.port, type=socket.SOCK_STREAM
    )
    if origin.networks is None:
        return found
    allowed = [entry for entry in found if is_allowed(str(entry[4][0]), origin.networks)]
    if not allowed:
        raise AddressNotAllowed(
            f"{origin} leads to no address that is globally routable or in a listed network; "
            "list its network in the configuration if it is meant to be reached"
        )
    return allowed


async def _connect(addresses: Sequence[AddressInfo]) -> socket.socket:
    sock = await start_connection(addresses, happy_eyeballs_delay=_HAPPY_EYEBALLS_DELAY)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in _KEEPALIVE:
        sock.setsockopt(socket.IPPROTO_TCP, option, value)
    return sock


def _disown(sock: socket.socket) -> None:
    """Let go of a socket that the event loop took over and failed to attach.

    The loop closes it. uvloop, where it is cancelled before the first callback, has closed the
    descriptor already and left `sock` pointing at a number that may soon be another's.
    """
    if sock.fileno() == -1:
        return
    try:
        os.fstat(sock.fileno())
    except OSError:
        sock.detach()
