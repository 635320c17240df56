"""What a provider answers reaches the caller as it was answered, however it was cut."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.robustness.callers import ask, get
from tests.integration.robustness.conftest import Relay
from tests.integration.robustness.upstreams import (
    DONE,
    EVENTS,
    Exchange,
    chunk,
    chunked,
    sized,
)

pytestmark = pytest.mark.anyio

FEW = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

ENDS = st.sampled_from([b"\n", b"\r\n", b"\r"])
# Any text on a line, beyond UTF-8 too: what an event says is none of the gateway's business.
TEXTS = st.binary(max_size=20).map(lambda raw: raw.replace(b"\n", b" ").replace(b"\r", b" "))
FIELDS = st.sampled_from([b"data: ", b"data:", b":", b"id: ", b"event: ", b"retry: ", b"unknown"])


@st.composite
def streams(draw: st.DrawFn) -> bytes:
    """Return a whole event stream: comments, several data lines, every kind of line end."""
    blocks = draw(st.lists(st.lists(st.tuples(FIELDS, TEXTS, ENDS), max_size=4), max_size=8))
    written = b"".join(
        b"".join(field + text + end for field, text, end in block) + draw(ENDS) for block in blocks
    )
    return written + b"\n\n" + DONE


def cut(data: bytes, places: Sequence[int]) -> list[bytes]:
    """Cut `data` at `places`."""
    bounds = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[start:end] for start, end in pairwise(bounds)]


@FEW
@given(stream=streams(), places=st.lists(st.integers(0, 10_000), max_size=12))
async def test_an_event_stream_arrives_equal_wherever_it_was_cut(
    relay: Relay, stream: bytes, places: list[int]
) -> None:
    async def script(exchange: Exchange) -> None:
        await exchange.send(EVENTS)
        for piece in cut(stream, places):
            await exchange.send(chunk(piece))
        await exchange.send(b"0\r\n\r\n")

    relay.script = script
    answer = await relay.ask(ask(stream=True))
    assert answer.body == stream


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
async def test_a_stream_in_chunks_of_one_byte_arrives_equal(relay: Relay, end: bytes) -> None:
    stream = end.join([b": hello", b"", b"data: a", b"data: b", b"id: 7", b"", b"data: [DONE]"])
    stream += end * 2

    async def script(exchange: Exchange) -> None:
        await exchange.send(EVENTS + chunked(stream[at : at + 1] for at in range(len(stream))))

    relay.script = script
    answer = await relay.ask(ask(stream=True))
    assert answer.body == stream


@FEW
@given(
    body=st.binary(max_size=300),
    places=st.lists(st.integers(0, 300), max_size=8),
    media=st.sampled_from([b"application/json", b"text/plain", b"image/png"]),
    path=st.sampled_from([b"/v1/files/file-1/content", b"/v1/responses/resp_1"]),
)
async def test_an_answer_arrives_equal_whatever_it_is(
    relay: Relay, body: bytes, places: list[int], media: bytes, path: bytes
) -> None:
    async def script(exchange: Exchange) -> None:
        head = b"HTTP/1.1 200 OK\r\ncontent-type: %b\r\ntransfer-encoding: chunked\r\n\r\n" % media
        await exchange.send(head + chunked(cut(body, places)))

    relay.script = script
    answer = await relay.ask(get(path), b"GET")
    assert (answer.status, answer.fields[b"content-type"]) == (200, media)
    assert answer.body == body


async def test_an_answer_that_ends_with_its_connection_arrives_whole(relay: Relay) -> None:
    async def script(exchange: Exchange) -> None:
        await exchange.send(b"HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n{} ")
        exchange.writer.close()

    relay.script = script
    assert (await relay.ask(ask())).body == b"{} "


@pytest.mark.parametrize("path", [b"/v1/files/file-1", b"/v1/responses/resp_1"])
@pytest.mark.parametrize(
    "head", [b"204 No Content\r\n", b"304 Not Modified\r\ncontent-length: 9\r\n"]
)
async def test_an_answer_that_has_no_body_gets_none(relay: Relay, path: bytes, head: bytes) -> None:
    async def script(exchange: Exchange) -> None:
        await exchange.send(b"HTTP/1.1 " + head + b"etag: e\r\n\r\n")

    relay.script = script
    answer = await relay.ask(get(path), b"GET")
    assert answer.status == int(head[:3])
    assert answer.fields[b"etag"] == b"e"


async def test_a_head_request_is_answered_without_a_body(relay: Relay) -> None:
    async def script(exchange: Exchange) -> None:
        assert exchange.method == b"HEAD"
        await exchange.send(b"HTTP/1.1 200 OK\r\ncontent-length: 1234\r\n\r\n")

    head = get(b"/v1/files/file-1/content").replace(b"GET", b"HEAD", 1)
    relay.script = script
    answer = await relay.ask(head, b"HEAD")
    assert (answer.status, answer.fields[b"content-length"]) == (200, b"1234")


@pytest.mark.parametrize("path", [b"/v1/files/file-1", b"/v1/responses/resp_1"])
async def test_a_status_that_http_does_not_have_is_the_providers_fault(
    relay: Relay, path: bytes
) -> None:
    async def script(exchange: Exchange) -> None:
        await exchange.send(sized(b"{}", status=b"999 Denied"))

    relay.script = script
    answer = await relay.ask(get(path), b"GET")
    assert answer.status == 502
    assert b'"provider_misbehaved"' in answer.body
