"""Raw callers: they send the bytes that a test gives them and read answers off the wire."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

PATIENCE = 20.0
"""Seconds after which a wait counts as a hang: far beyond what a busy machine needs."""


class Answer:
    """One answer, or its head where the body is still to come."""

    def __init__(self, head: bytes) -> None:
        line, *fields = head[:-4].split(b"\r\n")
        self.version, self.status = line[:8], int(line[9:12])
        pairs = (field.partition(b":") for field in fields)
        self.fields = {name.lower(): value.strip() for name, _, value in pairs}
        self.body = b""


class Caller:
    """One connection to a gateway."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def head(self) -> Answer:
        """Read the head of an answer, without those of 1xx before it."""
        while True:
            answer = Answer(await self.reader.readuntil(b"\r\n\r\n"))
            if answer.status >= 200:
                return answer

    async def piece(self) -> bytes:
        """Read one chunk of a chunked body, b"" at its end."""
        size = int(await self.reader.readline(), 16)
        data = await self.reader.readexactly(size)
        assert await self.reader.readexactly(2) == b"\r\n"
        return data

    async def answer(self, method: bytes = b"POST") -> Answer:
        """Read a whole answer to a request with `method`."""
        async with asyncio.timeout(PATIENCE):
            answer = await self.head()
            if method == b"HEAD" or answer.status in (204, 304):
                return answer
            if answer.fields.get(b"transfer-encoding") == b"chunked":
                pieces = bytearray()
                while piece := await self.piece():
                    pieces += piece
                answer.body = bytes(pieces)
            else:
                length = int(answer.fields[b"content-length"])
                answer.body = await self.reader.readexactly(length)
            return answer

    async def until(self, mark: bytes) -> bytes:
        """Read, framing and all, until `mark` has come; return everything up to it."""
        async with asyncio.timeout(PATIENCE):
            return await self.reader.readuntil(mark)

    async def rest(self, patience: float = PATIENCE) -> bytes:
        """Read until the gateway closes the connection.

        After `patience` seconds say that nothing more is to come, which has to end it.
        """
        everything = bytearray()
        with suppress(ConnectionError):  # closed with bytes of ours unread
            try:
                async with asyncio.timeout(patience):
                    await self._read_into(everything)
            except TimeoutError:
                self.writer.write_eof()
                async with asyncio.timeout(PATIENCE):
                    await self._read_into(everything)
        return bytes(everything)

    async def _read_into(self, everything: bytearray) -> None:
        while piece := await self.reader.read(65536):
            everything += piece

    def leave(self) -> None:
        """Go without a goodbye."""
        self.writer.transport.abort()


@asynccontextmanager
async def calling(url: str, *, receive_buffer: int = 0) -> AsyncGenerator[Caller, None]:
    """Connect to the gateway at `url`; a small `receive_buffer` makes for a slow reader."""
    address = urlsplit(url)
    sock = socket.socket()
    sock.setblocking(False)
    if receive_buffer:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    loop = asyncio.get_running_loop()
    try:
        await loop.sock_connect(sock, (address.hostname, address.port))
    except BaseException:
        sock.close()
        raise
    limit = 2 * receive_buffer or 2**20
    reader, writer = await asyncio.open_connection(sock=sock, limit=limit)
    caller = Caller(reader, writer)
    try:
        yield caller
    finally:
        caller.leave()


def post(
    body: bytes,
    *fields: bytes,
    path: bytes = b"/v1/chat/completions",
    media: bytes = b"application/json",
) -> bytes:
    """Return a POST with a content-length."""
    lines = (b"host: localhost", b"content-type: " + media, b"content-length: %d" % len(body))
    return b"\r\n".join((b"POST %b HTTP/1.1" % path, *lines, *fields)) + b"\r\n\r\n" + body


def get(path: bytes, *fields: bytes) -> bytes:
    """Return a GET."""
    return b"\r\n".join((b"GET %b HTTP/1.1" % path, b"host: localhost", *fields)) + b"\r\n\r\n"


def question(model: str = "gpt-5-mini", *, stream: bool = False) -> bytes:
    """Return a small chat request; the model may carry directives for the simulator."""
    return b'{"model":"%b","stream":%b,"messages":[{"role":"user","content":"hi"}]}' % (
        model.encode(),
        b"true" if stream else b"false",
    )


def ask(model: str = "gpt-5-mini", *, stream: bool = False) -> bytes:
    """Return the whole request that asks a small question."""
    return post(question(model, stream=stream))
