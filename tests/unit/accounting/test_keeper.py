"""Rows reach the store together, in a thread of their own, and none is left behind."""

import logging
import sqlite3
from collections.abc import Sequence

import pytest

from ai_gateway.accounting.keeper import StoreKeeper
from ai_gateway.accounting.row import Row
from ai_gateway.accounting.store import Store
from ai_gateway.accounting.usage_query import UsageQuery
from tests.unit.accounting.books import row

pytestmark = pytest.mark.anyio
ALL = UsageQuery((), 0, 2**40)


class Noting(Store):
    """A store that notes what it is given, and fails where it is told."""

    def __init__(self) -> None:
        super().__init__(None, 100)
        self.given: list[int] = []
        self.fails = False
        self.closed = False

    def add(self, rows: Sequence[Row]) -> None:
        self.given.append(len(rows))
        if self.fails:
            raise sqlite3.OperationalError("disk full")
        super().add(rows)

    def close(self) -> None:
        self.closed = True
        super().close()


async def test_rows_are_written_together():
    store = Noting()
    keeper = StoreKeeper(store)
    for number in range(5):
        keeper(row(str(number)))
    assert (store.given, keeper.backlog) == ([], 5)
    await keeper.close()
    assert (store.given, keeper.backlog, store.closed) == ([5], 0, True)


async def test_a_question_sees_every_call_up_to_now():
    keeper = StoreKeeper(Noting())
    keeper(row("a"))
    assert (await keeper.usage(ALL))[0].calls == 1
    keeper(row("b"))
    assert [one.id for one in await keeper.calls("b")] == ["b"]
    await keeper.close()


async def test_a_store_that_fails_is_said_once_and_calls_go_on(caplog: pytest.LogCaptureFixture):
    store = Noting()
    store.fails = True
    keeper = StoreKeeper(store)
    with caplog.at_level(logging.ERROR):
        for number in range(3):
            keeper(row(str(number)))
            await keeper.usage(ALL)
    assert [record.getMessage()[:40] for record in caplog.records] == [
        "the ledger's database does not take rows"
    ]
    assert keeper.failing
    store.fails = False
    keeper(row("later"))
    assert (await keeper.usage(ALL))[0].calls == 1
    assert not keeper.failing
    await keeper.close()


async def test_a_store_that_never_answers_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ai_gateway.accounting.keeper._MOST_WAITING", 3)
    keeper = StoreKeeper(Noting())
    for number in range(9):
        keeper(row(str(number)))
    assert keeper.backlog == 3
    await keeper.close()
