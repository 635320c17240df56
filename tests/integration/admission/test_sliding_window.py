"""Four processes press one rate: no window has more than the limit, and all of it is used."""

import asyncio
import sys
from pathlib import Path

import msgspec
import pytest

from ai_gateway.store.contract import RateRule
from tests.conformance.store.server import server

PROCESSES = 4
SECONDS = 7.0
WINDOW = 2
ROOT = Path(__file__).parents[3]


async def pressed(port: int, rule: RateRule, tokens: int) -> list[int]:
    """Return when each call was let in, by the store's clock in milliseconds."""
    module = "tests.integration.admission.presser"
    arguments = (str(port), msgspec.json.encode(rule).decode(), str(tokens), str(SECONDS))
    processes = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, *arguments), cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        for _ in range(PROCESSES)
    ]
    said = await asyncio.gather(*(process.communicate() for process in processes))
    assert [process.returncode for process in processes] == [0] * PROCESSES
    return sorted(int(line) for output, _ in said for line in output.split())


@pytest.mark.anyio
@pytest.mark.parametrize(("limit", "tokens"), [(100, 0), (7_000, 70)], ids=["calls", "tokens"])
async def test_no_sliding_window_exceeds_the_limit_and_95_percent_of_it_are_used(
    tmp_path: Path, limit: int, tokens: int
):
    rule = RateRule("client:team:x", limit, WINDOW, tokens=tokens > 0)
    amount = tokens or 1
    async with server(tmp_path) as store:
        let_in = await pressed(store.port, rule, tokens)
    window = WINDOW * 1000
    for number, start in enumerate(let_in):
        within = sum(1 for at in let_in[number:] if at < start + window)
        assert within * amount <= limit
    # A last window may have begun late: not all of the time is counted.
    assert len(let_in) * amount >= 0.95 * limit * (SECONDS - 0.2) / WINDOW
