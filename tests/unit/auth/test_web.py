"""One exchange with an issuer: what is sent, and everything that can go wrong."""

import asyncio

import pytest

from ai_gateway.auth import web as module
from ai_gateway.auth.web import NoAnswer, get, post_form
from ai_gateway.transport.client import Client
from ai_gateway.transport.request import Request
from ai_gateway.transport.response import Response
from ai_gateway.transport.settings import TransportSettings
from tests.unit.auth.web_of import Web

pytestmark = pytest.mark.anyio


async def test_a_page_is_asked_for_uncompressed():
    client = Web({"https://i.example:8443/a?b=c": {"x": 1}})
    assert await get(client, "https://i.example:8443/a?b=c") == (200, b'{"x": 1}')
    (request,) = client.requests
    assert (request.method, request.target) == ("GET", b"/a?b=c")
    assert (b"accept-encoding", b"identity") in request.headers


async def test_a_form_is_sent_with_its_fields():
    client = Web({"http://i.example/": 401})
    status, _ = await post_form(
        client, "http://i.example", [(b"authorization", b"Basic x")], b"a=b"
    )
    assert status == 401
    (request,) = client.requests
    assert (request.method, request.body, request.body_length) == ("POST", b"a=b", 3)
    assert (b"content-type", b"application/x-www-form-urlencoded") in request.headers
    assert (b"authorization", b"Basic x") in request.headers


@pytest.mark.parametrize(
    "address", ["", "ftp://x", "https://", "https://h:99999/", "https://h/ü", "//h/x", "http://["]
)
async def test_what_is_no_address_is_asked_nobody(address: str):
    client = Web({})
    with pytest.raises(NoAnswer, match="no address"):
        await get(client, address)
    assert client.asked == []


async def test_nobody_there_is_no_answer():
    with pytest.raises(NoAnswer, match="nobody there"):
        await get(Web({}), "https://i.example/")


async def test_an_issuer_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch):
    class Silent(Client):
        async def send(self, request: Request) -> Response:
            return await asyncio.get_running_loop().create_future()

    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    with pytest.raises(NoAnswer, match="did not answer within 0 seconds"):
        await get(Silent(TransportSettings()), "https://i.example/")


async def test_an_answer_without_end_is_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_LARGEST", 10)
    with pytest.raises(NoAnswer, match="longer than the 10 bytes"):
        await get(Web({"https://i.example/": "x" * 11}), "https://i.example/")
