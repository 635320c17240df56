"""A raw peer for the client to talk to: it sends the bytes that a test scripts, good or bad."""

import asyncio
import contextlib
import socket
import ssl
import struct
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

from ai_gateway.transport.request import Origin, Request


class Peer:
    """One accepted connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def request(self) -> bytes:
        """Read one request: head and body, as they came."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        lower = head.lower()
        if b"transfer-encoding: chunked" in lower:
            return head + await self.reader.readuntil(b"0\r\n\r\n")
        if b"content-length: " in lower:
            length = int(lower.split(b"content-length: ")[1].split(b"\r\n")[0])
            return head + await self.reader.readexactly(length)
        return head

    async def send(self, data: bytes) -> None:
        if self.writer.is_closing():
            raise ConnectionResetError  # uvloop would raise a RuntimeError
        self.writer.write(data)
        await self.writer.drain()

    async def ended(self) -> bytes:
        """Wait until the client closes; return what it sent before that."""
        try:
            return await self.reader.read()
        except ConnectionError:
            return b""

    def reset(self) -> None:
        """Drop the connection without a goodbye: RST, not FIN."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


class Served:
    """A listening peer: where it is, how many connected, how many are open."""

    def __init__(self) -> None:
        self.port = 0
        self.accepted = 0
        self.open: set[asyncio.Task[None]] = set()
        self.failures: list[Exception] = []
        self.changed = asyncio.Condition()

    def origin(self, scheme: str = "http", host: str = "127.0.0.1") -> Origin:
        return Origin("https" if scheme == "https" else "http", host, self.port)

    def get(self, target: bytes = b"/", method: str = "GET") -> Request:
        return Request(self.origin(), method, target, [])

    def post(self, body: bytes = b"question", target: bytes = b"/") -> Request:
        return Request(self.origin(), "POST", target, [], body)

    async def all_closed(self) -> None:
        """Wait until no connection is open."""
        async with self.changed:
            await self.changed.wait_for(lambda: not self.open)


Script = Callable[[Peer], Awaitable[object]]


@asynccontextmanager
async def serving(
    script: Script, tls: ssl.SSLContext | None = None
) -> AsyncGenerator[Served, None]:
    """Run `script` for each connection, which is closed when it returns."""
    served = Served()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        served.accepted += 1
        served.open.add(task)
        try:
            await script(Peer(reader, writer))
        except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
            pass  # the client went away, which the test that expects more will notice
        except asyncio.CancelledError:
            pass  # the test is over
        except Exception as error:  # noqa: BLE001  # whatever it is, the test fails with it
            served.failures.append(error)
        finally:
            writer.transport.abort() if writer.is_closing() else writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()
            served.open.discard(task)
            async with served.changed:
                served.changed.notify_all()

    server = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=tls)
    served.port = server.sockets[0].getsockname()[1]
    try:
        yield served
    finally:
        server.close()
        open_now = list(served.open)
        for task in open_now:
            task.cancel()
        await asyncio.gather(*open_now, return_exceptions=True)
        await server.wait_closed()
    assert not served.failures, served.failures


def answering(*answers: bytes, then_close: bool = False) -> Script:
    """Answer the first request with the first bytes, and so on, the last for all that follow."""

    async def script(peer: Peer) -> None:
        for index in range(1000):
            await peer.request()
            await peer.send(answers[min(index, len(answers) - 1)])
            if then_close and index == len(answers) - 1:
                return

    return script


def answer(body: bytes = b"", *fields: bytes, status: bytes = b"200 OK") -> bytes:
    """Return an answer with a content-length."""
    head = [b"HTTP/1.1 " + status, b"content-length: %d" % len(body), *fields]
    return b"\r\n".join(head) + b"\r\n\r\n" + body
