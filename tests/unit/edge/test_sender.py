"""Replies on their way out: their header fields, their body, and what feeds it given back."""

import asyncio

import pytest

from ai_gateway.background.supervisor import Supervisor
from ai_gateway.core.errors import ProviderDied
from ai_gateway.core.operation import DialectName
from ai_gateway.core.reply import Reply
from ai_gateway.edge.caller import Caller
from ai_gateway.edge.sender import ReplySender
from ai_gateway.edge.state import EdgeState
from tests.unit.edge.stand_ins import OK, Message, Pieces, Sent, event_stream, renderer

pytestmark = pytest.mark.anyio


class Exit:
    """A sender with everything around it."""

    def __init__(self) -> None:
        self.state = EdgeState()
        self.sent = Sent()
        self.held = 0
        self._caller = Caller(self._hold)
        self._sender = ReplySender(renderer(), self.state, Supervisor(), 15.0)

    def _hold(self) -> None:
        assert self.sent.messages == []
        self.held += 1

    async def send(self, reply: Reply, dialect: DialectName = "openai-chat") -> Sent:
        await self._sender.send(reply, self.sent, self._caller, dialect, "call-1")
        return self.sent


def in_pieces(body: Pieces, status: int = 200, length: int | None = None) -> Reply:
    return Reply(status=status, headers=[], body=body, length=length)


async def test_a_whole_body_goes_out_with_its_length_in_one_write():
    way = Exit()
    sent = await way.send(OK)
    assert sent.status == 200
    assert sent.fields == {
        b"content-type": b"application/json",
        b"x-ai-gateway-request-id": b"call-1",
        b"content-length": b"7",
    }
    assert (sent.pieces, sent.ended, way.held) == ([b'{"a":1}'], True, 1)


async def test_the_reply_itself_stays_as_it_was():
    await Exit().send(OK)
    assert OK.headers == [(b"content-type", b"application/json")]


async def test_a_body_in_pieces_goes_out_piece_by_piece_and_nothing_is_held():
    way, body = Exit(), Pieces(b"123", b"456")
    sent = await way.send(in_pieces(body, length=6))
    assert sent.fields[b"content-length"] == b"6"
    assert (sent.pieces, sent.ended) == ([b"123", b"456"], True)
    assert (body.closed, way.held) == (1, 0)


async def test_a_body_of_unknown_length_announces_none():
    sent = await Exit().send(in_pieces(Pieces(b"123")))
    assert b"content-length" not in sent.fields


@pytest.mark.parametrize("status", [204, 304])
async def test_an_answer_that_has_no_body_announces_no_length(status: int):
    whole = await Exit().send(Reply(status=status, headers=[], body=b""))
    assert b"content-length" not in whole.fields
    in_parts = await Exit().send(in_pieces(Pieces(), status, length=0))
    assert b"content-length" not in in_parts.fields


async def test_an_empty_body_has_a_length_of_zero():
    sent = await Exit().send(Reply(status=200, headers=[], body=b""))
    assert sent.fields[b"content-length"] == b"0"
    assert sent.ended


async def test_a_draining_gateway_asks_its_callers_to_connect_anew():
    way = Exit()
    way.state.draining = True
    assert (await way.send(OK)).fields[b"connection"] == b"close"


async def test_a_body_that_breaks_is_raised_and_given_back():
    way, body = Exit(), Pieces(b"123", ProviderDied("Gone."))
    with pytest.raises(ProviderDied):
        await way.send(in_pieces(body))
    assert (way.sent.pieces, way.sent.ended, body.closed) == ([b"123"], False, 1)


@pytest.mark.parametrize(
    ("dialect", "start"),
    [
        ("openai-chat", b'data: {"error"'),
        ("openai-responses", b"event: error\ndata: "),
        ("anthropic-messages", b"event: error\ndata: "),
    ],
)
async def test_an_event_stream_that_breaks_ends_with_an_error_event_of_its_dialect(
    dialect: DialectName, start: bytes
):
    way, body = Exit(), Pieces(b"data: 1\n\n", ProviderDied("Gone."))
    sent = await way.send(event_stream(body), dialect)
    first, last = sent.pieces
    assert first == b"data: 1\n\n"
    assert last.startswith(start)
    assert b"Gone." in last
    assert b"call-1" in last
    assert (sent.ended, body.closed) == (True, 1)


async def test_an_event_stream_that_is_complete_gets_nothing_added():
    way, body = Exit(), Pieces(b"data: 1\n\n", b"data: [DONE]\n\n")
    sent = await way.send(event_stream(body))
    assert (sent.pieces, sent.ended) == ([b"data: 1\n\n", b"data: [DONE]\n\n"], True)
    assert body.closed == 1


@pytest.mark.parametrize("events", [True, False])
async def test_a_body_is_given_back_where_its_head_cannot_be_sent(events: bool):
    class Refusing(Sent):
        async def __call__(self, message: Message) -> None:
            raise RuntimeError("invalid header value")

    way, body = Exit(), Pieces(b"1")
    way.sent = Refusing()
    with pytest.raises(RuntimeError):
        await way.send(event_stream(body) if events else in_pieces(body))
    assert body.closed == 1


async def test_a_body_is_given_back_where_sending_is_cancelled():
    way, body = Exit(), Pieces(b"1", asyncio.Event())
    task = asyncio.create_task(way.send(in_pieces(body)))
    await body.reached.wait()
    task.cancel()
    await asyncio.wait([task])
    assert (task.cancelled(), body.closed) == (True, 1)
