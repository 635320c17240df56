"""The ledger against what vendors document: each case's numbers were written down by hand.

A case in `tests/golden/cost` holds an answer as the vendor gives it, whole or as events, the usage
that it means, the bill line by line with the vendor's published prices, and its sum. The sum is
checked here with decimals of Python's, the ledger with the gateway's own arithmetic.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ai_gateway.accounting.bill import Biller
from ai_gateway.accounting.estimate import Estimator
from ai_gateway.accounting.ledger import Ledger
from ai_gateway.accounting.prices.listing import packaged_list
from ai_gateway.accounting.prices.settings import PriceSettings
from ai_gateway.accounting.prices.table import PriceTable
from ai_gateway.accounting.row import Row
from ai_gateway.core.call import Call
from ai_gateway.core.headers import Headers
from ai_gateway.core.operation import DialectName, Operation
from ai_gateway.core.record import Attempted
from ai_gateway.core.reply import Meter, Reply, Served
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.bedrock_converse.reply import read_usage as read_bedrock
from ai_gateway.dialects.bedrock_converse.stream import ConverseStream
from ai_gateway.dialects.builtin import CALLERS, DIALECTS
from ai_gateway.dialects.contract import StreamReader
from ai_gateway.dialects.gemini.reply import read_usage as read_gemini
from ai_gateway.dialects.gemini.stream import GeminiStream
from ai_gateway.providers.relay import ReportedUsage
from tests.conformance.dialects.translation.bedrock_wire import frame

CORPUS = Path(__file__).parents[2] / "golden" / "cost"
OPERATIONS = {"openai-responses": "responses", "anthropic-messages": "messages"}
CALLER: dict[str, DialectName] = {
    "openai-chat": "openai-chat",
    "openai-responses": "openai-responses",
    "anthropic-messages": "anthropic-messages",
}

# What the vendors bill by: the gateway's own policy, and the prices that no list has.
PRICES = PriceSettings.model_validate(
    {
        "models": {
            "in-house/qwen": {"input": 3, "output": 4},
            "in-house/claude-behind-chat": {
                "input": 5,
                "output": 25,
                "cache_read": 0.5,
                "cache_write": 6.25,
            },
            "in-house/claude-alike": {
                "input": 5,
                "output": 25,
                "cache_read": 0.5,
                "cache_write": 6.25,
            },
            "bedrock/arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123": {
                "like": "bedrock/global.anthropic.claude-haiku-4-5-20251001-v1:0"
            },
        }
    }
)
PER = {"": 1000, "thousand": 1_000_000, "hour": Decimal(1_000_000_000) / 3600}


def cases() -> Iterator[Any]:
    for path in sorted(CORPUS.glob("*.json")):
        for case in json.loads(path.read_text("utf-8")):
            yield pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")


def events_of(dialect: str, events: list[Any]) -> bytes:
    """Return events as the wire has them."""
    if dialect == "bedrock-converse":
        return b"".join(frame(name, payload) for name, payload in events)
    lines: list[str] = []
    for event in events:
        data = event if isinstance(event, str) else json.dumps(event, separators=(",", ":"))
        if dialect in ("anthropic-messages", "openai-responses") and not isinstance(event, str):
            lines.append(f"event: {event['type']}\n")
        lines.append(f"data: {data}\n\n")
    return "".join(lines).encode()


def reader_of(dialect: str) -> StreamReader:
    if dialect == "bedrock-converse":
        return ConverseStream()
    return GeminiStream() if dialect == "gemini" else DIALECTS[CALLER[dialect]].stream_reader()


def reported(dialect: str, answer: Any) -> Usage | None:
    body = json.dumps(answer).encode()
    if dialect == "bedrock-converse":
        return read_bedrock(body)
    return read_gemini(body) if dialect == "gemini" else DIALECTS[CALLER[dialect]].read_usage(body)


def meter_of(dialect: str, case: Any) -> Meter:
    if "answer" in case:
        return ReportedUsage(reported(dialect, case["answer"]))
    reader = reader_of(dialect)
    wire = events_of(dialect, case["events"])
    # In pieces of 97 bytes, so that events come apart where nobody expects it.
    for start in range(0, len(wire), 97):
        reader.feed(wire[start : start + 97])
    return reader


def call_of(dialect: str, case: Any) -> Call:
    question = case.get("question") or {"model": case["model"], "messages": []}
    operation = case.get("operation") or OPERATIONS.get(dialect, "chat")
    return Call(
        id="r-1",
        method="POST",
        path="/v1/x",
        raw_path=b"/v1/x",
        query=b"",
        headers=Headers(),
        operation=Operation(operation),
        dialect=CALLER.get(dialect, "openai-chat"),
        body=json.dumps(question).encode(),
        started=1.0,
        model=case["model"],
        stream=case.get("stream", False),
    )


def attempts_of(dialect: str, case: Any) -> Iterator[Attempted]:
    for before in case.get("before", ()):
        tried = Attempted(before["provider"], before["model"], 1.0)
        tried.status, tried.reason = before.get("status"), before.get("reason")
        if "answer" in before:
            tried.meter = ReportedUsage(reported(dialect, before["answer"]))
        elif tried.status is not None:
            tried.meter = ReportedUsage(None)
        yield tried
    last = Attempted(case["provider"], case["model"], 1.0)
    last.status, last.meter = 200, meter_of(dialect, case)
    yield last


def settled(dialect: str, case: Any) -> Row:
    """Return the row that the case leaves."""
    day = datetime.fromisoformat(case.get("day", "2026-11-23")).replace(tzinfo=UTC)
    table = PriceTable(packaged_list(), {"vertex-ai": "vertex-ai"}, PRICES)
    rows: list[Row] = []
    biller = Biller(table, Estimator(CALLERS), day.timestamp)
    ledger = Ledger([rows.append], biller, lambda: 2.0, day.timestamp)
    call = call_of(dialect, case)
    call.record.attempts.extend(attempts_of(dialect, case))
    row = ledger.open(call)
    served = Served(case["provider"], case["model"])
    row.answered(Reply(status=200, headers=[], body=b"", served=served))
    row.settle(case.get("outcome", "complete"))
    assert len(rows) == 1
    return rows[0]


def total(bill: list[str]) -> int:
    """Return the sum of lines such as `1200 at 1.25`, rounded half-even once."""
    sum_ = Decimal(0)
    for line in bill:
        count, _, rest = line.partition(" at ")
        price, _, unit = rest.partition(" per ")
        sum_ += Decimal(count.split()[0]) * Decimal(price) * PER[unit]
    return int(sum_.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def test_the_corpus_is_as_large_as_it_has_to_be_and_covers_every_dialect():
    names = [param.id for param in cases()]
    assert len(names) == len(set(names)) >= 150
    assert {path.stem for path in CORPUS.glob("*.json")} == {
        "openai-chat",
        "openai-responses",
        "anthropic-messages",
        "gemini",
        "bedrock-converse",
    }


@pytest.mark.parametrize(("dialect", "case"), list(cases()))
def test_the_ledger_equals_the_vendors_numbers_to_the_nano_dollar(dialect: str, case: Any):
    assert total(case["bill"]) == case["cost_nano_usd"]
    row = settled(dialect, case)
    counts = msgspec.to_builtins(row.usage)
    counts.pop("model", None)
    # A count that is there and zero is as good as one that is not, for the bill.
    assert {name: count for name, count in counts.items() if count} == {
        name: count for name, count in case["usage"].items() if count
    }
    assert row.cost_nano_usd == case["cost_nano_usd"]
    assert row.estimated == case.get("estimated", False)
    assert not row.unpriced
