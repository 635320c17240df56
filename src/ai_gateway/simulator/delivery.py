"""Puts an answer on the wire, as well or as badly as the directives say."""

from collections.abc import AsyncIterator, Iterable, Iterator
from http import HTTPStatus

import msgspec
from starlette.types import Send

from ai_gateway.simulator.answer import Answer, EventStream, HeaderPairs
from ai_gateway.simulator.directive import Directives
from ai_gateway.simulator.wire import Wire

_NOT_HTTP = b"\x16\x03\x01\x00\xa5SSH-2.0-simulated\r\n\x00\xff\xfe this is not HTTP\r\n\r\n"
_PROXY_PAGE = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    b"<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"
)
MARK = (b"x-ai-gateway-simulated", b"true")
"""The header field of every answer."""

# How much of a plain body goes out in one piece while nothing is to happen inside it.
_PIECE = 65_536


class Delivery(msgspec.Struct, frozen=True):
    """Where one answer goes, and how."""

    directives: Directives
    send: Send
    wire: Wire

    async def prevent(self) -> bool:
        """Do what has to happen instead of any answer; tell whether it did."""
        directives = self.directives
        if directives.first_byte:
            await self.wire.wait_until(self.wire.now + directives.first_byte / 1000)
        if directives.hang:
            await self.wire.hang()
        if directives.garbage == "http":
            await self.wire.write(_NOT_HTTP)
        if directives.disconnect or directives.garbage == "http":
            await self.wire.die()
            return True
        return False

    async def deliver(self, answer: Answer | EventStream) -> None:
        """Send `answer`; raise CallerLeft where the caller leaves before its end."""
        answer = self._spoiled(answer)
        if self.directives.one_byte:
            await self._send_bytewise(answer)
        elif isinstance(answer, EventStream):
            await self._send_pieces(200, answer.headers, self._events(answer))
        elif self._breaks:
            # Without a length, so that a body cut short can end as if it were whole.
            keep_length = self.directives.cut_after is None
            headers = self._sized(answer) if keep_length else answer.headers
            await self._send_pieces(answer.status, headers, _bytewise(answer.body))
        else:
            await self._send_plain(answer)

    @property
    def _breaks(self) -> bool:
        """Whether something is to happen inside the body."""
        points = self.directives
        return any(
            point is not None
            for point in (
                points.hang_after,
                points.cut_after,
                points.die_after,
                points.die_mid_event,
            )
        )

    def _spoiled(self, answer: Answer | EventStream) -> Answer | EventStream:
        if self.directives.garbage == "json":
            return Answer(200, [(b"content-type", b"application/json")], b'{"id": "broken", "ob')
        if self.directives.garbage == "html":
            return Answer(502, [(b"content-type", b"text/html")], _PROXY_PAGE)
        return answer

    async def _send_plain(self, answer: Answer) -> None:
        await self.send(
            {
                "type": "http.response.start",
                "status": answer.status,
                "headers": [*self._sized(answer), MARK, *self._extra],
            }
        )
        body = answer.body
        for at in range(0, max(len(body) - _PIECE, 0), _PIECE):
            await self._send_body(body[at : at + _PIECE])
        rest = (len(body) - 1) // _PIECE * _PIECE if body else 0
        await self._send_body(body[rest:], more=False)

    async def _send_body(self, piece: bytes, *, more: bool = True) -> None:
        await self.send({"type": "http.response.body", "body": piece, "more_body": more})
        if more:
            self.wire.check()

    async def _send_pieces(
        self, status: int, headers: HeaderPairs, pieces: Iterable[bytes]
    ) -> None:
        headers = [*headers, MARK, *self._extra]
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        if self.directives.slow or self._breaks:
            async for piece in self._broken(pieces):
                await self._send_body(piece)
        else:
            for piece in pieces:
                await self._send_body(piece)
        if not self.wire.lost.done():
            await self._send_body(b"", more=False)

    async def _send_bytewise(self, answer: Answer | EventStream) -> None:
        """Speak HTTP without the server, which would gather the bytes."""
        self.wire.unbuffer()
        stream = isinstance(answer, EventStream)
        framing = (b"transfer-encoding", b"chunked")
        headers = [*answer.headers, framing] if stream else self._sized(answer)
        headers = [*headers, MARK, *self._extra, (b"connection", b"close")]
        await self._write_bytewise(_head(200 if stream else answer.status, headers))
        pieces = self._events(answer) if stream else _bytewise(answer.body)
        async for piece in self._broken(pieces):
            chunk = b"%x\r\n%b\r\n" % (len(piece), piece) if stream else piece
            await self._write_bytewise(chunk)
        if stream and not self.wire.lost.done():
            await self._write_bytewise(b"0\r\n\r\n")
        await self.wire.die()

    async def _write_bytewise(self, data: bytes) -> None:
        for at in range(len(data)):
            await self.wire.write(data[at : at + 1])
            # Give a reader in the same process the time to see this byte alone.
            await self.wire.breathe()

    async def _broken(self, pieces: Iterable[bytes]) -> AsyncIterator[bytes]:
        """Pass `pieces` on at their pace, until the point where something is to happen."""
        directives, wire = self.directives, self.wire
        due = wire.now
        for count, piece in enumerate(pieces):
            if directives.slow and count:
                due = max(due + directives.slow / 1000, wire.now)
                await wire.wait_until(due)
            if count == directives.hang_after:
                await wire.hang()
            if count == directives.cut_after:
                return
            if count == directives.die_mid_event:
                yield piece[: len(piece) // 2]
            if count in (directives.die_after, directives.die_mid_event):
                await wire.die()
                return
            yield piece

    def _events(self, answer: EventStream) -> Iterable[bytes]:
        events = answer.events
        if self.directives.no_done:
            events = _but_last(events)
        if self.directives.error_after is not None:
            events = _ending(events, self.directives.error_after, answer)
        return events

    def _sized(self, answer: Answer) -> HeaderPairs:
        return [*answer.headers, (b"content-length", b"%d" % len(answer.body))]

    @property
    def _extra(self) -> HeaderPairs:
        seconds = self.directives.retry_after
        return [] if seconds is None else [(b"retry-after", b"%d" % seconds)]


def _head(status: int, headers: HeaderPairs) -> bytes:
    known = status in HTTPStatus.__members__.values()
    phrase = HTTPStatus(status).phrase if known else "Overloaded"
    fields = b"".join(b"%b: %b\r\n" % field for field in headers)
    return b"HTTP/1.1 %d %b\r\n%b\r\n" % (status, phrase.encode(), fields)


def _bytewise(body: bytes) -> Iterator[bytes]:
    return (body[at : at + 1] for at in range(len(body)))


def _but_last(events: Iterable[bytes]) -> Iterator[bytes]:
    held: bytes | None = None
    for event in events:
        if held is not None:
            yield held
        held = event


def _ending(events: Iterable[bytes], count: int, answer: EventStream) -> Iterator[bytes]:
    for number, event in enumerate(events):
        if number == count:
            break
        yield event
    yield answer.error_event(count)
