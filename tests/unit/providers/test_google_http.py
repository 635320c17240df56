"""The transport that google-auth fetches its tokens with."""

import asyncio

import pytest
from google.auth.exceptions import TransportError

from ai_gateway.providers.google_http import GoogleAnswer, GoogleHttp
from ai_gateway.transport.client import Client
from ai_gateway.transport.settings import TransportSettings
from tests.conformance.transport.peer import Peer, serving


@pytest.mark.anyio
async def test_an_exchange_from_another_thread_runs_on_the_loop():
    asked: list[bytes] = []

    async def answer(peer: Peer) -> None:
        asked.append(await peer.request())
        await peer.send(b"HTTP/1.1 200 OK\r\nx-a: b\r\ncontent-length: 2\r\n\r\nhi")

    async with serving(answer) as served:
        client = Client(TransportSettings())
        http = GoogleHttp(client, asyncio.get_running_loop())
        url = f"http://127.0.0.1:{served.port}/token?a=b"
        reply = await asyncio.to_thread(http, url, "POST", "form", {"Metadata-Flavor": "Google"})
        await client.aclose()
    assert isinstance(reply, GoogleAnswer)
    assert (reply.status, reply.headers["x-a"], reply.data) == (200, "b", b"hi")
    head, _, body = asked[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /token?a=b HTTP/1.1\r\n")
    assert b"metadata-flavor: Google" in head
    assert body == b"form"


@pytest.mark.anyio
@pytest.mark.parametrize("url", ["http://127.0.0.1:1/token", "ftp://x/"])
async def test_no_answer_is_an_error_of_the_librarys_own(url: str):
    client = Client(TransportSettings())
    http = GoogleHttp(client, asyncio.get_running_loop())
    with pytest.raises(TransportError):
        await asyncio.to_thread(http, url)
    await client.aclose()
