"""One connection: it carries one exchange at a time and never mixes two."""

import asyncio
import select
from math import inf
from typing import Protocol, cast

from ai_gateway.transport.errors import (
    ConnectionDied,
    FirstByteTimeout,
    IdleTimeout,
    TotalTimeout,
    TransportError,
)
from ai_gateway.transport.parser import ResponseParser
from ai_gateway.transport.request import Request
from ai_gateway.transport.response import Response, ResponseBody
from ai_gateway.transport.settings import TransportSettings
from ai_gateway.transport.tls import said_goodbye
from ai_gateway.transport.upload import Upload


class Owner(Protocol):
    """The pool that a connection belongs to."""

    def give_back(self, connection: "Connection") -> None:
        """Take a connection whose exchange left it clean."""
        ...

    def forget(self, connection: "Connection") -> None:
        """Drop a connection that is closed; called once."""
        ...


class Connection(asyncio.Protocol):
    """A connected socket with its parser and its one timer.

    It is idle, or inside the exchange of `_body`. It goes back to its owner in the instant the
    answer is complete, if the request is completely sent, both sides keep the connection alive
    and no byte is left over; in every other case it is closed, at once. Bytes that arrive while
    it is idle close it too.

    One timer for its whole life looks after every time limit: a deadline moves with each byte
    for the price of reading the clock, and no call makes or cancels a timer.
    """

    def __init__(self, owner: Owner, origin: str, settings: TransportSettings) -> None:
        self._owner = owner
        self._origin = origin
        self._settings = settings
        self._loop = asyncio.get_running_loop()
        self._parser = ResponseParser(
            settings.max_response_header_bytes, settings.max_response_headers
        )
        # No limit can begin to run and end between two looks at the clock.
        self._tick = min(
            settings.first_byte_timeout,
            settings.idle_timeout,
            settings.total_timeout,
            settings.idle_expiry,
        )
        self._lost: asyncio.Future[None] = self._loop.create_future()
        self._paused = False
        self._since = self._loop.time()
        # Of the exchange under way:
        self._body: ResponseBody | None = None
        self._upload: Upload | None = None
        self._sent = False
        self._answered = False
        self._deadline = inf
        self.closed = False
        self.reused = False

    def __repr__(self) -> str:
        state = "closed" if self.closed else "idle" if self._body is None else "busy"
        return f"Connection({self._origin}, {state})"

    async def exchange(self, request: Request, head: bytes) -> Response:
        """Send `request`, its head encoded in `head`, and return the answer once its head is in.

        Raises `TransportError`, or whatever the request's body iterator raises. Where it raises
        or is cancelled, the connection is closed.
        """
        body = self._begin(bodiless=request.method == "HEAD")
        try:
            if isinstance(request.body, bytes):
                # One system call, and no copy of a long prompt.
                self._transport.writelines((head, request.body) if request.body else (head,))
                self._sent = True
            else:
                self._upload = Upload(self._transport)
                self._transport.write(head)
                self._sent = await self._upload.send(request.body, request.body_length)
                self._upload = None
                self._since = self._loop.time()
            status, headers, length = await body.head()
        except BaseException:
            self.abandon(body)
            raise
        return Response(status, headers, length, body)

    def usable(self) -> bool:
        """Return whether an idle connection is open and silent, down to the kernel's buffer.

        What the peer sent or ended since the event loop last looked is seen here, before the
        next exchange could mistake it for its answer.
        """
        return not self.closed and not self._poll.poll(0)

    def close(self) -> None:
        """Close at once, idle or not; idempotent."""
        if self.closed:
            return
        self.closed = True
        self._timer.cancel()
        # Not close(): that would wait for a peer to read what nobody needs any more.
        self._transport.abort()
        self._owner.forget(self)

    def fail(self, error: TransportError) -> None:
        """Close, and raise `error` to whoever waits for the answer or reads its body."""
        body, self._body = self._body, None
        self.close()
        if body is not None:
            body.fail(error)
            if self._upload is not None:
                self._upload.stop()

    async def wait_lost(self) -> None:
        """Wait until the event loop has let go of the socket, after `close`."""
        await asyncio.shield(self._lost)

    # What a body calls.

    def resume(self, body: ResponseBody) -> None:
        """Read on, if this is still the exchange of `body`."""
        if self._body is body and self._paused:
            self._read_on()
            self._since = self._loop.time()

    def abandon(self, body: ResponseBody) -> None:
        """Close, if this is still the exchange of `body`."""
        if self._body is body:
            self._body = None
            self.close()

    # What the event loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start the timer, and the look-out for bytes on an idle connection."""
        self._transport = cast("asyncio.Transport", transport)
        self._poll = select.poll()
        self._poll.register(transport.get_extra_info("socket").fileno(), select.POLLIN)
        self._timer = self._loop.call_later(self._tick, self._watch)

    def data_received(self, data: bytes) -> None:
        """Parse what arrived and hand it to the body."""
        body = self._body
        if body is None:
            self.close()
            return
        self._answered = True
        parser = self._parser
        piece = parser.feed(data)
        if parser.status:
            self._since = self._loop.time()
            if not body.begun:
                body.begin(parser.status, parser.headers, parser.content_length)
                if self._upload is not None:
                    self._upload.stop()
            if piece and body.feed(piece) and not self._paused:
                self._paused = True
                self._transport.pause_reading()
            if parser.complete:
                self._finish(body)
                return
        if parser.violation is not None:
            self.fail(parser.violation)

    def eof_received(self) -> None:
        """Complete a body that ends with the connection, if the peer meant to end it."""
        if self._body is not None and said_goodbye(self._transport) and self._parser.end():
            self._finish(self._body)
        else:
            self._die(None)

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail whatever was under way."""
        self._die(exc)
        self._lost.set_result(None)

    def pause_writing(self) -> None:
        """Hold the upload: the peer does not keep up."""
        self._since = self._loop.time()
        if self._upload is not None:
            self._upload.hold()

    def resume_writing(self) -> None:
        """Let the upload go on."""
        self._since = self._loop.time()
        if self._upload is not None:
            self._upload.go_on()

    # The exchange.

    def _begin(self, *, bodiless: bool) -> ResponseBody:
        if self.closed:
            raise ConnectionDied(f"the connection to {self._origin} is closed", answered=False)
        self._sent = self._answered = False
        self._upload = None
        self._since = self._loop.time()
        self._deadline = self._since + self._settings.total_timeout
        self._parser.expect(bodiless=bodiless)
        self._body = body = ResponseBody(self)
        return body

    def _finish(self, body: ResponseBody) -> None:
        self._body = None
        body.end()
        written = self._sent and not self._transport.get_write_buffer_size()
        if not (written and self._parser.reusable):
            self.close()
            return
        if self._paused:
            self._read_on()
        self._since = self._loop.time()
        self.reused = True
        self._owner.give_back(self)

    def _die(self, cause: Exception | None) -> None:
        why = "the peer ended it" if cause is None else f"{type(cause).__name__}: {cause}"
        state = "before its answer was complete" if self._answered else "before it answered"
        self.fail(
            ConnectionDied(
                f"the connection to {self._origin} ended {state}: {why}", answered=self._answered
            )
        )

    def _read_on(self) -> None:
        self._paused = False
        self._transport.resume_reading()

    # The timer.

    def _watch(self) -> None:
        now = self._loop.time()
        due, error = self._limit()
        if now < due:
            self._timer = self._loop.call_later(min(due - now, self._tick), self._watch)
        elif error is None:
            self.close()
        else:
            self.fail(error)

    def _limit(self) -> tuple[float, TransportError | None]:
        """Return when the present state has lasted too long, and what it fails with then."""
        settings, body = self._settings, self._body
        if body is None:
            return self._since + settings.idle_expiry, None
        upload = None if body.begun else self._upload
        if self._paused or (upload is not None and not upload.held):
            # The caller, not the provider, is who keeps this waiting.
            error, due = None, inf
        elif upload is not None or body.begun:
            limit, due = settings.idle_timeout, self._since + settings.idle_timeout
            error = IdleTimeout(f"{self._origin} was silent for {limit} s (idle_timeout)")
        else:
            limit, due = settings.first_byte_timeout, self._since + settings.first_byte_timeout
            error = FirstByteTimeout(
                f"{self._origin} did not answer within {limit} s (first_byte_timeout)"
            )
        if self._deadline <= due:
            limit, due = settings.total_timeout, self._deadline
            error = TotalTimeout(
                f"the answer of {self._origin} went on for {limit} s (total_timeout)"
            )
        return due, error
