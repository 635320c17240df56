"""A real load balancer: nginx, with the timeouts of the deployment's."""

import asyncio
import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import which
from urllib.parse import urlsplit

import pytest

from tests.integration.deployment.timeouts import Timeouts
from tests.integration.robustness.callers import PATIENCE, Caller

# Everything that is written stands in the folder of the test.
_CONFIGURATION = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log notice;
worker_processes 1;
worker_shutdown_timeout {leave:.0f}ms;
events {{ worker_connections 2048; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  keepalive_timeout {idle:.0f}ms;
  keepalive_requests 100000;
  send_timeout {idle:.0f}ms;
  upstream gateway {{ server {target}; keepalive 256; }}
  server {{
    listen unix:{folder}/balancer.sock;
    location / {{
      proxy_pass http://gateway;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host localhost;
      proxy_buffering off;
      proxy_read_timeout {idle:.0f}ms;
      proxy_send_timeout {idle:.0f}ms;
      proxy_next_upstream off;
    }}
  }}
}}
"""


class Balancer:
    """nginx in front of one gateway at a time."""

    def __init__(self, process: asyncio.subprocess.Process, folder: Path, times: Timeouts) -> None:
        self._process = process
        self._folder = folder
        self._times = times

    def register(self, url: str) -> None:
        """Send new calls to the gateway at `url`, and deregister the one before.

        What is open stays where it is, as on the deployment's load balancer.
        """
        _configure(self._folder, url, self._times)
        self._process.send_signal(signal.SIGHUP)

    @asynccontextmanager
    async def calling(self) -> AsyncGenerator[Caller]:
        """Connect as a caller does."""
        reader, writer = await asyncio.open_unix_connection(self._folder / "balancer.sock")
        try:
            yield Caller(reader, writer)
        finally:
            writer.transport.abort()


@asynccontextmanager
async def balancing(folder: Path, url: str, times: Timeouts) -> AsyncGenerator[Balancer]:
    """Run the load balancer before the gateway at `url`."""
    nginx = which("nginx")
    if nginx is None:
        pytest.skip("nginx is not on the path")
    _configure(folder, url, times)
    process = await asyncio.create_subprocess_exec(
        *(nginx, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", f"{folder}/start.log"),
        stdin=asyncio.subprocess.DEVNULL,
    )
    try:
        balancer = Balancer(process, folder, times)
        await _up(balancer, process, folder)
        yield balancer
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _configure(folder: Path, url: str, times: Timeouts) -> None:
    text = _CONFIGURATION.format(
        folder=folder,
        target=urlsplit(url).netloc,
        idle=times.idle * 1000,
        # What a deregistered target's calls may take, and the stop of its task after that.
        leave=(times.deregistration + times.stop) * 1000,
    )
    (folder / "nginx.conf").write_text(text)


async def _up(balancer: Balancer, process: asyncio.subprocess.Process, folder: Path) -> None:
    async with asyncio.timeout(PATIENCE):
        while process.returncode is None:
            try:
                async with balancer.calling():
                    return
            except (FileNotFoundError, ConnectionRefusedError):
                await asyncio.sleep(0)
    log = folder / "start.log"
    raise AssertionError(f"nginx did not start: {log.read_text() if log.exists() else ''}")
