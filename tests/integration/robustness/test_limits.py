"""What is too large, too much or too slow is refused in words, and gives its place back."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from ai_gateway.app import Gateway
from tests.integration.gateways import running, settings_for
from tests.integration.robustness.callers import Answer, Caller, ask, calling, get, post, question
from tests.integration.robustness.residue import calls_in_flight, leaving_nothing, settled
from tests.integration.robustness.upstreams import EVENTS, Exchange, chunk, sized, upstream

pytestmark = pytest.mark.anyio

SMALL = {
    "max_body_bytes": 2000,
    "max_upload_bytes": 4000,
    "max_header_bytes": 5000,
    "max_headers": 20,
    "max_calls": 3,
}


def code(answer: Answer) -> str:
    return json.loads(answer.body)["error"]["code"]


async def _ok(exchange: Exchange) -> None:
    await exchange.send(sized(b"{}"))


def _chunked(path: bytes, media: bytes, body: bytes) -> bytes:
    head = b"POST %b HTTP/1.1\r\nhost: localhost\r\ncontent-type: %b\r\n"
    head += b"transfer-encoding: chunked\r\n\r\n"
    return head % (path, media) + b"".join(
        chunk(body[at : at + 500]) for at in range(0, len(body), 500)
    )


JSON = (b"/v1/chat/completions", b"application/json", SMALL["max_body_bytes"])
FILE = (b"/v1/files", b"application/octet-stream", SMALL["max_upload_bytes"])


@pytest.mark.parametrize(("path", "media", "limit"), [JSON, FILE])
async def test_a_body_above_the_limit_is_refused_and_one_at_it_is_not(
    path: bytes, media: bytes, limit: int
) -> None:
    largest = question().ljust(limit)
    async with (
        upstream(_ok) as provider,
        running(settings_for(provider.url, edge=SMALL)) as gateway,
        leaving_nothing(gateway),
    ):
        for whole in (
            post(largest, path=path, media=media),
            _chunked(path, media, largest) + b"0\r\n\r\n",
        ):
            async with calling(gateway.url) as caller:
                await caller.send(whole)
                assert (await caller.answer()).status == 200
        # Announced, it is refused before a byte of it has come; in chunks, where it is too long.
        announced = post(largest + b" ", path=path, media=media)[: -limit - 1]
        for begun in (announced, _chunked(path, media, largest + b" ")):
            async with calling(gateway.url) as caller:
                await caller.send(begun)
                answer = await caller.answer()
                assert (answer.status, code(answer)) == (413, "body_too_large")


# Behind a head, one read may be taken before it is counted.
MORE = 600_000

HEADS = {
    "many fields": get(b"/v1/models", *(b"x-%d: 1" % number for number in range(200))),
    "a long field": get(b"/v1/models", b"x: " + b"a" * 10_000),
    "a long path": get(b"/v1/models/" + b"a" * 10_000),
    "20 MB": get(b"/v1/models", b"x: " + b"a" * 20_000_000),
    "a field without end": get(b"/v1/models", b"x: " + b"a" * 6000)[:-4],
    "many trailers": _chunked(*JSON[:2], b"") + b"0\r\n" + b"a: b\r\n" * 200 + b"\r\n",
    "a trailer without end": _chunked(*JSON[:2], b"") + b"0\r\na: " + b"a" * MORE,
    "a chunk extension without end": _chunked(*JSON[:2], b"") + b"5;a=" + b"a" * MORE,
}


@pytest.mark.parametrize("name", HEADS)
async def test_too_large_a_head_is_refused(name: str) -> None:
    async with (
        upstream(_ok, whole=False) as provider,
        running(settings_for(provider.url, edge=SMALL)) as gateway,
        leaving_nothing(gateway),
        calling(gateway.url) as caller,
    ):
        caller.writer.write(HEADS[name])
        answer = await caller.answer()
        assert (answer.status, code(answer)) == (431, "headers_too_large")
        assert await caller.rest() == b""


async def _complete(exchange: Exchange) -> None:
    await exchange.send(chunk(b"data: [DONE]\n\n") + b"0\r\n\r\n")


async def _die(exchange: Exchange) -> None:
    exchange.writer.transport.abort()


@asynccontextmanager
async def _four(gateway: Gateway) -> AsyncGenerator[list[Caller], None]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(calling(gateway.url)) for _ in range(4)]


@pytest.mark.parametrize("end", [_complete, _die, None], ids=["complete", "death", "abandoned"])
async def test_a_place_comes_back_however_a_call_ends(
    end: Callable[[Exchange], Coroutine[None, None, None]] | None,
) -> None:
    go_on = asyncio.Event()

    async def script(exchange: Exchange) -> None:
        await exchange.send(EVENTS + chunk(b"data: 1\n\n"))
        await go_on.wait()
        if end is not None:
            await end(exchange)

    async with (
        upstream(script) as provider,
        running(settings_for(provider.url, edge=SMALL)) as gateway,
        leaving_nothing(gateway),
        _four(gateway) as (one, two, three, four),
    ):
        for caller in (one, two, three):
            await caller.send(ask(stream=True))
            await caller.head()
        await four.send(ask(stream=True))
        refused = await four.answer()
        assert (refused.status, code(refused)) == (503, "overloaded")
        assert int(refused.fields[b"retry-after"]) >= 1
        # Probes are no calls: a full gateway is alive.
        await four.send(get(b"/ready"))
        assert (await four.answer()).status == 200
        assert calls_in_flight(gateway) == 3
        if end is None:
            three.leave()
        else:
            go_on.set()
        await settled(lambda: calls_in_flight(gateway) < 3)
        await four.send(ask(stream=True))
        assert (await four.head()).status == 200
        go_on.set()


BEGUN = (
    b"",
    b"POST /v1/chat",
    post(question())[:-5],
    post(b"x" * 9, path=b"/v1/files", media=b"x/y")[:-5],
)


async def test_a_caller_that_stalls_within_its_request_is_cut() -> None:
    patient = {"stall_timeout": 0.2}
    async with (
        upstream(_ok) as provider,
        running(settings_for(provider.url, edge=patient)) as gateway,
        leaving_nothing(gateway),
        _four(gateway) as callers,
    ):
        for caller, begun in zip(callers, BEGUN, strict=True):
            await caller.send(begun)
        for caller in callers:
            assert await caller.rest() == b""
