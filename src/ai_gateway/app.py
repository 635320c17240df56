"""Wires the parts together; `assembly` makes those that are made of several."""

import asyncio
import secrets
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from itertools import count
from types import TracebackType
from typing import Self

from ai_gateway.accounting.books import Books, BooksUnusable
from ai_gateway.admin.pages import build_admin
from ai_gateway.admin.usage import usage_routes
from ai_gateway.assembly import Identity, TablePricing, admission, budget_alerts, targets_of
from ai_gateway.auth.credential_file import CredentialFileDamaged
from ai_gateway.auth.gate import Surroundings
from ai_gateway.background.supervisor import Supervisor
from ai_gateway.config.mistakes import ConfigurationInvalid, Mistake
from ai_gateway.config.settings import Settings
from ai_gateway.dialects.builtin import CALLERS, DIALECTS, READERS
from ai_gateway.edge.endpoint import CallEndpoint
from ai_gateway.edge.intake import Intake
from ai_gateway.edge.protocol import bounded
from ai_gateway.edge.render import Renderer
from ai_gateway.edge.sender import ReplySender
from ai_gateway.edge.server import Listener, listen
from ai_gateway.edge.state import EdgeState
from ai_gateway.issuer.signing import SigningKeyUnusable
from ai_gateway.pipeline import Journey, Pipeline
from ai_gateway.providers.attempt import Attempt
from ai_gateway.providers.fetcher import Fetcher
from ai_gateway.providers.table import ProviderTable
from ai_gateway.providers.translation import Translator
from ai_gateway.routing.choice import Chooser
from ai_gateway.routing.model_list import ModelList
from ai_gateway.routing.stage import Route
from ai_gateway.store.builtin import BACKENDS
from ai_gateway.store.contract import StoreUnavailable
from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import TlsFailed

WALL_CLOCK = time.time
"""Seconds since 1970, for the commands that note when something was done."""

_FIXED = ("edge", "admin", "admission", "store", "accounting")
"""Sections that only a restart changes: sockets, counters, files, and what connections were made
with. Of `auth` too, all but its keys."""


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
        self._routing = Journey()

    async def __aenter__(self) -> Self:
        self._started = time.monotonic()
        self._supervisor = Supervisor()
        self._retired: list[Client] = []
        callers, operators = self._bound()
        try:
            await self._open()
        except StartRefused:
            callers.close()
            operators.close()
            raise
        self._listeners()
        self._supervisor.spawn(self._store.run(), "store")
        self._edge_task = self._supervisor.spawn(self._edge.serve(callers), "callers' listener")
        self._admin_task = self._supervisor.spawn(self._admin.serve(operators), "admin listener")
        await self._edge.started()
        await self._admin.started()
        return self

    async def _open(self) -> None:
        """Open what holds files, counters and connections. Raises `StartRefused`."""
        settings = self._settings
        self._identity: Identity | None = None
        try:
            self._books = Books(
                settings.accounting, settings.providers, CALLERS, time.monotonic, time.time
            )
        except BooksUnusable as error:
            raise StartRefused(error.message) from error
        try:
            self._client = Client(settings.transport)
            self._alerts = budget_alerts(settings.admission, self._client, self._supervisor)
            if settings.auth.enabled:
                around = Surroundings(
                    self._client, self._supervisor.spawn, time.monotonic, time.time
                )
                self._identity = Identity(settings, self.admin_url, around)
            store = settings.store
            self._store = BACKENDS[store.backend](store, time.time, self._alerts)
        except (
            TlsFailed,
            OSError,
            CredentialFileDamaged,
            SigningKeyUnusable,
            StoreUnavailable,
        ) as error:
            if self._identity is not None:
                self._identity.close()
            await self._books.close()
            raise StartRefused(str(error)) from error

    def _listeners(self) -> None:
        settings = self._settings
        self._ledger = self._books.open(sys.stdout.buffer)
        self._route(settings)
        renderer = Renderer(DIALECTS, _request_ids(), self._ledger.refuse)
        endpoint = CallEndpoint(
            Intake(settings.edge, time.monotonic, anonymous=self._identity is None),
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
        routes = [*usage_routes(self._books.keeper.usage, self._books.keeper.calls, time.time)]
        if self._identity is not None:
            routes += self._identity.routes()
        pages = build_admin(lambda: self._state.ready, self.status, routes)
        self._admin = Listener(pages if self._identity is None else self._identity.guarded(pages))

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
        await self._store.aclose()
        for client in (self._client, *self._retired):
            await client.aclose()
        if self._identity is not None:
            self._identity.close()
        # Last, so that whatever was cut is on record.
        await self._books.close()

    def reload(self, settings: Settings) -> tuple[str, ...]:
        """Let new calls go by `settings`; calls under way end as they began.

        Returns the settings that wait for a restart, such as `edge.port`. Raises
        `ConfigurationInvalid` where they cannot be used, and then nothing has changed.
        """
        before, client = self._settings, self._client
        if settings.transport != before.transport:
            try:
                client = Client(settings.transport)
            except TlsFailed as error:
                mistake = Mistake("transport", str(error), "correct it")
                raise ConfigurationInvalid((mistake,)) from error
        fixed = {section: getattr(before, section) for section in _FIXED}
        auth = before.auth.model_copy(update={"keys": settings.auth.keys})
        usable = settings.model_copy(update={**fixed, "auth": auth})
        if client is not self._client:
            # Calls under way are on it; its idle connections expire by themselves.
            self._retired.append(self._client)
        self._client = client
        self._route(usable)
        self._settings = usable
        if self._identity is not None:
            self._identity.use(usable)
        return tuple(_differences(settings, usable))

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
            "store": self._store.status(),
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

    def _route(self, settings: Settings) -> None:
        """Send new calls to the providers of `settings`."""
        self._providers = ProviderTable(settings.providers, self._client, time.monotonic, time.time)
        self._chooser = Chooser(settings.routing, self._providers)
        fetcher = Fetcher(self._client, settings.routing.fetch)
        translator = Translator(CALLERS, DIALECTS, fetcher, time.time)
        attempt = Attempt(self._client, READERS, translator)
        self._routing.proceed = Route(
            self._chooser,
            self._books.recorded(attempt),
            ModelList(settings.routing, settings.providers),
            DIALECTS,
        )

    def _pipeline(self) -> Pipeline:
        settings = self._settings
        return Pipeline(
            authentication=None if self._identity is None else self._identity.stage(),
            accounting=self._books.stage(self._ledger),
            admission=admission(
                settings.admission,
                TablePricing(self._books.prices, time.time),
                targets_of(lambda: self._chooser),
                (self._store, self._alerts),
                (lambda: self._state.calls, settings.edge.max_calls),
                time.time,
            ),
            routing=self._routing,
        )

    def _bound(self) -> tuple[socket.socket, socket.socket]:
        """Bind both listeners, so that their addresses are known. Raises `StartRefused`."""
        edge, admin = self._settings.edge, self._settings.admin
        callers = _bind("edge", edge.host, edge.port)
        try:
            operators = _bind("admin", admin.host, admin.port)
        except StartRefused:
            callers.close()
            raise
        self.url = _url(callers.getsockname())
        self.admin_url = _url(operators.getsockname())
        return callers, operators


def _bind(section: str, host: str, port: int) -> socket.socket:
    try:
        return listen(host, port)
    except OSError as error:
        raise StartRefused(
            f"{section} cannot listen on {host}:{port}: {(error.strerror or str(error)).lower()}. "
            f"Stop whatever listens there, or set {section}.port in gateway.yaml; 0 takes a free "
            "port."
        ) from error


def _differences(settings: Settings, usable: Settings) -> Iterator[str]:
    """Yield every setting that is not used as it is written."""
    written, used = settings.model_dump(), usable.model_dump()
    for section in (*_FIXED, "auth"):
        new, old = written[section], used[section]
        yield from (f"{section}.{name}" for name in new if new[name] != old[name])


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
