"""Every call is on record exactly once, whatever ends it."""

import asyncio
from contextlib import suppress

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.accounting.row import Row
from ai_gateway.accounting.stage import Account
from ai_gateway.core.body import Body, ByteStream
from ai_gateway.core.call import Call
from ai_gateway.core.errors import GatewayError, ProviderDied, UnknownProvider
from ai_gateway.core.record import Record
from ai_gateway.core.reply import Reply, Served
from ai_gateway.core.stage import Proceed
from ai_gateway.core.usage import Usage
from tests.unit.accounting.books import attempted, ledger_into, table
from tests.unit.core.calls import call_with
from tests.unit.core.pieces import Pieces


def accounted() -> tuple[Account, list[Row]]:
    rows: list[Row] = []
    return Account(ledger_into(rows)), rows


def answering(body: Body) -> Proceed:
    async def proceed(call: Call) -> Reply:
        return Reply(status=200, headers=[], body=body, served=Served("openai", call.model))

    return proceed


def raising(error: BaseException) -> Proceed:
    async def proceed(call: Call) -> Reply:
        raise error

    return proceed


async def stream_of(body: ByteStream) -> tuple[ByteStream, list[Row]]:
    """Return `body` as a caller gets it, and where its row will stand."""
    account, rows = accounted()
    reply = await account(call_with(record=Record()), answering(body))
    assert not isinstance(reply.body, bytes)
    return reply.body, rows


@pytest.mark.anyio
async def test_a_whole_answer_is_complete_and_passes_as_it_is():
    account, rows = accounted()
    reply = await account(call_with(record=Record()), answering(b"{}"))
    assert reply.body == b"{}"
    [row] = rows
    assert (row.outcome, row.status, row.provider) == ("complete", 200, "openai")


@pytest.mark.anyio
async def test_a_refusal_is_on_record_with_its_code_and_status():
    account, rows = accounted()
    with pytest.raises(UnknownProvider):
        await account(call_with(record=Record()), raising(UnknownProvider("None.")))
    assert [(row.outcome, row.status) for row in rows] == [("unknown_provider", 400)]


@pytest.mark.anyio
async def test_a_bug_is_on_record_and_raised():
    account, rows = accounted()
    with pytest.raises(ZeroDivisionError):
        await account(call_with(record=Record()), raising(ZeroDivisionError()))
    assert [(row.outcome, row.status) for row in rows] == [("internal_error", 500)]


@pytest.mark.anyio
async def test_a_caller_that_leaves_before_the_answer_is_on_record():
    account, rows = accounted()
    asked = anyio.Event()

    async def proceed(call: Call) -> Reply:
        asked.set()
        await anyio.sleep_forever()
        raise AssertionError

    task = asyncio.ensure_future(account(call_with(record=Record()), proceed))
    await asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [(row.outcome, row.status) for row in rows] == [("caller_left", None)]


@pytest.mark.anyio
async def test_a_stream_is_on_record_on_its_last_byte_and_not_before():
    body, rows = await stream_of(Pieces([b"a", b"b"]))
    iterator = aiter(body)
    assert [await anext(iterator), await anext(iterator)] == [b"a", b"b"]
    assert rows == []
    with pytest.raises(StopAsyncIteration):
        await anext(iterator)
    assert [row.outcome for row in rows] == ["complete"]


ENDINGS = [
    (ProviderDied("Died."), "provider_died"),
    (GatewayError("Broken."), "internal_error"),
    (asyncio.CancelledError(), "caller_left"),
    (ZeroDivisionError(), "internal_error"),
]


@pytest.mark.anyio
@pytest.mark.parametrize(("error", "outcome"), ENDINGS, ids=lambda value: type(value).__name__)
async def test_what_cuts_a_stream_short_is_on_record_and_raised(error: BaseException, outcome: str):
    pieces = Pieces([b"a"], error)
    body, rows = await stream_of(pieces)
    assert await anext(body) == b"a"
    with pytest.raises(type(error)):
        await anext(body)
    await body.aclose()
    assert [(row.outcome, row.status) for row in rows] == [(outcome, 200)]
    assert pieces.closed == 1


@pytest.mark.anyio
async def test_a_stream_that_is_closed_early_was_left_by_its_caller():
    pieces = Pieces([b"a", b"b"])
    body, rows = await stream_of(pieces)
    assert await anext(body) == b"a"
    await body.aclose()
    assert [row.outcome for row in rows] == ["caller_left"]
    assert pieces.closed == 1


STEPS = st.lists(st.sampled_from(["read", "close"]), max_size=6)


@given(steps=STEPS, error=st.sampled_from([None, *(error for error, _ in ENDINGS)]))
def test_there_is_exactly_one_row_in_whatever_order_a_stream_is_read_and_closed(
    steps: list[str], error: BaseException | None
):
    async def scenario() -> list[Row]:
        body, rows = await stream_of(Pieces([b"a", b"b"], error))
        for step in [*steps, "close"]:
            if step == "close":
                await body.aclose()
                continue
            with suppress(StopAsyncIteration, *(type(error) for error, _ in ENDINGS)):
                await anext(body)
        return rows

    assert len(anyio.run(scenario)) == 1


def billed(body: Body, *, event_stream: bool = False) -> Proceed:
    async def proceed(call: Call) -> Reply:
        attempted(call, Usage(input_tokens=100, output_tokens=10))
        return Reply(status=200, headers=[(b"a", b"b")], body=body, event_stream=event_stream)

    return proceed


@pytest.mark.anyio
async def test_a_whole_answer_says_what_it_cost():
    account, _ = accounted()
    reply = await account(call_with(record=Record()), billed(b"{}"))
    assert reply.headers == [(b"a", b"b"), (b"x-ai-gateway-cost-usd", b"0.000000140")]


@pytest.mark.anyio
async def test_a_guess_says_that_it_is_one():
    rows: list[Row] = []
    account = Account(ledger_into(rows, prices=table({})))
    reply = await account(call_with(record=Record()), billed(b"{}"))
    assert (b"x-ai-gateway-cost-estimated", b"true") in reply.headers


@pytest.mark.anyio
async def test_an_answer_that_nobody_billed_says_nothing_of_cost():
    account, _ = accounted()
    reply = await account(call_with(record=Record()), answering(b"{}"))
    assert reply.headers == []


async def pieces_of(account: Account, proceed: Proceed) -> list[bytes]:
    reply = await account(call_with(record=Record()), proceed)
    assert not isinstance(reply.body, bytes)
    return [piece async for piece in reply.body]


@pytest.mark.anyio
async def test_a_stream_ends_with_its_cost_in_a_comment_where_that_is_wanted():
    rows: list[Row] = []
    account = Account(ledger_into(rows), comments=True)
    told = await pieces_of(account, billed(Pieces([b"data: 1\n\n"]), event_stream=True))
    assert told == [b"data: 1\n\n", b": x-ai-gateway-cost-usd: 0.000000140\n\n"]
    assert len(rows) == 1


@pytest.mark.anyio
@pytest.mark.parametrize(("comments", "event_stream"), [(False, True), (True, False)])
async def test_otherwise_nothing_is_added(comments: bool, event_stream: bool):
    account = Account(ledger_into([]), comments=comments)
    told = await pieces_of(account, billed(Pieces([b"x"]), event_stream=event_stream))
    assert told == [b"x"]
