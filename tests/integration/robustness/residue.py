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


def kept_connections(gateway: Gateway) -> int:
    """Return how many idle connections to providers are kept for the next call."""
    origins = cast("list[dict[str, int]]", gateway.status()["connections"])
    return sum(origin["idle"] for origin in origins)


def descriptors() -> int:
    return len(list(Path(f"/proc/{os.getpid()}/fd").iterdir()))


async def settled(condition: Callable[[], bool], within: float = PATIENCE) -> None:
    """Let the event loop run until `condition` holds, which takes `within` seconds at most."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110  what is looked at tells nobody of its changes
            await asyncio.sleep(0)


@asynccontextmanager
async def leaving_nothing(gateway: Gateway) -> AsyncGenerator[None, None]:
    """Demand that whatever happens in the block has left nothing behind soon after it.

    A connection that is kept for the next call is no residue: two descriptors, and a task of the
    upstream, which runs in this process too.
    """
    kept = kept_connections(gateway)
    tasks, open_before = len(asyncio.all_tasks()) - kept, descriptors() - 2 * kept
    yield
    try:
        await settled(lambda: not calls_in_flight(gateway) and not upstream_connections(gateway))
        await settled(lambda: len(asyncio.all_tasks()) - kept_connections(gateway) <= tasks)
        await settled(lambda: descriptors() - 2 * kept_connections(gateway) <= open_before)
    except TimeoutError:
        left = [task.get_name() for task in asyncio.all_tasks()]
        raise AssertionError(
            f"left behind: {gateway.status()}, {descriptors() - open_before} descriptors, "
            f"tasks {left} where there were {tasks}"
        ) from None
