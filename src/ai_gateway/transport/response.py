"""One answer, and its body in pieces."""

import asyncio
from collections import deque
from typing import Protocol, Self

from ai_gateway.transport.errors import BodyTooLarge, ConnectionDied, TransportError

# Read ahead for a slow reader: enough to keep a socket busy, small enough for 1,000 streams.
HIGH_WATER = 65536
# Reading goes on well before the buffer is empty, so that a quick reader never waits.
LOW_WATER = 16384


Head = tuple[int, list[tuple[bytes, bytes]], int | None]
"""Status, header fields and announced length of an answer."""


class Source(Protocol):
    """What feeds a body: a connection, until the answer is complete."""

    def resume(self, body: "ResponseBody") -> None:
        """Read on, if the connection is still on `body`'s answer."""
        ...

    def abandon(self, body: "ResponseBody") -> None:
        """Close the connection if it is still on `body`'s answer."""
        ...


class ResponseBody:
    """The body of one answer, for one reader.

    Each piece is what one read brought, never empty. The iteration ends only where the body is
    complete by HTTP's rules; anything that cut it short is raised as a `TransportError` after
    the pieces that came before. It must be read to the end or closed: until then it holds a
    connection. Cancelling a read closes it.
    """

    __slots__ = (
        "_ended",
        "_error",
        "_head",
        "_high",
        "_paused",
        "_pieces",
        "_size",
        "_source",
        "_waiter",
        "begun",
    )

    def __init__(self, source: Source) -> None:
        self._source = source
        self._pieces: deque[bytes] = deque()
        self._size = 0
        self._high = HIGH_WATER
        self._paused = False
        self._ended = False
        self._error: TransportError | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._head: Head | None = None
        self.begun = False

    # The reader's side.

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        while not self._pieces:
            if self._error is not None:
                raise self._error
            if self._ended:
                raise StopAsyncIteration
            await self._arrival()
        piece = self._pieces.popleft()
        self._size -= len(piece)
        if self._paused and self._size <= LOW_WATER:
            self._paused = False
            self._source.resume(self)
        return piece

    async def read(self, limit: int) -> bytes:
        """Return the rest of the body, woken once for all of it.

        Raises `BodyTooLarge`, and closes, where it is longer than `limit` bytes.
        """
        self._high = limit
        if self._paused and self._size <= limit:
            self._paused = False
            self._source.resume(self)
        while not self._ended and self._error is None and self._size <= limit:
            await self._arrival()
        if self._size > limit:
            await self.aclose()
            raise BodyTooLarge(f"the answer's body is longer than the {limit} bytes allowed")
        if self._error is not None:
            raise self._error
        whole = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces.clear()
        self._size = 0
        return whole

    async def aclose(self) -> None:
        """Close the connection if the answer is not complete; idempotent, never raises."""
        self._pieces.clear()
        self._size = 0
        if not self._ended and self._error is None:
            self.fail(ConnectionDied("the body was closed before its end", answered=True))
        self._source.abandon(self)

    async def _arrival(self) -> None:
        if self._waiter is not None:
            raise RuntimeError("a body has one reader: two are waiting for its next piece")
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        except asyncio.CancelledError:
            await self.aclose()
            raise
        finally:
            self._waiter = None

    # The connection's side.

    async def head(self) -> Head:
        """Wait for the head of the answer and return it."""
        while self._head is None:
            if self._error is not None:
                raise self._error
            await self._arrival()
        return self._head

    def begin(self, status: int, headers: list[tuple[bytes, bytes]], length: int | None) -> None:
        """Note the head of the answer."""
        self.begun = True
        self._head = (status, headers, length)
        self._wake()

    def feed(self, piece: bytes) -> bool:
        """Take a piece; return whether reading should pause until `Source.resume`."""
        self._pieces.append(piece)
        self._size += len(piece)
        # A reader of the whole body sleeps until its end, or until it is too long.
        if self._high == HIGH_WATER or self._size > self._high:
            self._wake()
        self._paused = self._size > self._high
        return self._paused

    def end(self) -> None:
        """Note that the body is complete."""
        self._ended = True
        self._wake()

    def fail(self, error: TransportError) -> None:
        """Note what cut the body short."""
        self._error = error
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class Response:
    """The head of one final answer, and its body.

    `headers` have lower-case names and the order of the wire; trailers are dropped.
    `content_length` is what the head announced in bytes, None where it announced none.
    """

    __slots__ = ("body", "content_length", "headers", "status")

    def __init__(
        self,
        status: int,
        headers: list[tuple[bytes, bytes]],
        content_length: int | None,
        body: ResponseBody,
    ) -> None:
        self.status = status
        self.headers = headers
        self.content_length = content_length
        self.body = body

    def __repr__(self) -> str:
        # Header values may be credentials (set-cookie).
        return f"Response({self.status})"
