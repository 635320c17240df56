"""The load generator of the open loop and of the streams: a program that keeps to a schedule.

Calls start at a fixed rate, whatever became of those before, and every latency counts from the
instant at which the call should have started. A generator that waits for answers, or counts from
when it got to send, forgives a gateway its stalls (coordinated omission).

It reads a `Plan` as JSON from standard input and writes a `Result` as JSON to standard output.
"""

import asyncio
import re
import sys
import time
from collections import deque
from functools import partial
from typing import cast

import httptools
import msgspec
import uvloop
from typing_extensions import override

from bench import procfs
from bench.plan import Plan, Result
from bench.tally import Tally
from bench.timer import Timer

# A stream of the benchmark lasts about a second; seconds.
_DRAIN = 5.0

_STAMP = re.compile(rb'"content":\s?"(\d{19})"')


class _Connection(asyncio.Protocol):
    """One keep-alive connection: at most one call at a time."""

    def __init__(self, generator: "_Generator") -> None:
        self._generator = generator
        self._tally = generator.tally
        self._chunks = generator.plan.chunks
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.WriteTransport | None = None
        self._intended: int | None = None
        self._now = 0
        self._answered = False
        self._seen = 0
        self._stamps: list[bytes] = []
        self._tail = b""

    def send(self, request: bytes, intended: int) -> None:
        assert self._transport is not None
        self._intended = intended
        self._answered = False
        self._seen = 0
        self._transport.write(request)

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclass of asyncio's.
        self._transport = cast(asyncio.WriteTransport, transport)
        self._generator.ready(self)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._fail(f"connection lost: {exc or 'closed by the peer'}")
        self._generator.lost(self)

    @override
    def data_received(self, data: bytes) -> None:
        self._now = time.monotonic_ns()
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._fail(f"not HTTP: {error!r}")
            self._close()
        if self._stamps:
            self._tally.arrived(self._now, self._stamps)
            self._stamps = []

    def on_body(self, body: bytes) -> None:
        if not self._answered and self._intended is not None:
            self._answered = True
            self._tally.answered(self._intended, self._now)
        if self._chunks:
            # A gateway may cut an event in two; what follows the last whole one waits.
            whole, end, self._tail = (self._tail + body).rpartition(b"\n\n")
            stamps = _STAMP.findall(whole) if end else []
            self._seen += len(stamps)
            self._stamps.extend(stamps)

    def on_message_complete(self) -> None:
        intended, self._intended = self._intended, None
        if intended is not None:
            self._judge(intended)
        if self._parser.should_keep_alive():
            self._generator.ready(self)
        else:
            self._close()

    def _judge(self, intended: int) -> None:
        status = self._parser.get_status_code()
        if status != 200:
            self._tally.failed(intended, f"status {status}")
        elif self._seen != self._chunks:
            self._tally.failed(intended, f"{self._seen} chunks instead of {self._chunks}")
        else:
            self._tally.completed(intended, self._now)

    def _fail(self, reason: str) -> None:
        if self._intended is not None:
            self._tally.failed(self._intended, reason)
            self._intended = None

    def _close(self) -> None:
        if self._transport is not None:
            self._transport.close()


class _Generator:
    """Keeps the schedule over a pool of connections, which grows when a call finds none idle."""

    def __init__(self, plan: Plan, loop: asyncio.AbstractEventLoop) -> None:
        self.plan = plan
        self._loop = loop
        self._timer = Timer(loop)
        # A little later than now, so that the first call is not late already.
        self._start = time.monotonic_ns() + 10_000_000
        self._begin = self._start + int(plan.warmup * 1e9)
        self._end = self._begin + int(plan.seconds * 1e9)
        self.tally = Tally(self._begin, self._end)
        self._idle: list[_Connection] = []  # the last used first, as pools do
        self._waiting: deque[int] = deque()
        self._open = 0
        self._connecting: set[asyncio.Task[None]] = set()

    async def run(self) -> Result:
        """Follow the plan and return what was seen; bounded by the plan's time and the drain's."""
        self._timer.at(self._start, partial(self._tick, 0))
        before = await self._cpu_at(self._begin)
        after = await self._cpu_at(self._end)
        if not self.plan.endless:
            await self.tally.drain(_DRAIN)
        self._timer.close()
        gateway, upstream, own = (late - early for early, late in zip(before, after, strict=True))
        return Result(
            calls=self.tally.calls,
            errors=self.tally.errors,
            error=self.tally.error,
            chunks=self.tally.chunks,
            alone=self.tally.alone,
            first_byte=self.tally.first_byte,
            transit=self.tally.transit,
            gateway_cpu=gateway,
            upstream_cpu=upstream,
            own_cpu=own,
            memory=procfs.memory(self.plan.gateway),
        )

    def ready(self, connection: _Connection) -> None:
        """Give the connection the call that waits longest, if any."""
        if self._waiting:
            connection.send(self.plan.request, self._waiting.popleft())
        else:
            self._idle.append(connection)

    def lost(self, connection: _Connection) -> None:
        """Forget a connection that is gone."""
        self._open -= 1
        if connection in self._idle:
            self._idle.remove(connection)
        elif self._waiting:
            self._connect()

    def _tick(self, index: int) -> None:
        intended = self._instant(index)
        if intended >= self._end or index == self.plan.calls:
            return
        self.tally.started(intended)
        if self._idle:
            self._idle.pop().send(self.plan.request, intended)
        else:
            self._waiting.append(intended)
            if self._open < self.plan.connections:
                self._connect()
        self._timer.at(self._instant(index + 1), partial(self._tick, index + 1))

    def _instant(self, index: int) -> int:
        return self._start + int(index * 1e9 / self.plan.rate)

    def _connect(self) -> None:
        self._open += 1
        task = self._loop.create_task(self._open_connection())
        self._connecting.add(task)
        task.add_done_callback(self._connecting.discard)

    async def _open_connection(self) -> None:
        try:
            await self._loop.create_connection(
                partial(_Connection, self), "127.0.0.1", self.plan.port
            )
        except OSError as error:
            self._open -= 1
            if self._waiting:
                self.tally.failed(self._waiting.popleft(), f"no connection: {error}")

    async def _cpu_at(self, instant: int) -> tuple[float, float, float]:
        """Return the CPU seconds of the gateway, the upstream and this program at `instant`."""
        reached: asyncio.Future[tuple[float, float, float]] = self._loop.create_future()

        def take() -> None:
            gateway = procfs.cpu_seconds(self.plan.gateway)
            upstream = procfs.cpu_seconds(self.plan.upstream)
            reached.set_result((gateway, upstream, time.process_time()))

        self._timer.at(instant, take)
        return await reached


async def _run(plan: Plan) -> Result:
    return await _Generator(plan, asyncio.get_running_loop()).run()


def main() -> None:
    """Run the plan on standard input."""
    plan = msgspec.json.decode(sys.stdin.buffer.read(), type=Plan)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(_run(plan))))


if __name__ == "__main__":
    main()
