"""Wires the parts together; nothing else does."""

import asyncio
import secrets
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from itertools import count
from types import TracebackType
from typing import Self

from ai_gateway.accounting.books import Books, BooksUnusable
from ai_gateway.admin.pages import build_admin
from ai_gateway.admin.usage import usage_routes
from ai_gateway.background.supervisor import Supervisor
from ai_gateway.config.settings import Settings
from ai_gateway.dialects.builtin import CALLERS, DIALECTS, READERS
from ai_gateway.edge.endpoint import CallEndpoint
from ai_gateway.edge.intake import Intake
from ai_gateway.edge.protocol import bounded
from ai_gateway.edge.render import Renderer
from ai_gateway.edge.sender import ReplySender
from ai_gateway.edge.server import Listener, listen
from ai_gateway.edge.state import EdgeState
from ai_gateway.pipeline import Pipeline
from ai_gateway.providers.attempt import Attempt
from ai_gateway.providers.fetcher import Fetcher
from ai_gateway.providers.table import ProviderTable
from ai_gateway.providers.translation import Translator
from ai_gateway.routing.choice import Chooser
from ai_gateway.routing.model_list import ModelList
from ai_gateway.routing.stage import Route
from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import TlsFailed


class StartRefused(Exception):
    """The gateway will not start like this; `message` says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def build(settings: Settings) -> "Gateway":
    """Return a gateway that is ready to start; entering it raises `StartRefused`."""
    return Gateway(settings)


class Gateway:
    """One gateway: two listeners and everything between them and the providers.

    Used as an asynchronous context manager: entered, it listens; left, it has stopped, whatever
    was open is cut. `serve_until_signal` stops it as an orchestrator expects. Several can run
    in one process. `url` and `admin_url` hold the ports that were really bound.
    """

    def __init__(self, settings: Settings) -> None:
        self.url = ""
        self.admin_url = ""
        self._settings = settings
        self._state = EdgeState()

    async def __aenter__(self) -> Self:
        settings = self._settings
        self._started = time.monotonic()
        try:
            self._books = Books(
                settings.accounting, settings.providers, CALLERS, time.monotonic, time.time
            )
        except BooksUnusable as error:
            raise StartRefused(error.message) from error
        self._ledger = self._books.open(sys.stdout.buffer)
        try:
            self._client = Client(settings.transport)
        except TlsFailed as error:
            await self._books.close()
            raise StartRefused(str(error)) from error
        self._supervisor = Supervisor()
        self._providers = ProviderTable(settings.providers, self._client, time.monotonic, time.time)
        renderer = Renderer(DIALECTS, _request_ids(), self._ledger.refuse)
        endpoint = CallEndpoint(
            Intake(settings.edge, time.monotonic),
            self._pipeline().journey(),
            ReplySender(renderer, self._state, self._supervisor, settings.edge.comment_interval),
            renderer,
            self._state,
            settings.edge.max_calls,
        )
        self._edge = Listener(
            endpoint,
            protocol=bounded(settings.edge, renderer),
            keep_alive_timeout=settings.edge.keep_alive_timeout,
            drain_timeout=settings.edge.drain_timeout,
            patience=settings.edge.stall_timeout,
        )
        questions = usage_routes(self._books.keeper.usage, self._books.keeper.calls, time.time)
        self._admin = Listener(build_admin(lambda: self._state.ready, self.status, questions))
        try:
            await self._listen()
        except StartRefused:
            await self._books.close()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._edge.cut()
        self._admin.cut()
        await asyncio.wait([self._edge_task, self._admin_task])
        await self._supervisor.aclose()
        await self._client.aclose()
        # Last, so that whatever was cut is on record.
        await self._books.close()

    async def serve_until_signal(self) -> None:
        """Serve until SIGTERM or SIGINT, then drain.

        SIGTERM waits `edge.drain_grace` first, so that the load balancer has seen readiness
        fail; SIGINT comes from a person at a terminal and does not. A second signal cuts what
        is still open.
        """
        loop = asyncio.get_running_loop()
        signals: asyncio.Queue[int] = asyncio.Queue()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, signals.put_nowait, number)
        try:
            first = await signals.get()
            grace = self._settings.edge.drain_grace if first == signal.SIGTERM else 0.0
            drained = self._supervisor.spawn(self.drain(grace), "drain")
            impatient = self._supervisor.spawn(_next(signals), "second signal")
            await asyncio.wait([drained, impatient], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(number)

    async def drain(self, grace: float) -> None:
        """Fail readiness, serve on for `grace` seconds, close the listener, let calls finish."""
        self._state.draining = True
        await asyncio.sleep(grace)
        self._edge.stop()
        await asyncio.wait([self._edge_task])

    def status(self) -> Mapping[str, object]:
        """Return what the admin listener shows of this replica."""
        return {
            "version": version("ai-gateway"),
            "uptime_seconds": round(time.monotonic() - self._started, 1),
            "draining": self._state.draining,
            "calls_in_flight": self._state.calls,
            "max_calls": self._settings.edge.max_calls,
            "background_tasks": len(self._supervisor),
            "ledger": self._books.status(),
            "providers": {
                provider.name: {"has_credential": provider.has_credential}
                for provider in self._providers
            },
            "connections": [
                {
                    "origin": str(use.origin),
                    "open": use.open,
                    "idle": use.idle,
                    "in_use": use.in_use,
                    "waiting": use.waiting,
                }
                for use in self._client.snapshot()
            ],
        }

    def _pipeline(self) -> Pipeline:
        settings = self._settings
        fetcher = Fetcher(self._client, settings.routing.fetch)
        translator = Translator(CALLERS, DIALECTS, fetcher, time.time)
        attempt = Attempt(self._client, READERS, translator)
        return Pipeline(
            accounting=self._books.stage(self._ledger),
            routing=Route(
                Chooser(settings.routing, self._providers),
                self._books.recorded(attempt),
                ModelList(settings.routing, settings.providers),
                DIALECTS,
            ),
        )

    async def _listen(self) -> None:
        edge, admin = self._settings.edge, self._settings.admin
        callers = _bind("edge", edge.host, edge.port)
        try:
            operators = _bind("admin", admin.host, admin.port)
        except StartRefused:
            callers.close()
            raise
        self.url = _url(callers.getsockname())
        self.admin_url = _url(operators.getsockname())
        self._edge_task = self._supervisor.spawn(self._edge.serve(callers), "callers' listener")
        self._admin_task = self._supervisor.spawn(self._admin.serve(operators), "admin listener")
        await self._edge.started()
        await self._admin.started()


def _bind(section: str, host: str, port: int) -> socket.socket:
    try:
        return listen(host, port)
    except OSError as error:
        raise StartRefused(
            f"{section} cannot listen on {host}:{port}: {(error.strerror or str(error)).lower()}. "
            f"Stop whatever listens there, or set {section}.port in gateway.yaml; 0 takes a free "
            "port."
        ) from error


def _url(name: tuple[str, int]) -> str:
    host, port = name[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _request_ids() -> Callable[[], str]:
    """Return a source of ids: unique among processes by 48 random bits, then counted."""
    prefix = secrets.token_hex(6)
    numbers = count(1)
    return lambda: f"{prefix}-{next(numbers)}"


async def _next(signals: "asyncio.Queue[int]") -> None:
    await signals.get()
