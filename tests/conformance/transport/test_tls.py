"""TLS: who is trusted, who is shown, and what the end of a TLS connection means."""

import asyncio
import ssl
import warnings
from pathlib import Path

import pytest

from ai_gateway.transport.errors import ConnectFailed, ConnectionDied, ConnectTimeout, TlsFailed
from ai_gateway.transport.request import Origin, Request
from tests.conformance.transport.authority import Authority
from tests.conformance.transport.conftest import MakeClient, connection_of, settled
from tests.conformance.transport.peer import Peer, Served, answer, answering, serving

pytestmark = pytest.mark.anyio


def _get(served: Served, host: str = "localhost") -> Request:
    return Request(served.origin("https", host), "GET", b"/", [])


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_a_trusted_provider_is_spoken_to_in_http_1_1(
    make_client: MakeClient, authority: Authority, host: str
) -> None:
    protocols: list[object] = []

    async def script(peer: Peer) -> None:
        tls = peer.writer.get_extra_info("ssl_object")
        protocols.append((tls.selected_alpn_protocol(), tls.version() >= "TLSv1.2"))
        await answering(answer(b"x" * 200_000))(peer)

    client = make_client()
    async with serving(script, authority.server()) as served:
        for _ in range(3):
            response = await client.send(_get(served, host))
            assert await response.body.read(1_000_000) == b"x" * 200_000
        assert served.accepted == 1
        assert protocols == [("http/1.1", True)]


async def test_an_unknown_authority_is_refused(
    make_client: MakeClient, authority: Authority
) -> None:
    client = make_client(ca_file=None)
    async with serving(answering(answer()), authority.server()) as served:
        with pytest.raises(TlsFailed, match="CERTIFICATE_VERIFY_FAILED"):
            await client.send(_get(served))
        assert client.snapshot() == []


async def test_a_certificate_for_another_name_is_refused(
    make_client: MakeClient, authority: Authority
) -> None:
    client = make_client()
    async with serving(answering(answer()), authority.server("elsewhere.test")) as served:
        with pytest.raises(TlsFailed, match="localhost"):
            await client.send(_get(served))


async def test_old_versions_are_refused(make_client: MakeClient, authority: Authority) -> None:
    old = authority.server()
    old.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        old.minimum_version = ssl.TLSVersion.TLSv1
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    client = make_client()
    async with serving(answering(answer()), old) as served:
        with pytest.raises(ConnectFailed):
            await client.send(_get(served))


async def test_a_peer_that_speaks_no_tls_is_a_failed_connect(
    make_client: MakeClient, authority: Authority
) -> None:
    client = make_client()

    async def script(peer: Peer) -> None:
        await peer.reader.read(10)
        await peer.send(answer(b"plain text"))

    async with serving(script) as served:
        with pytest.raises(ConnectFailed):
            await client.send(_get(served))


async def test_a_client_certificate_is_shown(make_client: MakeClient, authority: Authority) -> None:
    chain, key = authority.issue("caller")
    with_it = make_client(client_certificate=chain, client_key=key)
    without = make_client()
    async with serving(answering(answer(b"x")), authority.server(ask_client=True)) as served:
        assert await (await with_it.send(_get(served))).body.read(10) == b"x"
        with pytest.raises((ConnectFailed, ConnectionDied)):
            await without.send(_get(served))


async def test_a_body_until_the_end_needs_a_goodbye(
    make_client: MakeClient, authority: Authority
) -> None:
    """close_notify is a complete body; a dropped connection may be an attacker's cut."""
    read = asyncio.Event()

    async def script(peer: Peer) -> None:
        target = (await peer.request()).split(b" ")[1]
        await peer.send(b"HTTP/1.1 200 OK\r\n\r\nsome")
        await read.wait()
        if target == b"/cut":
            peer.writer.transport.abort()

    client = make_client()
    async with serving(script, authority.server()) as served:
        for target, whole in ((b"/goodbye", True), (b"/cut", False)):
            read.clear()
            origin = served.origin("https", "localhost")
            response = await client.send(Request(origin, "GET", target, []))
            assert await anext(response.body) == b"some"
            read.set()
            with pytest.raises(StopAsyncIteration if whole else ConnectionDied):
                await anext(response.body)


async def test_a_large_body_pushes_back_through_tls(
    make_client: MakeClient, authority: Authority
) -> None:
    client = make_client()
    async with serving(answering(answer(b"x" * 20_000_000)), authority.server()) as served:
        response = await client.send(_get(served))
        connection = connection_of(response)
        await settled(lambda: connection._paused)
        for _ in range(200):
            await asyncio.sleep(0)
        assert response.body._size < 1_000_000
        assert sum([len(piece) async for piece in response.body]) == 20_000_000


async def test_a_handshake_can_be_cancelled_at_any_moment(
    make_client: MakeClient, authority: Authority
) -> None:
    client = make_client()
    async with serving(answering(answer(b"x")), authority.server()) as served:
        for turns in range(0, 60, 3):
            task = asyncio.ensure_future(client.send(_get(served)))
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            if task.cancelled():
                assert all(use.in_use == 0 for use in client.snapshot())
        await client.aclose()
        await served.all_closed()


async def test_a_silent_handshake_is_a_connect_timeout(
    make_client: MakeClient, authority: Authority
) -> None:
    client = make_client(connect_timeout=0.1)
    async with serving(lambda peer: peer.ended()) as served:
        with pytest.raises(ConnectTimeout, match="connect_timeout"):
            await client.send(_get(served))
        await served.all_closed()


async def test_unusable_files_are_named(make_client: MakeClient, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.pem"
    nothing.write_text("no certificate")
    with pytest.raises(TlsFailed, match=r"ca_file .*nothing"):
        make_client(ca_file=nothing)
    with pytest.raises(TlsFailed, match=r"client_certificate .*nothing"):
        make_client(client_certificate=nothing)


async def test_a_name_that_is_none_is_a_failed_connect(make_client: MakeClient) -> None:
    client = make_client()
    for host in ("no-such-host.invalid", "a" * 70 + ".invalid"):
        with pytest.raises(ConnectFailed, match="cannot connect"):
            await client.send(Request(Origin("http", host, 80), "GET", b"/", []))
