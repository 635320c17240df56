"""One gateway from its settings: it listens, drains when it is told to, and leaves nothing."""

import asyncio
import contextlib
import json
import os
import signal
import socket
from collections.abc import AsyncGenerator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from ai_gateway.accounting.prices.listing import packaged_list
from ai_gateway.app import Gateway, StartRefused, build
from ai_gateway.config.mistakes import ConfigurationInvalid
from ai_gateway.config.settings import Settings
from ai_gateway.store.settings import StoreSettings

pytestmark = pytest.mark.anyio

CHAT = b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n"


def settings(**edge: object) -> Settings:
    return Settings.model_validate(
        {
            "edge": {"port": 0, "drain_grace": 0, "drain_timeout": 5, **edge},
            "admin": {"port": 0},
            "accounting": {"log": False},
            "providers": {"openai": {"api_key": "sk-secret"}},
        }
    )


class Connection:
    """A caller's connection to one of a gateway's listeners."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    def say(self, data: bytes) -> None:
        self._writer.write(data)

    async def answer(self) -> tuple[int, dict[str, str], bytes]:
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode()
        line, *lines = head.strip().split("\r\n")
        fields = dict(one.split(": ", 1) for one in lines)
        body = await self._reader.readexactly(int(fields["content-length"]))
        return int(line.split()[1]), fields, body

    async def ended(self) -> bytes:
        return await asyncio.wait_for(self._reader.read(), 5)


@contextlib.asynccontextmanager
async def connected(url: str) -> AsyncGenerator[Connection]:
    host, _, port = url.removeprefix("http://").rpartition(":")
    reader, writer = await asyncio.open_connection(host.strip("[]"), int(port))
    try:
        yield Connection(reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def got(url: str, path: str) -> tuple[int, dict[str, str], bytes]:
    async with connected(url) as connection:
        connection.say(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        return await connection.answer()


async def status(gateway: Gateway) -> dict[str, Any]:
    return json.loads((await got(gateway.admin_url, "/status"))[2])


async def calls_in_flight(gateway: Gateway, number: int) -> None:
    """Wait until the gateway says that so many calls are in flight."""
    async with asyncio.timeout(5):
        while (await status(gateway))["calls_in_flight"] != number:
            pass


async def refuses(url: str) -> None:
    """Wait until nobody listens there any more."""
    async with asyncio.timeout(5):
        while True:
            try:
                await got(url, "/health")
            except ConnectionRefusedError:
                return
            except ConnectionResetError:
                continue  # it was in the backlog


@contextlib.asynccontextmanager
async def serving(gateway: Gateway) -> AsyncGenerator["asyncio.Task[None]"]:
    """Run the gateway as its command does, until a signal has stopped it."""
    loop = asyncio.get_running_loop()
    async with gateway:
        task = asyncio.create_task(gateway.serve_until_signal())
        await asyncio.sleep(0)  # it handles signals from its first step on
        yield task
        await asyncio.wait_for(task, 5)
        assert not loop.remove_signal_handler(signal.SIGTERM)
        assert not loop.remove_signal_handler(signal.SIGINT)


async def test_a_gateway_listens_on_two_ports_until_it_is_left():
    async with build(settings()) as gateway:
        assert (await got(gateway.url, "/health"))[0] == 200
        assert (await got(gateway.admin_url, "/health"))[0] == 200
    for url in (gateway.url, gateway.admin_url):
        with pytest.raises(ConnectionRefusedError):
            await got(url, "/health")


async def test_an_address_of_ipv6_stands_in_brackets():
    async with build(settings(host="::1")) as gateway:
        assert gateway.url.startswith("http://[::1]:")
        assert (await got(gateway.url, "/"))[0] == 200


async def test_the_status_tells_an_operator_everything_but_a_secret():
    async with build(settings(max_calls=7)) as gateway:
        text = (await got(gateway.admin_url, "/status"))[2]
        assert b"secret" not in text
        shown = json.loads(text)
    assert shown.pop("uptime_seconds") >= 0
    providers = shown.pop("providers")
    assert providers["openai"] == {"has_credential": True}
    assert providers["anthropic"] == {"has_credential": False}
    assert shown.pop("store")
    assert shown == {
        "version": version("ai-gateway"),
        "draining": False,
        "calls_in_flight": 0,
        "max_calls": 7,
        "background_tasks": 3,
        "ledger": {
            "log_backlog_bytes": 0,
            "database_backlog_rows": 0,
            "database_failing": False,
            "prices": packaged_list().source,
        },
        "connections": [],
    }


async def test_two_gateways_in_one_process_keep_to_themselves():
    async with build(settings(max_calls=1)) as one, build(settings()) as two:
        async with connected(one.url) as connection:
            connection.say(CHAT)
            await calls_in_flight(one, 1)
            assert (await got(one.url, "/v1/models"))[0] == 503
            assert (await got(two.url, "/v1/models"))[0] == 200
        ids = [(await got(each.url, "/"))[1]["x-ai-gateway-request-id"] for each in (one, two)]
        assert ids[0].partition("-")[0] != ids[1].partition("-")[0]


async def test_no_two_calls_have_the_same_id():
    async with build(settings()) as gateway:
        ids = [(await got(gateway.url, "/"))[1]["x-ai-gateway-request-id"] for _ in range(5)]
    assert len(set(ids)) == 5


async def test_a_failure_reaches_the_caller_through_every_part():
    async with build(settings()) as gateway, connected(gateway.url) as connection:
        connection.say(CHAT + b"[]")
        code, _, body = await connection.answer()
        assert (code, json.loads(body)["error"]["code"]) == (400, "invalid_json")


@pytest.mark.parametrize("section", ["edge", "admin"])
async def test_a_port_in_use_is_refused_with_what_to_do(section: str):
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        chosen = settings()
        busy = getattr(chosen, section).model_copy(update={"port": port})
        with pytest.raises(StartRefused) as caught:
            async with build(chosen.model_copy(update={section: busy})):
                pass
    message = caught.value.message
    assert f"{section} cannot listen on 127.0.0.1:{port}: address already in use" in message
    assert f"{section}.port" in message


async def test_a_ca_file_that_cannot_be_read_is_refused(tmp_path: Path):
    transport = settings().transport.model_copy(update={"ca_file": tmp_path / "none.pem"})
    with pytest.raises(StartRefused, match=r"none\.pem"):
        async with build(settings().model_copy(update={"transport": transport})):
            pass


async def test_a_refused_start_gives_back_the_port_it_had_taken():
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as taken:
        chosen = settings(port=port)
        busy = chosen.admin.model_copy(update={"port": taken.getsockname()[1]})
        with pytest.raises(StartRefused, match="admin"):
            async with build(chosen.model_copy(update={"admin": busy})):
                pass
    with contextlib.closing(socket.create_server(("127.0.0.1", port))):
        pass


async def test_a_drain_fails_readiness_serves_on_and_then_closes_the_listener():
    async with build(settings()) as gateway, connected(gateway.url) as connection:
        connection.say(CHAT)
        await calls_in_flight(gateway, 1)
        draining = asyncio.create_task(gateway.drain(grace=0.3))
        await asyncio.sleep(0)  # its first step, before the grace
        assert (await got(gateway.url, "/ready"))[0] == 503
        assert (await got(gateway.admin_url, "/ready"))[0] == 503
        assert (await got(gateway.url, "/v1/models"))[0] == 200
        assert (await status(gateway))["draining"] is True
        await refuses(gateway.url)
        assert (await got(gateway.admin_url, "/health"))[0] == 200
        assert not draining.done()
        connection.say(b"[]")
        assert (await connection.answer())[0] == 400
        await asyncio.wait_for(draining, 5)


async def test_sigterm_stops_the_gateway_when_its_calls_have_ended():
    gateway = build(settings())
    async with serving(gateway) as task, connected(gateway.url) as connection:
        connection.say(CHAT)
        await calls_in_flight(gateway, 1)
        os.kill(os.getpid(), signal.SIGTERM)
        async with asyncio.timeout(5):
            while not (await status(gateway))["draining"]:
                pass
        assert not task.done()
        connection.say(b"[]")
        code, fields, _ = await connection.answer()
        assert (code, fields["connection"]) == (400, "close")


async def test_sigint_waits_for_no_load_balancer():
    async with serving(build(settings(drain_grace=600))):
        os.kill(os.getpid(), signal.SIGINT)


async def test_sigterm_waits_for_the_load_balancer_and_a_second_signal_for_nobody():
    gateway = build(settings(drain_grace=600))
    async with serving(gateway):
        os.kill(os.getpid(), signal.SIGTERM)
        async with asyncio.timeout(5):
            while not (await status(gateway))["draining"]:
                pass
        assert (await got(gateway.url, "/v1/models"))[0] == 200
        os.kill(os.getpid(), signal.SIGTERM)


async def test_what_is_open_when_the_gateway_is_left_is_told_and_cut():
    async with contextlib.AsyncExitStack() as stack:
        async with build(settings()) as gateway:
            connection = await stack.enter_async_context(connected(gateway.url))
            connection.say(CHAT)
            await calls_in_flight(gateway, 1)
        assert (await connection.answer())[0] == 503
        assert await connection.ended() == b""


@pytest.mark.parametrize("log", [True, False])
async def test_calls_are_on_record_where_the_settings_say_so(
    log: bool, capfdbinary: pytest.CaptureFixture[bytes]
):
    chosen = settings()
    accounting = chosen.accounting.model_copy(update={"log": log})
    async with build(chosen.model_copy(update={"accounting": accounting})) as gateway:
        assert (await got(gateway.url, "/v1/models"))[0] == 200
    assert (b'"operation":"passthrough"' in capfdbinary.readouterr().out) is log


async def test_a_store_that_cannot_be_opened_is_refused(tmp_path: Path):
    store = StoreSettings(path=tmp_path)  # a directory
    with pytest.raises(StartRefused):
        async with build(settings().model_copy(update={"store": store})):
            pass


def changed(before: Settings, **sections: dict[str, object]) -> Settings:
    """Return `before` with keys of some sections changed."""
    values = {name: getattr(before, name).model_copy(update=new) for name, new in sections.items()}
    return before.model_copy(update=values)


async def test_new_settings_hold_for_the_next_call_and_the_listener_stays():
    before = settings()
    async with build(before) as gateway, connected(gateway.url) as connection:
        url = gateway.url
        after = before.model_copy(update={"providers": {}})
        assert gateway.reload(after) == ()
        assert (await status(gateway))["providers"]["openai"] == {"has_credential": False}
        # The connection that was open all along is on the new way too.
        connection.say(CHAT.replace(b"Length: 2", b"Length: 13") + b'{"model":"m"}')
        code, _, body = await connection.answer()
        assert (code, json.loads(body)["error"]["code"]) == (401, "missing_credential")
        assert gateway.url == url


async def test_a_setting_that_only_a_restart_changes_is_named_and_does_not_hold():
    before = settings()
    async with build(before) as gateway:
        after = changed(
            before,
            edge={"port": 1, "max_calls": 7},
            admin={"host": "::1"},
            accounting={"log": True},
        )
        assert gateway.reload(after) == (
            "edge.port",
            "edge.max_calls",
            "admin.host",
            "accounting.log",
        )
        assert (await status(gateway))["max_calls"] == before.edge.max_calls
        # It still waits where something else changes.
        assert gateway.reload(changed(after, accounting={"log": False}))[0] == "edge.port"


async def test_a_call_under_way_ends_on_the_connections_that_it_began_with():
    answered = asyncio.Event()
    asked = asyncio.Event()

    async def provider(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        asked.set()
        await answered.wait()
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(provider, "127.0.0.1", 0) as upstream:
        port = upstream.sockets[0].getsockname()[1]
        here = {"base_url": f"http://127.0.0.1:{port}/v1", "api_key": "sk-1"}
        before = Settings.model_validate({**settings().model_dump(), "providers": {"openai": here}})
        async with build(before) as gateway, connected(gateway.url) as connection:
            connection.say(CHAT.replace(b"Length: 2", b"Length: 13") + b'{"model":"m"}')
            async with asyncio.timeout(5):
                await asked.wait()
            assert gateway.reload(changed(before, transport={"idle_timeout": 7.0})) == ()
            assert (await status(gateway))["connections"] == []
            answered.set()
            code, _, body = await connection.answer()
            assert (code, body) == (200, b"{}")


async def test_a_transport_that_cannot_be_made_changes_nothing(tmp_path: Path):
    before = settings()
    async with build(before) as gateway:
        after = changed(before, transport={"ca_file": tmp_path / "none.pem"}, edge={"port": 1})
        with pytest.raises(ConfigurationInvalid, match=r"transport: .*none\.pem"):
            gateway.reload(after)
        assert (await status(gateway))["providers"]["openai"] == {"has_credential": True}
        assert gateway.reload(before) == ()
