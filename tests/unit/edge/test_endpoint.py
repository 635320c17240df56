"""One request, one journey, one answer, whatever happens on the way."""

import asyncio
import json
import logging
from typing import Any

import pytest

from ai_gateway.core.call import Call
from ai_gateway.core.errors import GatewayError, ProviderDied, ProviderTimeout
from ai_gateway.core.operation import Operation
from ai_gateway.core.refusal import Refusal
from ai_gateway.core.reply import Reply
from ai_gateway.core.stage import Proceed
from ai_gateway.edge.caller import Caller
from tests.unit.edge.stand_ins import (
    OK,
    Gate,
    Inbox,
    Message,
    Pieces,
    Sent,
    connected,
    event_stream,
    left,
    piece,
)

pytestmark = pytest.mark.anyio

QUESTION = b'{"model": "m"}'
CHAT = "/v1/chat/completions"
DIALECTS = [
    (CHAT, "message"),
    ("/v1/responses", "message"),
    ("/v1/messages", "type"),
]


def answering(reply: Reply | BaseException) -> Proceed:
    async def journey(call: Call) -> Reply:
        if isinstance(reply, BaseException):
            raise reply
        return reply

    return journey


class Held:
    """A journey that waits until it is cancelled or let go."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.go = asyncio.Event()
        self.cancelled = asyncio.Event()

    async def __call__(self, call: Call) -> Reply:
        self.begun.set()
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.cancelled.set()
            raise
        return OK


async def asked(
    gate: Gate, path: str = CHAT, *messages: Message, method: str = "POST", sent: Sent | None = None
) -> Sent:
    """Put one request to the endpoint and return what it sent."""
    sent = sent or Sent()
    scope: dict[str, Any] = {
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
        Caller.KEY: Caller(lambda: None),
    }
    await gate.endpoint(scope, Inbox(*(messages or (piece(QUESTION),))), sent)
    assert gate.state.calls == 0
    return sent


def request(path: str = CHAT, body: bytes = QUESTION) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def test_a_call_goes_on_its_journey_and_its_answer_comes_back():
    gate = Gate(answering(OK))
    sent = await asked(gate)
    [call] = gate.calls
    assert (call.id, call.operation, call.model) == ("call-1", Operation.CHAT, "m")
    assert (sent.status, sent.pieces, sent.ended) == (200, [b'{"a":1}'], True)
    assert sent.fields[b"x-ai-gateway-request-id"] == b"call-1"


async def test_each_call_has_an_id_of_its_own():
    gate = Gate(answering(OK))
    ids = [(await asked(gate)).fields[b"x-ai-gateway-request-id"] for _ in range(3)]
    assert ids == [b"call-1", b"call-2", b"call-3"]
    assert [call.id.encode() for call in gate.calls] == ids


@pytest.mark.parametrize(("path", "member"), DIALECTS)
async def test_a_failure_is_answered_in_the_dialect_of_the_caller(path: str, member: str):
    sent = await asked(Gate(answering(ProviderTimeout("Too slow.", retry_after=3))), path)
    body = json.loads(sent.pieces[0])
    assert (sent.status, body["error"]["message"]) == (504, "Too slow.")
    assert member in body
    assert sent.fields[b"retry-after"] == b"3"


@pytest.mark.parametrize(
    ("path", "method", "status"), [("/nothing", "GET", 404), ("/v1/files", "PUT", 405)]
)
async def test_what_is_not_there_never_starts_a_journey(path: str, method: str, status: int):
    gate = Gate(answering(OK))
    assert (await asked(gate, path, method=method)).status == status
    assert gate.calls == []


async def test_a_question_that_is_no_json_is_refused():
    sent = await asked(Gate(answering(OK)), CHAT, piece(b"{"))
    assert (sent.status, json.loads(sent.pieces[0])["error"]["code"]) == (400, "invalid_json")


@pytest.mark.parametrize(("path", "member"), DIALECTS)
async def test_a_bug_is_logged_and_says_nothing_of_the_inside(
    path: str, member: str, caplog: pytest.LogCaptureFixture
):
    sent = await asked(Gate(answering(ZeroDivisionError("sk-secret"))), path)
    body = json.loads(sent.pieces[0])
    assert sent.status == 500
    assert member in body
    assert "call-1" in body["error"]["message"]
    assert b"secret" not in sent.pieces[0]
    assert b"Zero" not in sent.pieces[0]
    [record] = caplog.records
    assert (record.levelno, record.exc_info is not None) == (logging.ERROR, True)
    assert "call-1" in record.getMessage()


async def test_a_bug_in_a_stream_is_logged_and_cuts_it(caplog: pytest.LogCaptureFixture):
    body = Pieces(b"data: 1\n\n", ZeroDivisionError())
    gate, sent = Gate(answering(event_stream(body))), Sent()
    with pytest.raises(ZeroDivisionError):
        await asked(gate, sent=sent)
    assert (sent.pieces, sent.ended, body.closed) == ([b"data: 1\n\n"], False, 1)
    assert gate.state.calls == 0
    assert "call-1 was cut" in caplog.records[0].getMessage()


async def test_a_body_that_breaks_cuts_the_connection_and_is_no_bug(
    caplog: pytest.LogCaptureFixture,
):
    body = Pieces(b"1", ProviderDied("Gone."))
    gate, sent = Gate(answering(Reply(status=200, headers=[], body=body))), Sent()
    with pytest.raises(GatewayError):
        await asked(gate, sent=sent)
    assert (sent.ended, body.closed, gate.state.calls, caplog.records) == (False, 1, 0, [])


async def test_one_call_too_many_is_refused_until_a_place_is_free():
    held = Held()
    gate = Gate(held, max_calls=1)
    async with connected(gate.endpoint) as first, connected(gate.endpoint) as second:
        first.feed(request())
        await held.begun.wait()
        assert gate.state.calls == 1
        second.feed(request())
        await second.quiet()
        [(refusal, _)] = second.answers()
        assert (refusal.status, refusal.getheader("retry-after")) == (503, "1")
        held.go.set()
        await first.quiet()
        second.wire.writes.clear()
        second.feed(request())
        await second.quiet()
        assert second.answers()[0][0].status == 200
    assert gate.state.calls == 0


async def test_a_full_or_draining_gateway_answers_its_probes():
    gate = Gate(answering(OK), max_calls=1)
    gate.state.draining = True
    statuses = [(await asked(gate, path, method="GET")).status for path in ("/", "/health")]
    assert statuses == [200, 200]
    assert (await asked(gate, "/ready", method="GET")).status == 503
    assert gate.calls == []


async def test_a_draining_gateway_goes_on_answering_calls():
    gate = Gate(answering(OK))
    gate.state.draining = True
    sent = await asked(gate)
    assert (sent.status, sent.fields[b"connection"]) == (200, b"close")


async def test_a_caller_that_leaves_before_the_answer_cancels_the_journey():
    held = Held()
    gate = Gate(held)
    async with connected(gate.endpoint) as connection:
        connection.feed(request())
        await held.begun.wait()
        connection.lose()
        await connection.quiet()
        assert held.cancelled.is_set()
        assert (connection.wire.sent, gate.state.calls) == (b"", 0)


async def test_a_caller_that_leaves_within_its_request_starts_no_journey():
    gate = Gate(answering(OK))
    async with connected(gate.endpoint) as connection:
        connection.feed(request()[:-5])
        connection.lose()
        await connection.quiet()
        assert (gate.calls, connection.wire.sent, gate.state.calls) == ([], b"", 0)


async def test_a_caller_that_says_goodbye_by_message_starts_no_journey():
    gate = Gate(answering(OK))
    await asked(gate, CHAT, left())
    assert gate.calls == []


@pytest.mark.parametrize("events", [True, False])
async def test_a_caller_that_leaves_during_the_answer_gives_its_body_back(events: bool):
    body = Pieces(b"data: 1\n\n", asyncio.Event())
    reply = event_stream(body) if events else Reply(status=200, headers=[], body=body)
    gate = Gate(answering(reply))
    async with connected(gate.endpoint) as connection:
        connection.feed(request())
        await body.reached.wait()
        before = connection.wire.sent
        connection.lose()
        await connection.quiet()
        assert connection.wire.sent == before
        assert (body.closed, gate.state.calls) == (1, 0)


async def test_a_caller_that_leaves_after_the_answer_cancels_nothing():
    gate = Gate(answering(OK))
    async with connected(gate.endpoint) as connection:
        connection.feed(request())
        await connection.quiet()
        connection.lose()
        assert connection.answers()[0][0].status == 200


async def test_a_call_that_is_cut_by_the_shutdown_is_told_so():
    held = Held()
    gate = Gate(held)
    async with connected(gate.endpoint) as connection:
        connection.feed(request())
        await held.begun.wait()
        [task] = connection.server.tasks
        task.cancel()
        await connection.quiet()
        [(response, body)] = connection.answers()
        assert (response.status, response.getheader("retry-after")) == (503, "1")
        assert b"shutting down" in body


async def test_a_stream_that_is_cut_by_the_shutdown_ends_with_an_error_event():
    body = Pieces(b"data: 1\n\n", asyncio.Event())
    gate = Gate(answering(event_stream(body)))
    async with connected(gate.endpoint) as connection:
        connection.feed(request("/v1/messages"))
        await body.reached.wait()
        [task] = connection.server.tasks
        task.cancel()
        await connection.quiet()
        [(_, sent)] = connection.answers()
        assert sent.startswith(b"data: 1\n\nevent: error\n")
        assert b"shutting down" in sent
        assert (body.closed, gate.state.calls) == (1, 0)


async def test_a_queued_call_of_a_caller_that_left_goes_on_no_journey():
    held = Held()
    gate = Gate(held)
    async with connected(gate.endpoint) as connection:
        connection.feed(request() + b"GET /v1/files HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await held.begun.wait()
        connection.lose()
        await connection.quiet()
        assert [call.path for call in gate.calls] == [CHAT]


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [(CHAT, b"no json", "invalid_json"), ("/no/such/path", QUESTION, "not_found")],
)
async def test_what_is_refused_before_it_becomes_a_call_is_told(path: str, body: bytes, code: str):
    told: list[Refusal] = []
    gate = Gate(answering(OK))
    gate.renderer.refused = told.append
    sent = await asked(gate, path, piece(body))
    [refusal] = told
    assert (refusal.error.code, refusal.id) == (
        code,
        sent.fields[b"x-ai-gateway-request-id"].decode(),
    )
    assert refusal.started is not None


async def test_what_a_stage_refuses_is_a_call_and_not_told():
    told: list[Refusal] = []
    gate = Gate(answering(ProviderTimeout("Slow.")))
    gate.renderer.refused = told.append
    await asked(gate)
    assert told == []
