"""The provider of the stream cases: a program that answers every call with paced SSE chunks.

Each chunk is written alone, with Nagle's algorithm off and `pace` after the one before, so that it
reaches the gateway as a read of its own: chunks that arrive together cost a gateway one wake-up
and one write instead of many. The load generator counts how many still arrived alone.

Each chunk carries, as its token, the instant at which it was sent, in nanoseconds of
`time.monotonic_ns`, 19 digits; the clock is the machine's, so whoever receives it knows how long
it was on its way. The wire format is that of the path: Anthropic's events at `/v1/messages`,
OpenAI's chat completion chunks everywhere else.
"""

import argparse
import asyncio
import time
from functools import partial
from typing import cast

import httptools
import msgspec
import uvloop
from typing_extensions import override

from bench.timer import Timer

_HEAD = (
    b"HTTP/1.1 200 OK\r\n"
    b"content-type: text/event-stream; charset=utf-8\r\n"
    b"cache-control: no-cache\r\n"
    b"x-request-id: req_5f1c2a7be94d4c0f8a63d1e0b7c9f214\r\n"
    b"transfer-encoding: chunked\r\n\r\n"
)


class Script(msgspec.Struct, frozen=True):
    """What a stream says; a `token` takes the instant as its text.

    `begin` goes out with the first token, `end` with the last, `usage` before it where asked for.
    """

    begin: bytes
    token: bytes
    last: bytes
    usage: bytes
    end: bytes


_COMMON = (
    b'data: {"id":"chatcmpl-CX3vW0kS8mBq2JtHnR5yLzPdAeUf","object":"chat.completion.chunk",'
    b'"created":1767225600,"model":"gpt-5-mini-2025-08-07","service_tier":"default",'
    b'"system_fingerprint":"fp_1a2b3c4d5e",'
)
_TOKEN = _COMMON + (
    b'"choices":[{"index":0,"delta":{"content":"%019d"},"logprobs":null,"finish_reason":null}]}\n\n'
)
_LAST_TOKEN = _COMMON + (
    b'"choices":[{"index":0,"delta":{"content":"%019d"},'
    b'"logprobs":null,"finish_reason":"stop"}]}\n\n'
)
_USAGE = _COMMON + (
    b'"choices":[],"usage":{"prompt_tokens":19,"completion_tokens":51,"total_tokens":70}}\n\n'
)
_OPENAI = Script(b"", _TOKEN, _LAST_TOKEN, _USAGE, b"data: [DONE]\n\n")

_DELTA = (
    b'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,'
    b'"delta":{"type":"text_delta","text":"%019d"}}\n\n'
)
_ANTHROPIC = Script(
    begin=(
        b'event: message_start\ndata: {"type":"message_start","message":{'
        b'"id":"msg_01XFDUDYJgAACzvnptvVoYEL","type":"message","role":"assistant",'
        b'"model":"claude-haiku-4-5-20251001","content":[],"stop_reason":null,'
        b'"stop_sequence":null,"usage":{"input_tokens":19,"cache_creation_input_tokens":0,'
        b'"cache_read_input_tokens":0,"output_tokens":1,"service_tier":"standard"}}}\n\n'
        b'event: content_block_start\ndata: {"type":"content_block_start","index":0,'
        b'"content_block":{"type":"text","text":""}}\n\n'
    ),
    token=_DELTA,
    last=_DELTA,
    usage=b"",
    end=(
        b'event: content_block_stop\ndata: {"type":"content_block_stop","index":0}\n\n'
        b'event: message_delta\ndata: {"type":"message_delta","delta":{'
        b'"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":19,'
        b'"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":51}}\n\n'
        b'event: message_stop\ndata: {"type":"message_stop"}\n\n'
    ),
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
        self._script = _OPENAI
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
            self._script = _ANTHROPIC if self._path.endswith(b"/messages") else _OPENAI
            self._transport.write(_HEAD)
            self._send_later(self._chunks, time.monotonic_ns() + self._pace)

    def _send_later(self, left: int, instant: int) -> None:
        self._timer.at(instant, partial(self._send, left, instant))

    def _send(self, left: int, instant: int) -> None:
        if self._transport is None:
            return
        now, script = time.monotonic_ns(), self._script
        begin = script.begin if left == self._chunks else b""
        if left > 1:
            self._transport.write(framed(begin + script.token % now))
            # From the instant it was due, not from now: a late chunk does not delay the next.
            self._send_later(left - 1, instant + self._pace)
            return
        end = script.usage + script.end if self._wants_usage else script.end
        self._transport.write(framed(begin + script.last % now + end) + b"0\r\n\r\n")


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
