"""One connection of a caller: bounds on what comes in, order in what goes out."""

import asyncio
import json
from typing import Any

import pytest

from ai_gateway.edge.protocol import bounded
from ai_gateway.edge.settings import EdgeSettings
from tests.unit.edge.stand_ins import Connection, Message, connected, renderer

pytestmark = pytest.mark.anyio

GET = b"GET /v1/files HTTP/1.1\r\nHost: localhost\r\n\r\n"
START = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]}
END: Message = {"type": "http.response.body", "body": b"ok", "more_body": False}


class Application:
    """Answers "ok" to every request once `gate` is open, and remembers what it was asked."""

    def __init__(self) -> None:
        self.scopes: list[Message] = []
        self.bodies: list[bytes] = []
        self.asked = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()
        self.cancelled = 0

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        caller = scope["ai_gateway.caller"]
        caller.begin()
        try:
            message = await receive()
            self.bodies.append(message.get("body", b""))
            self.asked.set()
            await self.gate.wait()
            caller.hold()
            await send(START)
            await send(END)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            caller.end()


@pytest.fixture
def app(anyio_backend: object) -> Application:
    return Application()


def with_fields(count: int) -> bytes:
    return GET[:-2] + b"".join(b"x-%d: v\r\n" % number for number in range(count - 1)) + b"\r\n"


async def refused(connection: Connection, status: int) -> dict[str, Any]:
    """Return the error that the connection was refused and closed with."""
    await connection.quiet()
    [(response, body)] = connection.answers()
    assert (response.status, response.getheader("connection")) == (status, "close")
    assert connection.wire.closed
    return json.loads(body)["error"]


async def test_head_and_body_of_an_answer_go_out_in_one_write(app: Application):
    async with connected(app) as connection:
        connection.feed(GET)
        await connection.quiet()
        assert len(connection.wire.writes) == 1
        [(response, body)] = connection.answers()
        assert (response.status, body) == (200, b"ok")
        assert not connection.wire.closed


async def test_an_answer_to_head_goes_out_without_its_body(app: Application):
    async with connected(app) as connection:
        connection.feed(GET.replace(b"GET", b"HEAD"))
        await connection.quiet()
        [(response, body)] = connection.answers("HEAD")
        assert (response.getheader("content-length"), body) == ("2", b"")


async def test_a_request_may_come_byte_by_byte(app: Application):
    async with connected(app) as connection:
        request = b"POST /v1/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc"
        connection.feed(*(request[at : at + 1] for at in range(len(request))))
        await connection.quiet()
        assert app.bodies == [b"abc"]


async def test_pipelined_requests_are_answered_one_after_the_other(app: Application):
    async with connected(app) as connection:
        connection.feed(GET + GET.replace(b"files", b"two") + GET)
        await connection.wire.until(lambda: connection.wire.sent.count(b"ok") == 3)
        assert [scope["path"] for scope in app.scopes] == ["/v1/files", "/v1/two", "/v1/files"]
        assert len(connection.answers("GET", "GET", "GET")) == 3


async def test_too_many_pipelined_requests_get_no_place_in_the_queue(app: Application):
    app.gate.clear()
    async with connected(app) as connection:
        connection.feed(GET * 100)
        await app.asked.wait()
        assert len(connection.protocol.pipeline) == 64
        app.gate.set()
        await connection.wire.until(lambda: connection.wire.closed)
        assert len(connection.answers(*["GET"] * 65)) == 65


async def test_a_caller_that_leaves_cancels_its_call(app: Application):
    app.gate.clear()
    async with connected(app) as connection:
        connection.feed(GET)
        await app.asked.wait()
        connection.lose()
        await connection.quiet()
        assert (app.cancelled, connection.wire.sent) == (1, b"")


async def test_as_many_fields_as_allowed_are_taken(app: Application):
    async with connected(app, max_headers=10) as connection:
        connection.feed(with_fields(10))
        await connection.quiet()
        assert len(app.scopes[0]["headers"]) == 10


async def test_one_field_too_many_is_refused_and_never_becomes_a_call(app: Application):
    async with connected(app, max_headers=10) as connection:
        connection.feed(with_fields(11))
        error = await refused(connection, 431)
        assert "10 fields" in error["message"]
        assert app.scopes == []


@pytest.mark.parametrize(
    "head",
    [
        GET[:-2] + b"x: " + b"v" * 5000 + b"\r\n\r\n",
        GET[:-2] + b"x" * 5000 + b": v\r\n\r\n",
        GET[:-2] + b"".join(b"x: %b\r\n" % (b"v" * 1300) for _ in range(4)) + b"\r\n",
        b"GET /v1/" + b"p" * 5000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
    ids=["value", "name", "sum", "url"],
)
@pytest.mark.parametrize("size", [100_000, 1000], ids=["at once", "in segments"])
async def test_a_head_of_too_many_bytes_is_refused(app: Application, head: bytes, size: int):
    async with connected(app, max_header_bytes=4096) as connection:
        connection.feed(*(head[at : at + size] for at in range(0, len(head), size)))
        error = await refused(connection, 431)
        assert "more than 4096 bytes" in error["message"]
        assert app.scopes == []


async def test_a_field_without_end_is_refused_before_it_is_gathered(app: Application):
    async with connected(app, max_header_bytes=4096) as connection:
        connection.feed(GET[:-2] + b"x: ", *[b"v" * 1000] * 5)
        assert connection.wire.closed
        connection.feed(*[b"v" * 1000] * 100)
        await refused(connection, 431)


@pytest.mark.parametrize(
    ("path", "kind"), [(b"/v1/messages", "anthropic"), (b"/v1/chat/completions", "openai")]
)
async def test_a_refused_head_is_answered_in_the_dialect_of_its_path(
    app: Application, path: bytes, kind: str
):
    async with connected(app, max_header_bytes=4096) as connection:
        connection.feed(b"POST %b?beta=true HTTP/1.1\r\nx: %b" % (path, b"v" * 5000))
        [(_, body)] = connection.answers()
        assert (json.loads(body).get("type") == "error") is (kind == "anthropic")


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\x16\x03\x01\x02\x00\x01",
        b"SPEAK / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"CONNECT a.test:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
)
async def test_what_is_not_http_is_refused(app: Application, request_bytes: bytes):
    async with connected(app) as connection:
        connection.feed(request_bytes)
        error = await refused(connection, 400)
        assert "not valid HTTP/1.1" in error["message"]
        assert app.scopes == []


async def test_a_refused_connection_is_read_no_further(app: Application):
    async with connected(app) as connection:
        connection.feed(b"nonsense\r\n\r\n", GET, b"nonsense\r\n\r\n")
        await refused(connection, 400)
        assert app.scopes == []


async def test_a_body_that_is_badly_framed_is_refused_before_its_call_answers(app: Application):
    app.gate.clear()
    async with connected(app) as connection:
        connection.feed(b"POST /v1/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"zz\r\n")
        connection.lose()
        await refused(connection, 400)


async def test_garbage_behind_a_request_does_not_come_before_its_answer(app: Application):
    app.gate.clear()
    async with connected(app) as connection:
        connection.feed(GET)
        await app.asked.wait()
        connection.feed(b"nonsense\r\n\r\n")
        assert (connection.wire.sent, connection.wire.closed) == (b"", False)
        app.gate.set()
        await connection.quiet()
        [(response, body)] = connection.answers()
        assert (response.status, response.getheader("connection"), body) == (200, "close", b"ok")
        assert connection.wire.closed


async def test_a_badly_framed_body_of_a_queued_request_writes_into_no_other_answer(
    app: Application,
):
    app.gate.clear()
    async with connected(app) as connection:
        connection.feed(GET)
        await app.asked.wait()
        connection.feed(b"POST /v1/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"zz\r\n")
        assert (connection.wire.sent, connection.wire.closed) == (b"", True)


async def test_a_trailer_is_no_header_field(app: Application):
    async with connected(app) as connection:
        connection.feed(
            b"POST /v1/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"1\r\na\r\n0\r\nx-portkey-provider: openai\r\n\r\n"
        )
        await connection.quiet()
        assert [name for name, _ in app.scopes[0]["headers"]] == [b"transfer-encoding"]
        assert app.bodies == [b"a"]


async def test_trailers_without_end_are_not_gathered(app: Application):
    app.gate.clear()
    async with connected(app, max_header_bytes=4096) as connection:
        connection.feed(b"POST /v1/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nx: ")
        connection.feed(*[b"v" * 1000] * 5)
        connection.lose()
        await refused(connection, 431)


async def test_a_large_body_is_not_taken_for_a_head(app: Application):
    async with connected(app, max_header_bytes=4096) as connection:
        head = b"POST /v1/x HTTP/1.1\r\nContent-Length: 20000\r\n\r\n"
        connection.feed(head + b"b" * 5000, *[b"b" * 5000] * 3)
        await connection.quiet()
        assert app.bodies == [b"b" * 20000]


async def test_an_offer_to_upgrade_is_ignored_and_the_body_kept(app: Application):
    upgrade = b"POST /v1/x HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 3"
    async with connected(app) as connection:
        connection.feed(upgrade + b"\r\n\r\nabc" + GET)
        await connection.wire.until(lambda: connection.wire.sent.count(b"ok") == 2)
        assert app.bodies == [b"abc", b""]
        assert len(connection.answers("POST", "GET")) == 2


async def test_a_caller_that_is_silent_within_its_request_is_cut(app: Application):
    async with connected(app) as connection:
        connection.feed(GET[:-2])
        now = asyncio.get_running_loop().time()
        connection.protocol.abort_if_stalled(now + 9, 10)
        assert not connection.wire.aborted
        connection.protocol.abort_if_stalled(now + 11, 10)
        assert connection.wire.aborted


async def test_a_caller_that_never_says_a_word_is_cut(app: Application):
    async with connected(app) as connection:
        now = asyncio.get_running_loop().time()
        connection.protocol.abort_if_stalled(now + 11, 10)
        assert connection.wire.aborted


async def test_a_caller_that_waits_for_its_answer_or_rests_is_not_cut(app: Application):
    app.gate.clear()
    async with connected(app) as connection:
        connection.feed(GET)
        await app.asked.wait()
        now = asyncio.get_running_loop().time()
        connection.protocol.abort_if_stalled(now + 11, 10)
        app.gate.set()
        await connection.quiet()
        connection.protocol.abort_if_stalled(now + 100, 10)
        assert not connection.wire.aborted


async def test_a_caller_that_may_not_speak_is_not_cut_nor_right_after(app: Application):
    async with connected(app) as connection:
        connection.feed(b"POST /v1/x HTTP/1.1\r\nContent-Length: 200000\r\n\r\n" + b"b" * 70000)
        assert not connection.wire.reading
        now = asyncio.get_running_loop().time()
        connection.protocol.abort_if_stalled(now + 50, 10)
        connection.protocol.flow.resume_reading()
        connection.protocol.abort_if_stalled(now + 55, 10)
        assert not connection.wire.aborted
        connection.protocol.abort_if_stalled(now + 61, 10)
        assert connection.wire.aborted


async def test_a_caller_that_reads_nothing_of_its_answer_is_cut(app: Application):
    async with connected(app) as connection:
        connection.feed(GET)
        await connection.quiet()
        connection.protocol.pause_writing()
        now = asyncio.get_running_loop().time()
        connection.protocol.abort_if_stalled(now + 9, 10)
        assert not connection.wire.aborted
        connection.protocol.resume_writing()
        connection.protocol.abort_if_stalled(now + 100, 10)
        assert not connection.wire.aborted
        connection.protocol.pause_writing()
        connection.protocol.abort_if_stalled(now + 11, 10)
        assert connection.wire.aborted


def test_each_gateway_has_bounds_of_its_own():
    one = bounded(EdgeSettings(max_headers=10), renderer())
    two = bounded(EdgeSettings(max_headers=20), renderer())
    assert (one.settings.max_headers, two.settings.max_headers) == (10, 20)
