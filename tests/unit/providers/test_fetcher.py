"""Files that a caller names by URL: fetched from where it is allowed, and from nowhere else."""

from collections.abc import Sequence

import pytest

from ai_gateway.core.errors import AddressRefused, InvalidRequest
from ai_gateway.dialects.neutral.content import Document, Image, Part, Text, ToolResult
from ai_gateway.dialects.neutral.request import Message, Request
from ai_gateway.dialects.neutral.source import Inline, Link
from ai_gateway.providers.allowed_hosts import AllowedHosts
from ai_gateway.providers.fetcher import Fetcher
from ai_gateway.transport.errors import (
    AddressNotAllowed,
    BodyTooLarge,
    ConnectFailed,
    TransportError,
)
from ai_gateway.transport.response import Response
from tests.unit.providers.wire import ScriptedClient, response

pytestmark = pytest.mark.anyio
CAT = "https://img.example.com/cat.png?key=s3cret"
PNG = response(200, b"image/png; q=1", b"PNG")
FETCHED = Inline("UE5H", "image/png")
NETWORKS = {"hosts": ["*.example.com"], "networks": ["10.0.0.0/8"]}


def asked(*parts: Part) -> Request:
    return Request(model="m", messages=(Message("user", parts, at="messages.0"),))


def fetcher(*answers: Response | TransportError) -> tuple[Fetcher, ScriptedClient]:
    client = ScriptedClient(*answers)
    return Fetcher(client, AllowedHosts.model_validate(NETWORKS)), client


def parts_of(request: Request) -> Sequence[Part]:
    return request.messages[0].parts


def image(url: str = CAT) -> Image:
    return Image(Link(url), detail="low")


async def test_bytes_take_the_place_of_urls_wherever_they_stand():
    fetch, client = fetcher(PNG, response(200, None, b"PDF"))
    document = Document(Link("http://a.example.com/b.pdf", "application/pdf"), title="b")
    result = ToolResult("call", (Text("see"), image(), document))
    found = await fetch.inlined(asked(Text("look"), image(), result))
    inlined = Image(FETCHED, detail="low")
    read = Document(Inline("UERG", "application/pdf"), title="b")
    assert parts_of(found) == (
        Text("look"),
        inlined,
        ToolResult("call", (Text("see"), inlined, read)),
    )
    assert len(client.requests) == 2


async def test_nothing_but_the_question_is_sent_and_only_to_allowed_networks():
    fetch, client = fetcher(PNG)
    await fetch.inlined(asked(image()))
    (request,) = client.requests
    assert request.target == b"/cat.png?key=s3cret"
    assert request.headers == [(b"accept", b"*/*"), (b"accept-encoding", b"identity")]
    assert request.origin.networks == ("10.0.0.0/8",)


@pytest.mark.parametrize("url", ["s3://bucket/cat.png", "gs://bucket/cat.png", "data:,x"])
async def test_what_is_no_http_url_is_left_to_the_provider(url: str):
    fetch, client = fetcher()
    request = asked(image(url))
    assert await fetch.inlined(request) is request
    assert client.requests == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://evil.test/cat.png", "'evil.test', which is not in routing.fetch.hosts"),
        ("https://example.com@evil.test/", "no URL in ASCII"),
        ("https://img.example.com/k\u00e4tzchen.png", "no URL in ASCII"),
        ("https://img.example.com:99999/", "no URL in ASCII"),
    ],
)
async def test_what_is_not_allowed_is_not_fetched(url: str, words: str):
    fetch, client = fetcher()
    with pytest.raises(InvalidRequest, match=words) as refused:
        await fetch.inlined(asked(image(url)))
    assert refused.value.field == "messages.0"
    assert client.requests == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (response(302, None, fields=[(b"location", b"http://10.0.0.1/")]), "answered 302"),
        (response(404, b"text/html", b"no"), "answered 404"),
        (ConnectFailed("no"), "did not answer as HTTP has it"),
        (BodyTooLarge("much"), "more than 20971520 bytes"),
    ],
)
async def test_what_cannot_be_fetched_is_the_callers_to_mend(
    answer: Response | TransportError, words: str
):
    fetch, _ = fetcher(answer)
    with pytest.raises(InvalidRequest, match=words) as refused:
        await fetch.inlined(asked(image()))
    assert (refused.value.field, refused.value.status) == ("messages.0", 400)
    assert "s3cret" not in str(refused.value)


async def test_a_private_address_behind_an_allowed_name_is_refused():
    fetch, _ = fetcher(AddressNotAllowed("169.254.169.254"))
    with pytest.raises(AddressRefused, match=r"routing\.fetch\.networks") as refused:
        await fetch.inlined(asked(image()))
    assert "169.254" not in str(refused.value)


async def test_only_so_many_are_fetched():
    fetch, client = fetcher()
    urls = [f"https://img.example.com/{number}" for number in range(21)]
    with pytest.raises(InvalidRequest, match="names 21 files by URL; expected at most 20"):
        await fetch.inlined(asked(*map(image, urls)))
    assert client.requests == []


def test_without_hosts_it_fetches_nothing():
    assert not Fetcher(ScriptedClient(), AllowedHosts()).fetches
    assert fetcher()[0].fetches
