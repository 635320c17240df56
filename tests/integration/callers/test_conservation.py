"""Five thousand calls, and not one too many or too few: rows, and their sum.

The simulator charges for what it makes up. What that is, is read from the answers themselves, by
the vendors' own fields, with nothing of the gateway's between: each call is also made directly,
once for each kind, and the sum of the rows has to be the sum of those bills.
"""

import asyncio
import json
import random
import signal
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ai_gateway.simulator.server import Simulator
from tests.integration.callers.ledger import Ledger, recorded
from tests.integration.callers.plain_http import answered, closed_early
from tests.integration.gateways import settings_for
from tests.integration.robustness.processes import gateway_process

CALLS = 5000
AT_ONCE = 64
SAID = [{"role": "user", "content": "Hello there, dear friend"}]


class Kind(NamedTuple):
    """One kind of call, how often it is made, and what a call of it is on record as."""

    path: str
    body: dict[str, Any]
    share: int
    outcome: str = "complete"
    leaves: bool = False


def chat(model: str, share: int, outcome: str = "complete", **more: Any) -> Kind:
    leaves = outcome == "caller_left"
    body = {"model": model, "messages": SAID, **more}
    return Kind("/v1/chat/completions", body, share, outcome, leaves)


def message(model: str, share: int, outcome: str = "complete", **more: Any) -> Kind:
    leaves = outcome == "caller_left"
    body = {"model": model, "max_tokens": 99, "messages": SAID, **more}
    return Kind("/v1/messages", body, share, outcome, leaves)


KINDS = (
    chat("gpt-5-mini", 20),
    chat("gpt-5-mini@cached=4;reasoning=2", 10),
    chat("gpt-5-nano", 15, stream=True),
    chat("gpt-4.1@cached=4", 8, stream=True, stream_options={"include_usage": True}),
    chat("gpt-5-mini@status=429", 4),
    chat("gpt-5-mini@disconnect", 2, "provider_died"),
    chat("gpt-5-mini@hang-after=2", 4, "caller_left", stream=True),
    Kind("/v1/responses", {"model": "gpt-5@reasoning=7", "input": "Hello"}, 8),
    Kind("/v1/responses", {"model": "gpt-5", "input": "Hello", "stream": True}, 8),
    Kind("/v1/embeddings", {"model": "text-embedding-3-small", "input": "Hello there"}, 5),
    message("claude-haiku-4-5@cached=4", 8),
    message("claude-sonnet-4-5", 8, stream=True),
    message("claude-haiku-4-5@die-after=4", 3, "provider_died", stream=True),
    message("claude-haiku-4-5@hang-after=4", 3, "caller_left", stream=True),
    Kind("/v1/chat/completions", {"model": 7}, 1, "invalid_request"),
    Kind("/v1/nothing-is-here", {}, 1),
    Kind("/no/such/path", {}, 1, "not_found"),
)

# Dollars for a million tokens, as the vendors publish them: fresh, cached, written.
PRICES = {
    "gpt-5-mini": ("0.25", "0.025", "2"),
    "gpt-5-nano": ("0.05", "0.005", "0.4"),
    "gpt-4.1": ("2", "0.5", "8"),
    "gpt-5": ("1.25", "0.125", "10"),
    "text-embedding-3-small": ("0.02", "0.02", "0"),
    "claude-haiku-4-5": ("1", "0.1", "5"),
    "claude-sonnet-4-5": ("3", "0.3", "15"),
}


def charged(kind: Kind, answer: bytes) -> int | None:
    """Return what the simulator charges for a whole answer, in nano-dollars, by its own words."""
    usage: dict[str, Any] = {}
    for line in usage_lines(answer):
        usage |= usage_of(json.loads(line)) or {}
    if not usage:
        return None
    fresh, cached, written = (
        round(float(price) * 1000) for price in PRICES[kind.body["model"].partition("@")[0]]
    )
    read = usage.get("cache_read_input_tokens")
    if read is not None:
        return usage["input_tokens"] * fresh + read * cached + usage["output_tokens"] * written
    whole = usage.get("prompt_tokens", usage.get("input_tokens", 0))
    details = usage.get("prompt_tokens_details") or usage.get("input_tokens_details") or {}
    read = details.get("cached_tokens", 0)
    made = usage.get("completion_tokens", usage.get("output_tokens", 0))
    return (whole - read) * fresh + read * cached + made * written


def usage_lines(answer: bytes) -> list[bytes]:
    if not answer.startswith((b"data:", b"event:")):
        return [answer]
    data = [line[5:] for line in answer.splitlines() if line.startswith(b"data:")]
    return [line for line in data if b'"usage"' in line]


def usage_of(document: Any) -> dict[str, Any] | None:
    for place in (document, document.get("response") or {}, document.get("message") or {}):
        if place.get("usage"):
            return place["usage"]
    return None


def mixed() -> list[Kind]:
    """Return `CALLS` kinds in an order that is the same each time."""
    order = random.Random(6)
    return order.choices(KINDS, [kind.share for kind in KINDS], k=CALLS)


async def direct(simulator: Simulator, kind: Kind) -> bytes:
    """Ask the simulator itself, as a caller who wants usage told."""
    body = dict(kind.body)
    if body.get("stream") and kind.path.endswith("completions"):
        body["stream_options"] = {"include_usage": True}
    return (await answered(simulator.url, kind.path, body)).body


def priced(kind: Kind) -> bool:
    return kind.outcome == "complete" and "status" not in str(kind.body) and kind.body != {}


@pytest.mark.anyio
async def test_rows_are_calls_and_their_sum_is_what_was_charged(simulator: Simulator) -> None:
    bills = {
        index: charged(kind, await direct(simulator, kind))
        for index, kind in enumerate(KINDS)
        if priced(kind)
    }
    assert all(bills.values())
    calls = mixed()
    settings = settings_for(
        simulator.url, accounting={"log": True}, transport={"first_byte_timeout": 5.0}
    )
    async with recorded(settings) as (gateway, ledger):
        await made(gateway.url, calls)
        await all_rows(ledger, CALLS)
    rows = ledger.rows
    assert len(rows) == CALLS == len({row["id"] for row in rows})
    assert Counter(row["outcome"] for row in rows) == Counter(kind.outcome for kind in calls)
    exact = [row for row in rows if row["outcome"] == "complete" and "cost_nano_usd" in row]
    wanted = sum(bills[KINDS.index(kind)] or 0 for kind in calls if priced(kind))
    assert sum(row["cost_nano_usd"] for row in exact) == wanted
    assert not any(row.get("estimated") for row in exact)
    cut = [row for row in rows if row["outcome"] in ("caller_left", "provider_died")]
    assert any("usage" in row for row in cut)
    assert all(row["estimated"] for row in cut if "usage" in row)


async def made(url: str, calls: list[Kind]) -> list[str]:
    """Make every call, `AT_ONCE` at a time, and return the ids of those that were answered."""
    room, ids = asyncio.Semaphore(AT_ONCE), list[str]()

    async def make(kind: Kind) -> None:
        async with room:
            if kind.leaves:
                await closed_early(url, kind.path, kind.body)
                return
            try:
                answer = await answered(url, kind.path, kind.body)
            except ConnectionError:
                return  # the gateway listens no more, and this is no call
            if answer.request_id is not None:
                ids.append(answer.request_id)

    await asyncio.gather(*map(make, calls))
    return ids


@pytest.mark.anyio
async def test_a_sigterm_in_the_middle_loses_no_row(tmp_path: Path) -> None:
    calls = [kind for kind in mixed() if not kind.leaves and "stream" not in kind.body][:600]
    async with (
        Simulator() as simulator,
        gateway_process(tmp_path, simulator.url, log=True, drain_grace=0.2) as gateway,
    ):
        making = asyncio.create_task(made(gateway.url, calls))
        async with asyncio.timeout(30):
            await simulator.wait_until(lambda: len(simulator.requests) > 100)
        gateway.signal(signal.SIGTERM)
        ids = await making
        assert await gateway.exit_code() == 0
        rows = [json.loads(line) for line in gateway.output.splitlines()]
    assert len(rows) == len({row["id"] for row in rows})
    assert set(ids) <= {row["id"] for row in rows}
    assert 100 < len(ids) <= len(rows) <= len(calls)


async def all_rows(ledger: Ledger, count: int) -> None:
    async with asyncio.timeout(30):
        while len(ledger.rows) < count:
            await ledger.next_row()
