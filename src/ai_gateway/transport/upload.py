"""A request body that goes out in pieces."""

import asyncio
from collections.abc import AsyncIterator

from ai_gateway.transport.errors import MalformedRequest


class Upload:
    """Sends pieces as the caller brings them and the peer takes them, holding one at a time.

    It can be stopped from outside, where the answer or a failure comes first. A deadline that
    is moved to now ends the wait for the caller's next piece, so that no upload needs a task
    of its own.
    """

    def __init__(self, transport: asyncio.WriteTransport) -> None:
        self._transport = transport
        self._scope = asyncio.timeout(None)
        self._running = False
        self._drained: asyncio.Future[None] | None = None

    @property
    def held(self) -> bool:
        """Whether it is the peer, not the caller, who keeps it waiting."""
        return self._drained is not None

    async def send(self, pieces: AsyncIterator[bytes], length: int | None) -> bool:
        """Send `pieces`, `length` bytes or else in chunks; return whether all of them went out.

        Raises `MalformedRequest` where they are not `length` bytes, and whatever the iterator
        raises.
        """
        try:
            async with self._scope:
                self._running = True
                return await self._pump(pieces, length)
        except TimeoutError:
            # The iterator may raise this class too.
            if not self._scope.expired():
                raise
            return False
        finally:
            self._running = False

    def stop(self) -> None:
        """Send no more; idempotent."""
        if self._running:
            self._running = False
            self._scope.reschedule(asyncio.get_running_loop().time())

    def hold(self) -> None:
        """Wait before the next piece: the peer does not keep up."""
        self._drained = asyncio.get_running_loop().create_future()

    def go_on(self) -> None:
        """Send on after `hold`."""
        drained, self._drained = self._drained, None
        if drained is not None and not drained.done():
            drained.set_result(None)

    async def _pump(self, pieces: AsyncIterator[bytes], length: int | None) -> bool:
        sent = 0
        async for piece in pieces:
            # An iterator that never waits is never interrupted either.
            if not self._running:
                return False
            sent += len(piece)
            if length is None:
                # An empty chunk would end the body.
                if piece:
                    self._transport.writelines((b"%x\r\n" % len(piece), piece, b"\r\n"))
            elif sent <= length:
                self._transport.write(piece)
            else:
                break
            if self._drained is not None:
                await self._drained
        if length is None:
            self._transport.write(b"0\r\n\r\n")
        elif sent != length:
            # One byte more would be read as the next request, one less is waited for.
            raise MalformedRequest(
                f"the body brought {sent} bytes{' or more' if sent > length else ''}, announced "
                f"were {length} (body_length)"
            )
        return True
