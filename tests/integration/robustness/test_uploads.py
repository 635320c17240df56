"""Bodies that are not JSON pass in both directions as they are, in bounded memory."""

import hashlib
import tracemalloc

import pytest

from tests.integration.robustness.callers import Caller, calling, get, post
from tests.integration.robustness.conftest import Relay
from tests.integration.robustness.upstreams import Exchange, chunk, sized

pytestmark = pytest.mark.anyio

MIB = 1024 * 1024
LARGE = 30
PATTERN = bytes(range(256)) * (MIB // 256)

# Socket and stream buffers of three parties, each with a few pieces in hand; a body that is
# held anywhere costs ten times as much.
BOUND = 3 * MIB

FORM = (
    b"--frontier\r\n"
    b'content-disposition: form-data; name="purpose"\r\n\r\nbatch\r\n'
    b'--frontier\r\ncontent-disposition: form-data; name="file"; filename="\xc3\xa9.bin"\r\n'
    b"content-type: application/octet-stream\r\n\r\n\x00\xff\r\n--front\r\n\r\n--frontier--\r\n"
)


def _expected(head: bytes = b"") -> str:
    digest = hashlib.sha256(head)
    for _ in range(LARGE):
        digest.update(PATTERN)
    return digest.hexdigest()


async def _digest(exchange: Exchange) -> None:
    digest = hashlib.sha256()
    async for piece in exchange.pieces():
        digest.update(piece)
    await exchange.send(sized(digest.hexdigest().encode(), b"text/plain"))


async def _large_answer(caller: Caller, *, chunked: bool) -> str:
    digest = hashlib.sha256()
    answer = await caller.head()
    if chunked:
        while piece := await caller.piece():
            digest.update(piece)
    else:
        left = int(answer.fields[b"content-length"])
        while left:
            piece = await caller.reader.read(min(left, 65536))
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()


async def test_a_form_arrives_equal_with_its_boundary(relay: Relay) -> None:
    fields: list[bytes | None] = []

    async def script(exchange: Exchange) -> None:
        fields.append(exchange.field(b"content-type"))
        await exchange.send(sized(b"{}"))

    relay.script = script
    media = b"multipart/form-data; boundary=frontier"
    assert (await relay.ask(post(FORM, path=b"/v1/files", media=media))).status == 200
    assert relay.seen == [FORM]
    assert fields == [media]


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 300_000])
async def test_binary_arrives_equal_both_ways(relay: Relay, size: int) -> None:
    body = (PATTERN * 2)[7 : 7 + size]

    async def script(exchange: Exchange) -> None:
        await exchange.send(sized(exchange.body, b"application/octet-stream"))

    relay.script = script
    answer = await relay.ask(post(body, path=b"/v1/audio/x", media=b"application/octet-stream"))
    assert relay.seen == [body]
    assert answer.body == body


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_large_upload_passes_without_being_held(
    streaming_relay: Relay, chunked: bool
) -> None:
    streaming_relay.script = _digest
    framing = b"transfer-encoding: chunked" if chunked else b"content-length: %d" % (LARGE * MIB)
    head = (
        b"POST /v1/files HTTP/1.1\r\nhost: localhost\r\ncontent-type: x/y\r\n%b\r\n\r\n" % framing
    )
    piece = chunk(PATTERN) if chunked else PATTERN
    async with calling(streaming_relay.gateway.url) as caller:
        tracemalloc.start()
        await caller.send(head)
        for _ in range(LARGE):
            await caller.send(piece)
        if chunked:
            await caller.send(b"0\r\n\r\n")
        answer = await caller.answer()
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert answer.body.decode() == _expected()
    assert peak < BOUND + len(piece)


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_large_download_passes_without_being_held(relay: Relay, chunked: bool) -> None:
    async def script(exchange: Exchange) -> None:
        framing = b"transfer-encoding: chunked" if chunked else b"content-length: %d"
        head = b"HTTP/1.1 200 OK\r\ncontent-type: video/mp4\r\n" + framing + b"\r\n\r\n"
        await exchange.send(head if chunked else head % (LARGE * MIB))
        for at in range(0, LARGE * MIB, 65536):
            piece = PATTERN[at % MIB : at % MIB + 65536]
            await exchange.send(chunk(piece) if chunked else piece)
        if chunked:
            await exchange.send(b"0\r\n\r\n")

    relay.script = script
    async with calling(relay.gateway.url, receive_buffer=65536) as caller:
        tracemalloc.start()
        await caller.send(get(b"/v1/videos/v/content"))
        digest = await _large_answer(caller, chunked=chunked)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert digest == _expected()
    assert peak < BOUND
