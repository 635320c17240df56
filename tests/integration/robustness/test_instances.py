"""Gateways share nothing, and one that cannot start leaves nothing open."""

import asyncio
import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

import pytest

from ai_gateway.app import Gateway, StartRefused, build
from tests.integration.gateways import running, settings_for
from tests.integration.robustness.callers import PATIENCE, ask, calling
from tests.integration.robustness.residue import calls_in_flight, descriptors, settled
from tests.integration.robustness.upstreams import Exchange, sized, upstream

pytestmark = pytest.mark.anyio


def _named(name: bytes) -> bytes:
    return sized(b'{"by":"%b"}' % name)


async def test_two_gateways_in_one_process_share_nothing() -> None:
    go_on = asyncio.Event()

    async def first(exchange: Exchange) -> None:
        await go_on.wait()
        await exchange.send(_named(b"first"))

    async def second(exchange: Exchange) -> None:
        await exchange.send(_named(b"second"))

    async with (
        upstream(first) as left,
        upstream(second) as right,
        running(settings_for(left.url, edge={"max_calls": 1})) as one,
        calling(one.url) as waiting,
    ):
        await waiting.send(ask())
        await settled(lambda: calls_in_flight(one) == 1)
        async with (
            running(settings_for(right.url, edge={"max_calls": 1})) as other,
            calling(other.url) as caller,
        ):
            await caller.send(ask())
            assert (await caller.answer()).body == b'{"by":"second"}'
            assert (calls_in_flight(one), calls_in_flight(other)) == (1, 0)
        # The end of one does not touch what the other is doing.
        go_on.set()
        assert (await waiting.answer()).body == b'{"by":"first"}'


def _port(url: str) -> int:
    port = urlsplit(url).port
    assert port is not None
    return port


@pytest.mark.parametrize("section", ["edge", "admin"])
async def test_a_port_in_use_is_refused_and_nothing_stays_open(section: str) -> None:
    async with running(settings_for("http://127.0.0.1:1")) as gateway:
        port = _port(gateway.url if section == "edge" else gateway.admin_url)
        tasks, open_before = len(asyncio.all_tasks()), descriptors()
        taken: Mapping[str, object] = {"port": port}
        with pytest.raises(StartRefused) as refused:
            async with build(settings_for("http://127.0.0.1:1", **{section: taken})):
                pass
        assert f"{section} cannot listen on 127.0.0.1:{port}" in refused.value.message
        assert f"set {section}.port" in refused.value.message
        assert (len(asyncio.all_tasks()), descriptors()) == (tasks, open_before)


async def _start(gateway: Gateway, stop: asyncio.Event) -> str:
    try:
        async with asyncio.timeout(PATIENCE), gateway:
            await stop.wait()
    except StartRefused:
        return "refused"
    except TimeoutError:
        return "hung"
    return "ran"


async def test_of_two_that_start_at_once_on_one_port_one_is_refused() -> None:
    stop = asyncio.Event()
    with socket.socket() as reserved:
        # Bound but not listening: nobody else is given this port, and both gateways may bind it.
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind(("127.0.0.1", 0))
        port = {"port": reserved.getsockname()[1]}
        settings = settings_for("http://127.0.0.1:1", edge=port)
        starting = {asyncio.create_task(_start(build(settings), stop)) for _ in range(2)}
        await asyncio.wait(starting, return_when="FIRST_COMPLETED")
        stop.set()
        assert sorted(await asyncio.gather(*starting)) == ["ran", "refused"]
