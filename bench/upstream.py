"""The provider of the stream cases: a program that answers every call with paced chunks.

Each chunk is written alone, with Nagle's algorithm off and `pace` after the one before, so that it
reaches the gateway as a read of its own: chunks that arrive together cost a gateway one wake-up
and one write instead of many. The load generator counts how many still arrived alone.

Each chunk carries, as its token, the instant at which it was sent, in nanoseconds of
`time.monotonic_ns`, 19 digits; the clock is the machine's, so whoever receives it knows how long
it was on its way. The wire format is that of the path (`bench.scripts`).
"""

import argparse
import asyncio
import time
from functools import partial
from typing import cast

import httptools
import uvloop
from typing_extensions import override

from bench.scripts import OPENAI, script_for
from bench.timer import Timer

# The media type is the script's.
_HEAD = (
    b"HTTP/1.1 200 OK\r\n"
    b"content-type: %b\r\n"
    b"cache-control: no-cache\r\n"
    b"x-request-id: req_5f1c2a7be94d4c0f8a63d1e0b7c9f214\r\n"
    b"transfer-encoding: chunked\r\n\r\n"
)


def framed(data: bytes) -> bytes:
    """Return `data` as one chunk of HTTP's chunked transfer coding."""
    return b"%x\r\n%b\r\n" % (len(data), data)


class Provider(asyncio.Protocol):
    """One connection of a gateway: reads a call, streams `chunks` tokens, one every `pace` ns."""

    def __init__(self, timer: Timer, chunks: int, pace: int) -> None:
        self._timer = timer
        self._chunks = chunks
        self._pace = pace
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.WriteTransport | None = None
        self._path = b""
        self._script = OPENAI
        self._wants_usage = False

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclass of asyncio's.
        self._transport = cast(asyncio.WriteTransport, transport)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None

    @override
    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        self._path = b""
        self._wants_usage = False

    def on_url(self, url: bytes) -> None:
        self._path += url

    def on_body(self, body: bytes) -> None:
        self._wants_usage = self._wants_usage or b"include_usage" in body

    def on_message_complete(self) -> None:
        if self._transport is not None:
            self._script = script_for(self._path)
            self._transport.write(_HEAD % self._script.media_type)
            self._send_later(self._chunks, time.monotonic_ns() + self._pace)

    def _send_later(self, left: int, instant: int) -> None:
        self._timer.at(instant, partial(self._send, left, instant))

    def _send(self, left: int, instant: int) -> None:
        if self._transport is None:
            return
        now, script = time.monotonic_ns(), self._script
        begin = script.begin if left == self._chunks else b""
        if left > 1:
            self._transport.write(framed(begin + script.token(now)))
            # From the instant it was due, not from now: a late chunk does not delay the next.
            self._send_later(left - 1, instant + self._pace)
            return
        end = script.usage + script.end if self._wants_usage else script.end
        self._transport.write(framed(begin + script.last(now) + end) + b"0\r\n\r\n")


async def _serve(port: int, chunks: int, pace: float) -> None:
    loop = asyncio.get_running_loop()
    timer = Timer(loop)
    provider = partial(Provider, timer, chunks, int(pace * 1e9))
    server = await loop.create_server(provider, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--chunks", type=int, required=True, help="chunks in a stream")
    parser.add_argument("--pace", type=float, required=True, help="seconds between two chunks")
    options = parser.parse_args()
    uvloop.run(_serve(options.port, options.chunks, options.pace))


if __name__ == "__main__":
    main()
