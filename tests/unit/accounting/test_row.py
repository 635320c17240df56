"""The names of a line's fields are fixed: queries in other places rely on them."""

import msgspec

from ai_gateway.accounting.row import AttemptRow, Row
from tests.unit.accounting.books import row


def test_the_fields_are_these():
    assert Row.__struct_fields__ == (
        "time", "id", "operation", "dialect", "outcome", "total_ms", "client", "tags", "config",
        "provider", "model", "model_asked", "model_served", "status", "stream", "first_byte_ms",
        "usage", "cost_nano_usd", "savings_nano_usd", "price", "price_source", "estimated",
        "unpriced", "attempts", "guardrails", "cache", "reservation", "trace_id",
    )  # fmt: skip
    assert AttemptRow.__struct_fields__ == ("provider", "model", "status", "reason", "ms", "usage")


def test_a_line_says_that_it_is_of_a_call_and_leaves_out_what_is_unknown():
    bare = Row(time=1.0, id="r", operation="chat", dialect="d", outcome="complete", total_ms=2.0)
    assert msgspec.json.decode(msgspec.json.encode(bare)) == {
        "event": "call",
        "time": 1.0,
        "id": "r",
        "operation": "chat",
        "dialect": "d",
        "outcome": "complete",
        "total_ms": 2.0,
    }


def test_a_cost_of_nothing_is_not_left_out():
    assert b'"cost_nano_usd":0' in msgspec.json.encode(row(cost_nano_usd=0))


def test_a_line_is_read_back_as_it_was():
    told = row(tags={"team": "a"}, attempts=(AttemptRow(provider="openai", status=200),))
    assert msgspec.json.decode(msgspec.json.encode(told), type=Row) == told
