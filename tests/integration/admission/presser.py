"""A program that asks a store for the same rate as fast as it can, and prints what it was granted.

Its arguments are the store's port, the rate as JSON, tokens a call, and for how many seconds. Each
line of its output is the store's clock, in milliseconds, at which it was let in.
"""

import asyncio
import sys
import uuid

import msgspec

from ai_gateway.store.contract import Ask, Granted, RateRule
from ai_gateway.store.redis.store import RedisStore
from ai_gateway.store.settings import RedisSettings


async def press(port: int, rule: RateRule, tokens: int, seconds: float) -> None:
    store = RedisStore(RedisSettings(host="127.0.0.1", port=port, timeout=5))
    until = asyncio.get_running_loop().time() + seconds

    async def caller() -> None:
        while asyncio.get_running_loop().time() < until:
            answer = await store.admit(Ask(id=uuid.uuid4().hex, rates=(rule,), tokens=tokens))
            if isinstance(answer, Granted):
                sys.stdout.write(f"{answer.at}\n")
            else:
                await asyncio.sleep(0.005)

    await asyncio.gather(*(caller() for _ in range(4)))
    await store.aclose()


if __name__ == "__main__":
    port, rule, tokens, seconds = sys.argv[1:]
    decoded = msgspec.json.decode(rule, type=RateRule)
    asyncio.run(press(int(port), decoded, int(tokens), float(seconds)))
