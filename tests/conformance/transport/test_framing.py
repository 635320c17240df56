"""Every way an answer can be framed, whole and one byte at a time."""

import asyncio

import pytest

from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import ConnectionDied, ProtocolViolation
from tests.conformance.transport.peer import Peer, answer, answering, serving

pytestmark = pytest.mark.anyio

CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"

# name: (method, bytes of the answer, body, whether the connection is used again)
GOOD: dict[str, tuple[str, bytes, bytes, bool]] = {
    "length": ("GET", answer(b"hello"), b"hello", True),
    "length-zero": ("POST", answer(b""), b"", True),
    "body-of-line-breaks": ("GET", answer(b"\r\n\r\n"), b"\r\n\r\n", True),
    "empty-field": ("GET", answer(b"x", b"x-empty:"), b"x", True),
    "no-reason": ("GET", b"HTTP/1.1 200\r\ncontent-length: 1\r\n\r\nx", b"x", True),
    "chunked": (
        "GET",
        CHUNKED + b"3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n",
        b"abc0123456789",
        True,
    ),
    "chunk-extension": ("GET", CHUNKED + b'3;a=b;c="d"\r\nabc\r\n0;e\r\n\r\n', b"abc", True),
    "trailers": ("GET", CHUNKED + b"1\r\na\r\n0\r\nx-sum: 1\r\nx-none:\r\n\r\n", b"a", True),
    "chunked-empty": ("GET", CHUNKED + b"0\r\n\r\n", b"", True),
    "until-close": ("GET", b"HTTP/1.1 200 OK\r\n\r\nall of it", b"all of it", False),
    "until-close-1.0": ("GET", b"HTTP/1.0 200 OK\r\n\r\nall of it", b"all of it", False),
    "1.0-length": ("GET", b"HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok", b"ok", False),
    "1.0-keep-alive": (
        "GET",
        b"HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\nok",
        b"ok",
        True,
    ),
    "connection-close": ("GET", answer(b"bye", b"Connection: close"), b"bye", False),
    "head-length": ("HEAD", b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n", b"", True),
    "head-chunked": ("HEAD", CHUNKED, b"", True),
    "head-of-nothing": ("HEAD", answer(b""), b"", True),
    "204": ("GET", b"HTTP/1.1 204 No Content\r\n\r\n", b"", True),
    "204-length": ("GET", b"HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\n", b"", True),
    "304": ("GET", b"HTTP/1.1 304 Not Modified\r\ncontent-length: 5\r\n\r\n", b"", True),
    "100": ("POST", b"HTTP/1.1 100 Continue\r\n\r\n" + answer(b"x"), b"x", True),
    "103-with-fields": ("GET", b"HTTP/1.1 103 H\r\nlink: </a>\r\n\r\n" + answer(b"x"), b"x", True),
    "many-1xx": (
        "GET",
        b"HTTP/1.1 102 P\r\n\r\n" * 3 + b"HTTP/1.1 103 H\r\na: b\r\n\r\n" + answer(b"x"),
        b"x",
        True,
    ),
}

BAD: dict[str, bytes] = {
    "garbage": b"\x16\x03\x01\x02\x00 this is no HTTP\r\n\r\n",
    "another-protocol": b"SSH-2.0-OpenSSH_9.6\r\n",
    "http2": b"HTTP/2.0 200 OK\r\ncontent-length: 0\r\n\r\n",
    "http0.9": b"HTTP/0.9 200 OK\r\ncontent-length: 0\r\n\r\n",
    "status-000": b"HTTP/1.1 000 Zero\r\ncontent-length: 0\r\n\r\n",
    "status-4-digits": b"HTTP/1.1 2000 OK\r\n\r\n",
    "status-101": b"HTTP/1.1 101 Switching\r\n\r\n",
    "status-101-upgrade": b"HTTP/1.1 101 S\r\nupgrade: x\r\nconnection: upgrade\r\n\r\nraw",
    "length-twice": answer(b"x", b"content-length: 1"),
    "lengths-conflict": answer(b"x", b"content-length: 2"),
    "length-list": b"HTTP/1.1 200 OK\r\ncontent-length: 1, 1\r\n\r\nx",
    "length-negative": b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\nx",
    "length-sign": b"HTTP/1.1 200 OK\r\ncontent-length: +1\r\n\r\nx",
    "length-word": b"HTTP/1.1 200 OK\r\ncontent-length: one\r\n\r\nx",
    "length-empty": b"HTTP/1.1 200 OK\r\ncontent-length:\r\n\r\nx",
    "length-overflow": b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999\r\n\r\nx",
    "length-and-chunked": answer(b"x", b"transfer-encoding: chunked"),
    "chunked-and-length": CHUNKED[:-2] + b"content-length: 1\r\n\r\nx",
    "gzip-coding": b"HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "unknown-coding": b"HTTP/1.1 200 OK\r\ntransfer-encoding: x\r\n\r\n0\r\n\r\n",
    "chunked-twice": CHUNKED[:-2] + b"transfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    "folded-field": answer(b"x", b"a: b\r\n  c"),
    "space-before-colon": answer(b"x", b"a : b"),
    "no-colon": answer(b"x", b"nonsense"),
    "nul-in-value": answer(b"x", b"a: \0"),
    "bare-line-feed": b"HTTP/1.1 200 OK\ncontent-length: 1\n\nx",
    "endless-line": b"HTTP/1.1 200 OK\r\na: " + b"a" * 70_000,
    "endless-reason": b"HTTP/1.1 200 " + b"a" * 70_000,
    "large-head": answer(b"x", b"a: " + b"a" * 70_000),
    "many-fields": answer(b"x", *[b"a: b"] * 201),
    "endless-1xx": b"HTTP/1.1 102 Processing\r\n\r\n" * 4000,
}

BAD_BODIES: dict[str, bytes] = {
    "chunk-size-word": CHUNKED + b"1\r\na\r\nzz\r\n",
    "chunk-size-overflow": CHUNKED + b"1\r\na\r\nfffffffffffffffff\r\n",
    "chunk-too-long": CHUNKED + b"1\r\na\r\n2\r\nabcd\r\n",
    "chunk-negative": CHUNKED + b"1\r\na\r\n-1\r\n",
    "endless-extension": CHUNKED + b"1\r\na\r\n1;" + b"x" * 400_000,
    "endless-trailers": CHUNKED + b"1\r\na\r\n0\r\n" + b"a: b\r\n" * 20_000,
}

CUT: dict[str, bytes] = {
    "nothing": b"",
    "half-a-line": b"HTTP/1.",
    "half-a-head": b"HTTP/1.1 200 OK\r\ncontent-",
    "only-1xx": b"HTTP/1.1 100 Continue\r\n\r\n",
    "length-short": b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf",
    "chunk-cut": CHUNKED + b"a\r\nhalf",
    "no-last-chunk": CHUNKED + b"4\r\nhalf\r\n",
    "trailers-cut": CHUNKED + b"4\r\nhalf\r\n0\r\nx-sum: 1\r\n",
}


@pytest.mark.parametrize("dribble", [False, True], ids=["whole", "bytewise"])
@pytest.mark.parametrize("case", GOOD)
async def test_a_good_answer_is_read_the_same_however_it_arrives(
    client: Client, case: str, dribble: bool
) -> None:
    method, wire, body, again = GOOD[case]

    async def script(peer: Peer) -> None:
        while True:
            await peer.request()
            step = 1 if dribble else len(wire)
            for start in range(0, len(wire), step):
                await peer.send(wire[start : start + step])
                if dribble:
                    await asyncio.sleep(0)
            if not again:
                return

    async with serving(script) as served:
        for _ in range(2):
            response = await client.send(served.get(method=method))
            assert await response.body.read(1000) == body
            assert all(name == name.lower() for name, _ in response.headers)
            assert (b"x-sum", b"1") not in response.headers
            assert (b"link", b"</a>") not in response.headers
        assert served.accepted == (1 if again else 2)


@pytest.mark.parametrize("case", BAD)
async def test_a_head_that_is_not_http_is_a_violation(client: Client, case: str) -> None:
    async with serving(answering(BAD[case])) as served:
        with pytest.raises(ProtocolViolation):
            await client.send(served.get())
        await served.all_closed()


@pytest.mark.parametrize("case", BAD_BODIES)
async def test_a_body_that_is_not_http_is_a_violation_after_what_came_before(
    client: Client, case: str
) -> None:
    async with serving(answering(BAD_BODIES[case])) as served:
        response = await client.send(served.get())
        assert await anext(response.body)
        with pytest.raises(ProtocolViolation):
            async for _ in response.body:
                pass
        await served.all_closed()


@pytest.mark.parametrize("case", CUT)
async def test_an_answer_that_is_cut_short_never_looks_complete(client: Client, case: str) -> None:
    async with serving(answering(CUT[case], then_close=True)) as served:

        async def call() -> None:
            response = await client.send(served.get())
            async for piece in response.body:
                assert piece == b"half"

        with pytest.raises(ConnectionDied) as died:
            await call()
        assert died.value.answered == bool(CUT[case])


async def test_a_body_until_the_end_is_cut_short_by_a_reset(client: Client) -> None:
    read = asyncio.Event()

    async def script(peer: Peer) -> None:
        await peer.request()
        await peer.send(b"HTTP/1.1 200 OK\r\n\r\nsome")
        await read.wait()
        peer.reset()

    async with serving(script) as served:
        response = await client.send(served.get())
        assert await anext(response.body) == b"some"
        read.set()
        with pytest.raises(ConnectionDied):
            await anext(response.body)


async def test_one_read_is_one_piece(client: Client) -> None:
    wire = CHUNKED + b"".join(b"1\r\n%c\r\n" % letter for letter in b"abcdef") + b"0\r\n\r\n"
    async with serving(answering(wire)) as served:
        response = await client.send(served.get())
        assert [piece async for piece in response.body] == [b"abcdef"]
