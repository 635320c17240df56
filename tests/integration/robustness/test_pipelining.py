"""Requests sent before the answers to those before them were read."""

import asyncio
import json

import pytest

from tests.integration.robustness.callers import ask, calling, get, post
from tests.integration.robustness.conftest import Relay
from tests.integration.robustness.residue import calls_in_flight, leaving_nothing, settled
from tests.integration.robustness.upstreams import EVENTS, Exchange, chunk, sized

pytestmark = pytest.mark.anyio


async def _echo(exchange: Exchange) -> None:
    await exchange.send(sized(exchange.body))


def _numbered(number: int) -> bytes:
    return post(b'{"model":"m","number":%d}' % number)


async def test_pipelined_requests_get_their_own_answers_in_order(relay: Relay) -> None:
    relay.script = _echo
    async with leaving_nothing(relay.gateway), calling(relay.gateway.url) as caller:
        await caller.send(b"".join(map(_numbered, range(40))))
        numbers = [json.loads((await caller.answer()).body)["number"] for _ in range(40)]
    assert numbers == list(range(40))


async def test_what_was_asked_before_garbage_is_answered_and_the_garbage_is_not(
    relay: Relay,
) -> None:
    relay.script = _echo
    async with leaving_nothing(relay.gateway), calling(relay.gateway.url) as caller:
        await caller.send(_numbered(1) + _numbered(2) + b"\x00 garbage\r\n\r\n" + _numbered(3))
        assert json.loads((await caller.answer()).body)["number"] == 1
        last = await caller.answer()
        assert json.loads(last.body)["number"] == 2
        assert last.fields[b"connection"] == b"close"
        assert await caller.rest() == b""


async def test_garbage_behind_a_request_does_not_break_its_stream(relay: Relay) -> None:
    go_on = asyncio.Event()

    async def script(exchange: Exchange) -> None:
        await exchange.send(EVENTS + chunk(b"data: 1\n\n"))
        await go_on.wait()
        await exchange.send(chunk(b"data: [DONE]\n\n") + b"0\r\n\r\n")

    relay.script = script
    async with calling(relay.gateway.url) as caller:
        await caller.send(ask(stream=True))
        await caller.head()
        assert await caller.piece() == b"data: 1\n\n"
        await caller.send(b"\x00 garbage\r\n\r\n")
        go_on.set()
        assert await caller.rest() == chunk(b"data: [DONE]\n\n") + b"0\r\n\r\n"


async def test_a_caller_cannot_queue_requests_without_end(relay: Relay) -> None:
    held = asyncio.Event()

    async def script(exchange: Exchange) -> None:
        await held.wait()
        await exchange.send(sized(b"{}"))

    relay.script = script
    async with leaving_nothing(relay.gateway), calling(relay.gateway.url) as caller:
        await caller.send(ask() + get(b"/health") * 5000)
        await settled(lambda: calls_in_flight(relay.gateway) == 1)
        held.set()
        answers = (await caller.rest()).count(b"HTTP/1.1 200 OK")
    assert 1 < answers <= 66


async def test_a_caller_that_leaves_has_its_queued_requests_dropped(relay: Relay) -> None:
    arrived = asyncio.Event()

    async def script(exchange: Exchange) -> None:
        arrived.set()
        await exchange.gone()

    relay.script = script
    async with leaving_nothing(relay.gateway), calling(relay.gateway.url) as caller:
        await caller.send(_numbered(1) + _numbered(2))
        await arrived.wait()
        caller.leave()
    assert len(relay.seen) == 1
