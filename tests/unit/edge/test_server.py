"""Sockets that listen, and a stop that cuts nobody who may still finish."""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ai_gateway.core.call import Call
from ai_gateway.core.reply import Reply
from ai_gateway.edge import server
from ai_gateway.edge.protocol import bounded
from ai_gateway.edge.server import Listener, listen
from ai_gateway.edge.settings import EdgeSettings
from tests.unit.edge.stand_ins import Gate, Message, Pieces, event_stream, renderer

pytestmark = pytest.mark.anyio

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
ASK = b"POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}"


async def answer(scope: Message, receive: Any, send: Any) -> None:
    start = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]}
    await send(start)
    await send({"type": "http.response.body", "body": b"ok"})


class Running:
    """A listener that serves on a free port of the loopback."""

    def __init__(self, app: Any, **options: Any) -> None:
        options.setdefault("protocol", bounded(EdgeSettings(), renderer()))
        self.listener = Listener(app, **options)
        bound = listen("127.0.0.1", 0)
        self.port: int = bound.getsockname()[1]
        self.task = asyncio.create_task(self.listener.serve(bound))

    @contextlib.asynccontextmanager
    async def caller(
        self, say: bytes = b""
    ) -> AsyncGenerator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(say)
        try:
            yield reader, writer
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def ended(self) -> None:
        await asyncio.wait_for(asyncio.shield(self.task), 5)


@contextlib.asynccontextmanager
async def running(app: Any = answer, **options: Any) -> AsyncGenerator[Running]:
    listening = Running(app, **options)
    await listening.listener.started()
    try:
        yield listening
    finally:
        listening.listener.cut()
        await listening.ended()


def streaming(body: Pieces) -> Gate:
    async def journey(call: Call) -> Reply:
        return event_stream(body)

    return Gate(journey)


async def test_a_free_port_is_found_and_its_connections_are_kept_alive():
    with contextlib.closing(listen("127.0.0.1", 0)) as bound:
        assert bound.getsockname()[1] > 0
        assert bound.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        assert bound.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        # An idle connection is probed before a NAT gateway forgets it.
        assert bound.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) < 350


async def test_an_address_with_colons_is_one_of_ipv6():
    with contextlib.closing(listen("::1", 0)) as bound:
        assert bound.family == socket.AF_INET6


async def test_a_port_in_use_is_refused():
    with contextlib.closing(listen("127.0.0.1", 0)) as bound, pytest.raises(OSError, match="use"):
        listen("127.0.0.1", bound.getsockname()[1])


async def test_an_address_of_another_machine_is_refused():
    with pytest.raises(OSError, match="assign"):
        listen("192.0.2.1", 0)


async def test_it_answers_and_names_no_server_software():
    async with running() as listening, listening.caller(GET) as (reader, _):
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200")
        assert b"uvicorn" not in head.lower()


async def test_the_signals_stay_the_applications():
    got = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, got.set)
    try:
        async with running() as listening, listening.caller(GET) as (reader, _):
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.wait_for(got.wait(), 5)
            assert await reader.readuntil(b"ok")
            assert not listening.task.done()
    finally:
        loop.remove_signal_handler(signal.SIGTERM)


async def test_a_stop_closes_the_socket_and_idle_connections_and_lets_a_stream_finish():
    go = asyncio.Event()
    body = Pieces(b"data: 1\n\n", go, b"data: 2\n\n")
    async with running(streaming(body).endpoint, drain_timeout=5) as listening:
        async with listening.caller(ASK) as (reader, _), listening.caller(GET) as (idle, _):
            await reader.readuntil(b"data: 1\n\n")
            await idle.readuntil(b"\r\n\r\n")
            listening.listener.stop()
            await idle.read()
            with pytest.raises(ConnectionRefusedError):
                async with listening.caller():
                    pass
            assert not listening.task.done()
            go.set()
            assert (await reader.read()).endswith(b"data: 2\n\n\r\n0\r\n\r\n")
        await listening.ended()


async def test_a_stream_that_outlasts_the_drain_ends_with_an_error_event():
    body = Pieces(b"data: 1\n\n", asyncio.Event())
    gate = streaming(body)
    async with running(gate.endpoint, drain_timeout=0) as listening:
        async with listening.caller(ASK) as (reader, _):
            await reader.readuntil(b"data: 1\n\n")
            listening.listener.stop()
            rest = await reader.read()
            assert b"event: error" in rest
            assert rest.endswith(b"0\r\n\r\n")
        await listening.ended()
    assert (body.closed, gate.state.calls) == (1, 0)


async def test_a_cut_waits_for_no_drain_and_still_says_why():
    body = Pieces(b"data: 1\n\n", asyncio.Event())
    async with running(streaming(body).endpoint, drain_timeout=600) as listening:
        async with listening.caller(ASK) as (reader, _):
            await reader.readuntil(b"data: 1\n\n")
            listening.listener.cut()
            assert b"event: error" in await reader.read()
        await listening.ended()


async def test_a_call_that_will_not_end_does_not_keep_the_listener(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(server, "_LAST_WORDS", 0.01)
    begun, end = asyncio.Event(), asyncio.Event()

    async def stubborn(scope: Message, receive: Any, send: Any) -> None:
        begun.set()
        while not end.is_set():
            with contextlib.suppress(asyncio.CancelledError):
                await end.wait()
        await answer(scope, receive, send)

    async with running(stubborn) as listening, listening.caller(GET) as (reader, _):
        await begun.wait()
        listening.listener.cut()
        await listening.ended()
        with contextlib.suppress(ConnectionResetError):
            assert await reader.read() == b""
        end.set()
        await asyncio.gather(*listening.listener._server.server_state.tasks)


async def test_a_caller_that_stalls_is_cut_and_one_that_rests_is_not(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(server, "_SWEEP_TICKS", 1)
    async with (
        running(patience=0.05) as listening,
        listening.caller(GET) as (resting, again),
        listening.caller(GET[:9]) as (stalling, _),
    ):
        await resting.readuntil(b"ok")
        with contextlib.suppress(ConnectionResetError):
            assert await stalling.read() == b""
        again.write(GET)
        assert await resting.readuntil(b"ok")


@pytest.mark.parametrize("options", [{}, {"patience": 0.0, "protocol": HttpToolsProtocol}])
async def test_without_patience_or_on_another_protocol_nobody_is_cut(options: dict[str, Any]):
    async with running(**options) as listening, listening.caller(GET) as (reader, writer):
        assert await reader.readuntil(b"ok")
        assert not await listening.listener._server.on_tick(0)
        writer.write(GET)
        assert await reader.readuntil(b"ok")
