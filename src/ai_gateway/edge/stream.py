"""Bodies in pieces on their way to the caller."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from ai_gateway.background.supervisor import Supervisor
from ai_gateway.core.body import ByteStream
from ai_gateway.core.errors import GatewayError, Overloaded

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
RenderEvent = Callable[[GatewayError], bytes]

COMMENT = b": keep-alive\n\n"
"""A comment line and an empty one: WHATWG's own advice against proxies that cut silent streams."""


async def send_pieces(send: Send, body: ByteStream) -> None:
    """Send a body that is not an event stream.

    Raises the `GatewayError` that ended it early. Nothing but cutting the connection can tell
    the caller then, which is what the server does with a call that raises.
    """
    async for piece in body:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


class EventSender:
    """Sends one event stream: keeps it alive while it is silent, and says how it ended.

    `send` waits while the caller is slow, and nothing more is read from the provider
    meanwhile. Each piece is a whole number of events, so a comment fits between any two.
    """

    def __init__(
        self, send: Send, render: RenderEvent, supervisor: Supervisor, interval: float
    ) -> None:
        self._send = send
        self._render = render
        self._supervisor = supervisor
        self._interval = interval
        self._loop = asyncio.get_running_loop()
        self._last_sent = self._loop.time()
        self._waiting = False
        self._comment_task: asyncio.Task[None] | None = None

    async def run(self, body: ByteStream) -> None:
        """Send `body` to its end, or to what ended it, which becomes the last event."""
        self._timer = self._loop.call_later(self._interval, self._beat)
        try:
            last = await self._events(body)
        finally:
            self._timer.cancel()
            if self._comment_task is not None:
                self._comment_task.cancel()  # or it might follow the end
        await self._send({"type": "http.response.body", "body": last, "more_body": False})

    async def _events(self, body: ByteStream) -> bytes:
        """Send every event and return the error event to end with, b"" where all went well."""
        send, clock = self._send, self._loop.time
        try:
            while True:
                self._waiting = True
                piece = await body.__anext__()
                self._waiting = False
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                self._last_sent = clock()
        except StopAsyncIteration:
            return b""
        except GatewayError as error:
            return self._render(error)
        except asyncio.CancelledError:
            # The caller left, and this goes nowhere; or the gateway stops, and the caller is told.
            return self._render(shutting_down())
        finally:
            self._waiting = False

    def _beat(self) -> None:
        """Send a comment if the stream was silent for an interval, and look again later."""
        silent = self._loop.time() - self._last_sent
        if silent >= self._interval:
            if self._waiting and self._comment_task is None:
                self._comment_task = self._supervisor.spawn(self._comment(), "keep-alive comment")
            silent = 0.0
        self._timer = self._loop.call_later(self._interval - silent, self._beat)

    async def _comment(self) -> None:
        # Where the caller reads nothing, this waits, and one that waits is enough.
        if self._waiting:
            await self._send({"type": "http.response.body", "body": COMMENT, "more_body": True})
            self._last_sent = self._loop.time()
        self._comment_task = None


def shutting_down() -> Overloaded:
    """Return the error that ends a stream which outlasted the drain."""
    return Overloaded(
        "The gateway is shutting down and this answer took longer than it waits. Ask again.",
        retry_after=1,
    )
