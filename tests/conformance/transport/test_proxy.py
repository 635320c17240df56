"""The proxy: a tunnel for what it covers, and nothing of it in an error."""

import asyncio
import contextlib

import pytest

from ai_gateway.transport.errors import AddressNotAllowed, ConnectFailed, ProxyFailed
from ai_gateway.transport.request import Origin, Request
from tests.conformance.transport.authority import Authority
from tests.conformance.transport.conftest import MakeClient
from tests.conformance.transport.peer import Peer, answer, answering, serving

pytestmark = pytest.mark.anyio


class Relay:
    """A proxy's script that opens tunnels to `port`, whatever name is asked for."""

    def __init__(self, port: int, *greeting: bytes) -> None:
        self.port = port
        self.greeting = b"".join(greeting) or b"HTTP/1.1 200 Connection established\r\n\r\n"
        self.asked: list[bytes] = []

    async def __call__(self, peer: Peer) -> None:
        self.asked.append(await peer.request())
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        await peer.send(self.greeting)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_copy(peer.reader, writer))
                group.create_task(_copy(reader, peer.writer))
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_calls_go_through_a_tunnel(
    make_client: MakeClient, authority: Authority, scheme: str
) -> None:
    tls = authority.server("provider.test") if scheme == "https" else None
    async with serving(answering(answer(b"x")), tls) as served:
        relay = Relay(served.port, b"HTTP/1.1 100 C\r\n\r\nHTTP/1.1 200 OK\r\nvia: p\r\n\r\n")
        async with serving(relay) as proxy:
            client = make_client(proxy=f"http://us%40er:s3cret@127.0.0.1:{proxy.port}")
            origin = Origin("https" if tls else "http", "provider.test", 4443)
            for _ in range(2):
                response = await client.send(Request(origin, "GET", b"/", []))
                assert await response.body.read(10) == b"x"
            assert proxy.accepted == 1
            (asked,) = relay.asked
            assert asked == (
                b"CONNECT provider.test:4443 HTTP/1.1\r\nhost: provider.test:4443\r\n"
                b"proxy-authorization: Basic dXNAZXI6czNjcmV0\r\n\r\n"
            )
            await client.aclose()


REFUSALS = {
    "407": b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 5\r\n\r\nsorry",
    "502": b"HTTP/1.1 502 Bad Gateway\r\n\r\n",
    "garbage": b"\0\0\0",
    "silence": b"",
    "cut": b"HTTP/1.1 200",
    "bytes-before-their-time": b"HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    "endless": b"HTTP/1.1 200 OK\r\na: " + b"a" * 40_000,
}


@pytest.mark.parametrize("case", REFUSALS)
async def test_a_refused_tunnel_is_a_failed_proxy(make_client: MakeClient, case: str) -> None:
    async def script(peer: Peer) -> None:
        await peer.request()
        await peer.send(REFUSALS[case])

    async with serving(script) as proxy:
        client = make_client(proxy=f"http://user:s3cret@127.0.0.1:{proxy.port}")
        with pytest.raises(ProxyFailed) as failed:
            await client.send(Request(Origin("https", "provider.test", 443), "GET", b"/", []))
        assert "s3cret" not in repr(failed.value) + str(failed.value.__cause__)
        await proxy.all_closed()
        assert client.snapshot() == []


async def test_an_absent_proxy_is_a_failed_connect(make_client: MakeClient) -> None:
    async with serving(answering(answer())) as gone:
        port = gone.port
    client = make_client(proxy=f"http://user:s3cret@127.0.0.1:{port}")
    with pytest.raises(ConnectFailed) as failed:
        await client.send(Request(Origin("http", "provider.test", 80), "GET", b"/", []))
    assert "s3cret" not in str(failed.value)


async def test_a_tunnel_can_be_cancelled(make_client: MakeClient) -> None:
    asked = asyncio.Event()

    async def script(peer: Peer) -> None:
        await peer.request()
        asked.set()
        await peer.ended()

    async with serving(script) as proxy:
        client = make_client(proxy=f"http://127.0.0.1:{proxy.port}")
        request = Request(Origin("http", "provider.test", 80), "GET", b"/", [])
        call = asyncio.ensure_future(client.send(request))
        await asked.wait()
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        await proxy.all_closed()
        assert client.snapshot() == []


async def test_no_proxy_and_checked_addresses_go_direct(make_client: MakeClient) -> None:
    async with serving(answering(answer(b"x"))) as served, serving(answering(b"")) as proxy:
        url = f"http://127.0.0.1:{proxy.port}"
        listed = Origin("http", "127.0.0.1", served.port, ("127.0.0.0/8",))
        for client, origin in (
            (make_client(proxy=url, no_proxy="127.0.0.0/8"), served.origin()),
            (make_client(proxy=url), listed),
        ):
            response = await client.send(Request(origin, "GET", b"/", []))
            assert await response.body.read(10) == b"x"
        assert proxy.accepted == 0


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.1"])
async def test_a_callers_host_reaches_no_private_address(
    make_client: MakeClient, host: str
) -> None:
    client = make_client()
    async with serving(answering(answer(b"x"))) as served:
        origin = Origin("http", host, served.port, ())
        with pytest.raises(AddressNotAllowed, match="network"):
            await client.send(Request(origin, "GET", b"/", []))
        assert served.accepted == 0
