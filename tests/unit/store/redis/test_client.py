"""Scripts on a server: known or not, behind a password, behind TLS, gone, silent."""

import asyncio
import signal
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import pytest
import redis.asyncio
from pydantic import SecretStr

from ai_gateway.store.contract import StoreUnavailable
from ai_gateway.store.redis.client import Client
from ai_gateway.store.redis.script import Script
from ai_gateway.store.settings import RedisSettings
from tests.conformance.store.server import Server
from tests.conformance.transport.authority import Authority
from tests.unit.store.redis.conftest import PASSWORD

SUM = Script("return {KEYS[1], tonumber(ARGV[1]) + 1}", "c1dd")


@asynccontextmanager
async def client_of(running: Server, **settings: object) -> AsyncGenerator[Client]:
    given = {"host": running.host, "port": running.port, "timeout": 5, **settings}
    client = Client(RedisSettings.model_validate(given))
    try:
        yield client
    finally:
        await client.aclose()


@pytest.mark.anyio
async def test_a_script_that_the_server_does_not_know_is_sent_to_it(running: Server):
    script = Script(SUM.text, "0" * 40)
    async with client_of(running) as client:
        assert await client.run(script, ["k"], [41]) == [b"k", 42]
        known = redis.asyncio.Redis(host=running.host, port=running.port)
        assert await known.script_exists("0" * 40) == [False]
        await known.aclose()


@pytest.mark.anyio
async def test_a_password_opens_and_a_wrong_one_does_not_and_is_not_told(guarded: Server):
    async with client_of(guarded, password=SecretStr(PASSWORD)) as client:
        assert await client.run(SUM, ["k"], [1]) == [b"k", 2]
    for settings in ({}, {"password": SecretStr("wr0ng-wr0ng")}):
        async with client_of(guarded, **settings) as client:
            with pytest.raises(StoreUnavailable, match=r"the store at 127\.0\.0\.1") as failed:
                await client.run(SUM, ["k"], [1])
            assert "wr0ng" not in failed.value.message


@pytest.mark.anyio
async def test_a_failing_script_is_a_failing_store(running: Server):
    async with client_of(running) as client:
        with pytest.raises(StoreUnavailable, match="does not answer"):
            await client.run(Script("return nil + 1", "x"), [], [])


@pytest.mark.anyio
async def test_a_server_that_is_not_there_is_told_of_at_once(running: Server):
    await running.kill()
    async with client_of(running) as client:
        with anyio.fail_after(4), pytest.raises(StoreUnavailable):
            await client.run(SUM, ["k"], [1])


@pytest.mark.anyio
async def test_a_server_that_says_nothing_is_waited_for_no_longer_than_said(running: Server):
    async with client_of(running, timeout=0.2) as client:
        await client.run(SUM, ["k"], [1])
        running.signal(signal.SIGSTOP)
        try:
            with anyio.fail_after(5), pytest.raises(StoreUnavailable, match="Timeout"):
                await client.run(SUM, ["k"], [1])
        finally:
            running.signal(signal.SIGCONT)


@pytest.mark.anyio
async def test_a_connection_that_was_lost_while_idle_is_made_again(running: Server):
    async with client_of(running) as client:
        await client.run(SUM, ["k"], [1])
        await running.kill()
        await running.start()
        assert await client.run(SUM, ["k"], [1]) == [b"k", 2]


@pytest.mark.anyio
async def test_no_more_connections_are_made_than_allowed(running: Server):
    async with client_of(running, connections=3) as client:
        async with anyio.create_task_group() as group:
            for _ in range(50):
                group.start_soon(client.run, SUM, ["k"], [1])
        watching = redis.asyncio.Redis(host=running.host, port=running.port)
        named = [one for one in await watching.client_list() if one["name"] == "ai-gateway"]
        await watching.aclose()
        assert 1 <= len(named) <= 3


@asynccontextmanager
async def behind_tls(plain: Server, context: ssl.SSLContext) -> AsyncGenerator[int]:
    """Yield a port that speaks TLS for `plain`, which cannot."""

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(65536):
            writer.write(piece)
        writer.close()

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection(plain.host, plain.port)
        await asyncio.gather(
            copy(reader, inner_writer), copy(inner_reader, writer), return_exceptions=True
        )
        inner_writer.close()

    listening = await asyncio.start_server(relay, "127.0.0.1", 0, ssl=context)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        listening.close()


@pytest.mark.anyio
async def test_tls_is_spoken_to_whom_it_trusts_and_to_nobody_else(guarded: Server, tmp_path: Path):
    authority = Authority(tmp_path)
    secret = SecretStr(PASSWORD)
    async with behind_tls(guarded, authority.server()) as port:
        trusting = {"port": port, "tls": True, "ca_file": authority.ca, "password": secret}
        async with client_of(guarded, **trusting) as client:
            assert await client.run(SUM, ["k"], [1]) == [b"k", 2]
        async with client_of(guarded, port=port, tls=True, password=secret) as stranger:
            with pytest.raises(StoreUnavailable):
                await stranger.run(SUM, ["k"], [1])
    async with (
        behind_tls(guarded, authority.server("elsewhere.test")) as port,
        client_of(guarded, **{**trusting, "port": port}) as misled,
    ):
        with pytest.raises(StoreUnavailable):
            await misled.run(SUM, ["k"], [1])
