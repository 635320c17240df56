"""How many calls a second one slot of a Redis server bears, limits and budget together.

`python -m bench.store` starts a server, sends it the scripts of 20,000 calls of 200 clients, and
prints what CPU time they cost the server's one thread, network included. One core serves one slot,
and each call needs `admit` once and its part of `settle` once: that is an environment's ceiling.
"""

import asyncio
import re
import tempfile
import time
from pathlib import Path

from ai_gateway.store.contract import Ask, BudgetRule, Granted, RateRule, Settlement, SlotRule
from ai_gateway.store.redis.client import Client
from ai_gateway.store.redis.script import Script
from ai_gateway.store.redis.store import RedisStore
from ai_gateway.store.settings import RedisSettings
from tests.conformance.store.server import server

_STATISTICS = Script("return redis.call('INFO', 'cpu')", "0" * 40)
_CALLS = 20_000
_AT_ONCE = 32
_CLIENTS = 200


def _ask(number: int) -> Ask:
    client = f"client:c{number % _CLIENTS}"
    return Ask(
        id=f"bench-{number}",
        rates=(
            RateRule(f"address:192.0.2.{number % 250}:calls", 10**9, 300),
            RateRule(f"{client}:rpm", 10**9, 60),
            RateRule(f"{client}:tpm", 10**12, 60, tokens=True),
            RateRule(f"{client}:tpd", 10**12, 86_400, tokens=True),
        ),
        slots=(SlotRule(client, 10**6), SlotRule("group:all", 10**6)),
        budgets=(BudgetRule(f"{client}:month:hard:UTC:*", 1, 10**15),),
        tokens=450,
        least=2_000_000,
        bound=2_200_000,
    )


async def _call(store: RedisStore, number: int) -> None:
    ask = _ask(number)
    granted = await store.admit(ask)
    if isinstance(granted, Granted):
        store.settle(Settlement(ask, granted, tokens=38, cost=70_000))


async def _load(store: RedisStore) -> tuple[float, float]:
    """Return seconds and CPU seconds of this process for all calls."""
    numbers = iter(range(_CALLS))

    async def caller() -> None:
        for number in numbers:
            await _call(store, number)

    began, cpu = time.monotonic(), time.process_time()
    await asyncio.gather(*(caller() for _ in range(_AT_ONCE)))
    while store.status()["settlements_waiting"]:  # noqa: ASYNC110  it tells nobody
        await asyncio.sleep(0.01)
    return time.monotonic() - began, time.process_time() - cpu


async def _server_cpu(settings: RedisSettings) -> float:
    """Return the CPU seconds of the server's one thread that runs scripts."""
    client = Client(settings)
    said = await client.run(_STATISTICS, [], [])
    await client.aclose()
    found = re.findall(
        rb"used_cpu_\w+_main_thread:([\d.]+)", said if isinstance(said, bytes) else b""
    )
    return sum(map(float, found))


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        async with server(Path(folder)) as running:
            settings = RedisSettings(host=running.host, port=running.port, timeout=10)
            store = RedisStore(settings)
            work = asyncio.ensure_future(store.run())
            try:
                seconds, cpu = await _load(store)
            finally:
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)
                await store.aclose()
            busy = await _server_cpu(settings) / _CALLS * 1e6
    print(f"server's CPU, admit and settle together: {busy:.1f} µs a call")
    print(f"ceiling of one slot: {1e6 / busy:,.0f} calls a second")
    print(f"one replica's own CPU: {cpu / _CALLS * 1e6:.0f} µs a call")
    print(f"reached from one process on this machine: {_CALLS / seconds:,.0f} calls a second")


if __name__ == "__main__":
    asyncio.run(main())
