"""Raw HTTP/1.1 upstreams: they read requests and answer with what a test scripts."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterable
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress

EVENTS = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
"""The head of an event stream."""

DONE = b"data: [DONE]\n\n"
"""The event that completes a stream of OpenAI's."""


class Exchange:
    """One request as it arrived, and the connection to answer it on."""

    def __init__(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        line, *fields = head[:-4].split(b"\r\n")
        self.method, self.target, _ = line.split(b" ")
        self.fields = [(name.lower(), value.strip()) for name, _, value in map(_split, fields)]
        self.reader = reader
        self.writer = writer
        self.body = b""

    def field(self, name: bytes) -> bytes | None:
        return dict(self.fields).get(name)

    async def pieces(self) -> AsyncGenerator[bytes, None]:
        """Yield the body piece by piece, to its end."""
        length = self.field(b"content-length")
        if self.field(b"transfer-encoding") == b"chunked":
            while size := int(await self.reader.readuntil(b"\r\n"), 16):
                yield await self.reader.readexactly(size)
                await self.reader.readexactly(2)
            await self.reader.readexactly(2)
        elif length is not None:
            left = int(length)
            while left and (piece := await self.reader.read(min(left, 65536))):
                left -= len(piece)
                yield piece

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def gone(self) -> None:
        """Wait until the gateway closes this connection."""
        with suppress(ConnectionError):
            while await self.reader.read(65536):
                pass


Script = Callable[[Exchange], Awaitable[None]]


class Upstream:
    """A listening upstream: its address, and how many connections it has."""

    def __init__(self, script: Script, *, whole: bool) -> None:
        self._script = script
        self._whole = whole
        self._tasks: set[asyncio.Task[None]] = set()
        self.url = ""

    @property
    def connections(self) -> int:
        return len(self._tasks)

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        # Ended by the gateway, or by the test that is over: neither is the upstream's business.
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while not writer.is_closing():
                    head = await reader.readuntil(b"\r\n\r\n")
                    exchange = Exchange(head, reader, writer)
                    if self._whole:
                        exchange.body = b"".join([piece async for piece in exchange.pieces()])
                    await self._script(exchange)
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def aclose(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def upstream(script: Script, *, whole: bool = True) -> AsyncGenerator[Upstream, None]:
    """Run `script` for each request; with `whole`, once its body is there."""
    served = Upstream(script, whole=whole)
    server = await asyncio.start_server(served.accept, "127.0.0.1", 0)
    served.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield served
    finally:
        server.close()
        await served.aclose()
        await server.wait_closed()


@contextmanager
def full_listener() -> Generator[str, None, None]:
    """Yield the address of a listener that has no room for another connection."""
    with ExitStack() as sockets:
        listener = sockets.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            filler = sockets.enter_context(socket.socket())
            filler.setblocking(False)
            with suppress(BlockingIOError):
                filler.connect(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def chunk(data: bytes) -> bytes:
    """Return `data` as one chunk of a chunked body."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def sized(body: bytes, media: bytes = b"application/json", status: bytes = b"200 OK") -> bytes:
    """Return a whole answer with a content-length."""
    head = b"HTTP/1.1 %b\r\ncontent-type: %b\r\ncontent-length: %d\r\n\r\n"
    return head % (status, media, len(body)) + body


def chunked(pieces: Iterable[bytes]) -> bytes:
    """Return the chunks of a whole chunked body."""
    return b"".join(chunk(piece) for piece in pieces if piece) + b"0\r\n\r\n"


def _split(field: bytes) -> tuple[bytes, bytes, bytes]:
    return field.partition(b":")
