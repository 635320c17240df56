"""Runs the simulator: inside a test, or as a program."""

import asyncio
import functools
import signal
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Self, cast

import uvloop
from uvicorn.config import Config
from uvicorn.server import ServerState

from ai_gateway.simulator.app import SimulatorApp
from ai_gateway.simulator.pacing import Pacer
from ai_gateway.simulator.recording import RecordedRequest, Recording
from ai_gateway.simulator.wire import Wire, WireProtocol

# Longer than any client keeps a connection: the simulator is never the one to close first.
_KEEP_ALIVE = 620

# Room for the thousand callers that a benchmark connects at once.
_BACKLOG = 2048


class Simulator:
    """The simulated providers on one port, from `async with` to its end.

    With `port` 0 the system chooses one. Leaving closes every connection at once, whatever
    hangs on it. Any number of simulators run in one process and share nothing. It installs no
    signal handlers.
    """

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._host = host
        self._port = port
        self._recording = Recording()
        self._state = ServerState()
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        """The port that it listens on."""
        if self._server is None:
            raise RuntimeError("the simulator does not run; enter it with `async with`")
        return self._server.sockets[0].getsockname()[1]

    @property
    def url(self) -> str:
        """The address that clients are given, without a path."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self.port}"

    @property
    def requests(self) -> deque[RecordedRequest]:
        """The last thousand requests, the newest last."""
        return self._recording.requests

    @property
    def open_calls(self) -> int:
        """How many calls have begun and not ended."""
        return self._recording.open_calls

    @property
    def cancelled_calls(self) -> int:
        """How many callers left before the end of their answer."""
        return self._recording.cancelled_calls

    @property
    def connections(self) -> int:
        """How many connections are open."""
        return len(self._state.connections)

    async def wait_until(self, predicate: Callable[[], bool]) -> None:
        """Return as soon as `predicate` is true; it is looked at whenever a call changes.

        For example `await simulator.wait_until(lambda: simulator.cancelled_calls == 1)`. It
        waits for ever where that never happens: put a timeout around it.
        """
        await self._recording.wait_until(predicate)

    async def __aenter__(self) -> Self:
        """Start to listen; raise OSError where the address is taken."""
        loop = asyncio.get_running_loop()
        config = Config(
            SimulatorApp(self._recording),
            lifespan="off",
            ws="none",
            log_config=None,
            proxy_headers=False,
            timeout_keep_alive=_KEEP_ALIVE,
        )
        config.load()
        make = functools.partial(WireProtocol, Pacer(loop), config, self._state, loop)
        self._server = await loop.create_server(make, self._host, self._port, backlog=_BACKLOG)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop listening, close every connection, and see every call end."""
        if self._server is None:
            return
        server, self._server = self._server, None
        server.close()
        lost: list[asyncio.Future[None]] = []
        for connection in list(self._state.connections):
            wire = cast("WireProtocol", connection).wire
            if isinstance(wire, Wire):
                wire.abort()
                lost.append(wire.lost)
        await asyncio.gather(*lost, *self._state.tasks)
        await server.wait_closed()


def run(host: str, port: int) -> None:
    """Serve on `host` and `port` until SIGINT or SIGTERM; raise OSError if they are taken."""
    uvloop.run(_serve(host, port))


async def _serve(host: str, port: int) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with Simulator(host, port):
        await stop.wait()
