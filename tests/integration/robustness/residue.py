"""What a gateway must not leave behind: calls, connections, tasks, descriptors."""

import asyncio
import os
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

from ai_gateway.app import Gateway
from tests.integration.robustness.callers import PATIENCE


def calls_in_flight(gateway: Gateway) -> int:
    return cast("int", gateway.status()["calls_in_flight"])


def upstream_connections(gateway: Gateway) -> int:
    """Return how many connections to providers are in use."""
    origins = cast("list[dict[str, int]]", gateway.status()["connections"])
    return sum(origin["in_use"] + origin["waiting"] for origin in origins)


def descriptors() -> int:
    return len(list(Path(f"/proc/{os.getpid()}/fd").iterdir()))


async def settled(condition: Callable[[], bool], within: float = PATIENCE) -> None:
    """Let the event loop run until `condition` holds, which takes `within` seconds at most."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110  what is looked at tells nobody of its changes
            await asyncio.sleep(0)


@asynccontextmanager
async def leaving_nothing(gateway: Gateway) -> AsyncGenerator[None, None]:
    """Demand that whatever happens in the block has left nothing behind soon after it."""
    tasks, open_before = len(asyncio.all_tasks()), descriptors()
    yield
    try:
        await settled(lambda: not calls_in_flight(gateway) and not upstream_connections(gateway))
        # Kept connections to a provider are no residue: at most one is open where none was.
        await settled(lambda: len(asyncio.all_tasks()) <= tasks + 1)
        await settled(lambda: descriptors() <= open_before + 2)
    except TimeoutError:
        left = [task.get_name() for task in asyncio.all_tasks()]
        raise AssertionError(
            f"left behind: {gateway.status()}, {descriptors() - open_before} descriptors, "
            f"tasks {left} where there were {tasks}"
        ) from None
