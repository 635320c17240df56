from typing import Any

import pytest

from ai_gateway.simulator.answer import Answer, EventStream
from ai_gateway.simulator.delivery import Delivery
from ai_gateway.simulator.directive import parse
from tests.unit.simulator.test_wire import FakeTransport, connected

EVENTS = [b"data: 1\n\n", b"data: 2\n\n", b"data: [DONE]\n\n"]


class Sent:
    """What an HTTP server is given to send."""

    def __init__(self, transport: FakeTransport) -> None:
        self.transport = transport
        self.start: dict[str, Any] = {}
        self.pieces: list[bytes] = []
        self.complete = False

    async def __call__(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.pieces += [message["body"]] if message["body"] else []
            self.complete = not message["more_body"]


async def delivered(directives: str, *, body: bytes | None = None) -> Sent:
    wire, transport = connected()
    sent = Sent(transport)
    stream = EventStream([], iter(EVENTS), lambda number: b"data: error %d\n\n" % number)
    delivery = Delivery(parse(directives), sent, wire)
    if not await delivery.prevent():
        await delivery.deliver(stream if body is None else Answer(200, [], body))
    return sent


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("directives", "pieces", "complete"),
    [
        ("", EVENTS, True),
        ("slow=1", EVENTS, True),
        ("no-done", EVENTS[:2], True),
        ("cut-after=0", [], True),
        ("cut-after=9", EVENTS, True),
        ("die-after=1", EVENTS[:1], False),
        ("die-mid-event", [EVENTS[0], b"data"], False),
        ("error-first", [b"data: error 0\n\n"], True),
        ("error-after=2", [*EVENTS[:2], b"data: error 2\n\n"], True),
        ("disconnect", [], False),
    ],
)
async def test_a_stream(directives: str, pieces: list[bytes], *, complete: bool):
    sent = await delivered(directives)
    assert sent.pieces == pieces
    assert sent.complete is complete
    assert sent.transport.closed is not complete


@pytest.mark.anyio
async def test_a_plain_answer_has_its_length_and_the_mark():
    sent = await delivered("retry-after=3", body=bytes(100_000))
    assert sent.start["headers"] == [
        (b"content-length", b"100000"),
        (b"x-ai-gateway-simulated", b"true"),
        (b"retry-after", b"3"),
    ]
    assert [len(piece) for piece in sent.pieces] == [65_536, 34_464]
    assert (await delivered("", body=b"")).complete


@pytest.mark.anyio
async def test_a_plain_answer_counts_bytes():
    sent = await delivered("die-after=3", body=b"abcdef")
    assert b"".join(sent.pieces) == b"abc"
    assert (b"content-length", b"6") in sent.start["headers"]
    sent = await delivered("cut-after=3", body=b"abcdef")
    assert sent.complete
    assert b"content-length" not in dict(sent.start["headers"])


@pytest.mark.anyio
async def test_one_byte_goes_past_the_server():
    sent = await delivered("one-byte", body=b"ab")
    assert sent.start == {}
    assert {len(piece) for piece in sent.transport.written} == {1}
    whole = b"".join(sent.transport.written)
    assert whole.startswith(b"HTTP/1.1 200 OK\r\n")
    assert whole.endswith(b"connection: close\r\n\r\nab")
    stream = await delivered("one-byte")
    assert b"".join(stream.transport.written).endswith(b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n")


@pytest.mark.anyio
async def test_garbage():
    assert (await delivered("garbage")).transport.written[0][:1] == b"\x16"
    assert (await delivered("garbage=json")).start["status"] == 200
    assert (await delivered("garbage=html")).start["status"] == 502
