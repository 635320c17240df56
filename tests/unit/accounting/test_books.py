"""The books of one gateway open and close together."""

import json
from io import BytesIO
from pathlib import Path

import pytest

from ai_gateway.accounting.books import Books, BooksUnusable
from ai_gateway.accounting.row import Row
from ai_gateway.accounting.settings import AccountingSettings
from ai_gateway.accounting.usage_query import UsageQuery
from ai_gateway.core.call import Call
from ai_gateway.core.record import Record
from ai_gateway.core.reply import Reply
from ai_gateway.dialects.builtin import CALLERS
from tests.unit.core.calls import call_with

pytestmark = pytest.mark.anyio


def books(**said: object) -> Books:
    settings = AccountingSettings.model_validate(said)
    return Books(settings, {}, CALLERS, lambda: 11.0, lambda: 1_800_000_000.0)


async def proceed(call: Call) -> Reply:
    return Reply(status=200, headers=[], body=b"{}")


async def test_a_call_is_in_the_log_in_the_store_and_with_whoever_listens():
    kept, output, heard = books(), BytesIO(), list[Row]()
    stage = kept.stage(kept.open(output, heard.append))
    await stage(call_with(record=Record()), proceed)
    assert (await kept.keeper.usage(UsageQuery((), 0, 2**40)))[0].calls == 1
    await kept.close()
    assert json.loads(output.getvalue())["id"] == heard[0].id == "r-1"


async def test_without_the_log_the_store_has_it_all_the_same():
    kept, output = books(log=False), BytesIO()
    await kept.stage(kept.open(output))(call_with(record=Record()), proceed)
    assert await kept.keeper.calls("r-1")
    await kept.close()
    assert output.getvalue() == b""


async def test_an_operator_sees_what_waits_and_which_prices_hold():
    kept = books()
    kept.open(BytesIO())
    status = kept.status()
    assert str(status.pop("prices") if isinstance(status, dict) else "").startswith("genai-prices")
    assert status == {
        "log_backlog_bytes": 0,
        "database_backlog_rows": 0,
        "database_failing": False,
    }
    await kept.close()


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"database": "/nonexistent/x.sqlite"}, "accounting.database /nonexistent/x.sqlite"),
        ({"prices": {"file": "/nonexistent/p.json"}}, "accounting.prices.file /nonexistent/p.json"),
        ({"prices": {"models": {"a/b": {}}}}, "accounting.prices.models.a/b"),
    ],
)
async def test_books_that_cannot_be_kept_are_refused(said: dict[str, object], says: str):
    with pytest.raises(BooksUnusable) as raised:
        books(**said)
    assert says in raised.value.message


async def test_a_file_is_kept_between_gateways(tmp_path: Path):
    for number in (1, 2):
        kept = books(database=tmp_path / "ledger.sqlite", log=False)
        call = call_with(record=Record(), id=f"r-{number}")
        await kept.stage(kept.open(BytesIO()))(call, proceed)
        assert (await kept.keeper.usage(UsageQuery((), 0, 2**40)))[0].calls == number
        await kept.close()
