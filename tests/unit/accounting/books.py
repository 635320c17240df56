"""A ledger for tests; a token that is read costs one nano-dollar, one that is written four."""

from collections.abc import Callable, Sequence

from ai_gateway.accounting.bill import Biller
from ai_gateway.accounting.estimate import Estimator
from ai_gateway.accounting.ledger import Ledger
from ai_gateway.accounting.prices.listing import PriceList, packaged_list
from ai_gateway.accounting.prices.settings import PriceSettings
from ai_gateway.accounting.prices.table import PriceTable
from ai_gateway.accounting.row import Row
from ai_gateway.core.call import Call
from ai_gateway.core.record import Attempted
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.builtin import CALLERS
from ai_gateway.providers.relay import ReportedUsage

WALL = 1_800_000_000.1234
CHEAP = {"openai/m": {"input": "0.001", "output": "0.004"}}


def table(settings: object = None, prices: PriceList | None = None) -> PriceTable:
    said = PriceSettings.model_validate({"models": CHEAP} if settings is None else settings)
    return PriceTable(prices or packaged_list(), {}, said)


def biller(prices: PriceTable | None = None, wall: float = WALL) -> Biller:
    return Biller(prices or table(), Estimator(CALLERS), lambda: wall)


def ledger_into(
    rows: list[Row],
    clock: Callable[[], float] = lambda: 11.0,
    prices: PriceTable | None = None,
) -> Ledger:
    return Ledger([rows.append], biller(prices), clock, lambda: WALL)


def attempted(call: Call, usage: Usage | None, status: int | None = 200) -> Attempted:
    """Put an attempt on the record of `call` that answered with `usage`."""
    note = Attempted("openai", "m", 10.0)
    note.status = status
    if status is not None:
        note.meter = ReportedUsage(usage)
    call.record.attempts.append(note)
    return note


def row(name: str = "r-1", **changes: object) -> Row:
    """Return a row with a few words in it, but for `changes`."""
    values: dict[str, object] = {
        "time": 1_800_000_000.5,
        "id": name,
        "operation": "chat",
        "dialect": "openai-chat",
        "outcome": "complete",
        "total_ms": 2.0,
        "provider": "openai",
        "model": "m",
        "usage": Usage(input_tokens=3, output_tokens=5),
        "cost_nano_usd": 23,
        "savings_nano_usd": 0,
    }
    return Row(**(values | changes))  # pyright: ignore[reportArgumentType]  # a test says what fits


def ids(rows: Sequence[Row]) -> list[str]:
    return [one.id for one in rows]
