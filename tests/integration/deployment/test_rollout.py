"""A deployment rolled under open streams: the load balancer is real, and so are both gateways.

It is played with the timeouts of the Terraform files, all divided by one same factor, in the order
in which ECS does it: the new task serves, the old one is deregistered, its calls get the
deregistration delay, and SIGTERM comes after that.
"""

import asyncio
import signal
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path

import pytest

from tests.integration.deployment.balancer import Balancer, balancing
from tests.integration.deployment.timeouts import Timeouts, deployed_timeouts
from tests.integration.robustness.callers import PATIENCE, Caller, ask
from tests.integration.robustness.processes import GatewayProcess, gateway_process
from tests.integration.robustness.upstreams import DONE, EVENTS, Exchange, chunk, sized, upstream

pytestmark = pytest.mark.anyio

FACTOR = 60
STREAMS = 200
FIRST = b'data: {"choices":[]}\n\n'


class Provider:
    """Answers a plain call at once; streams say one event, wait for their turn, and end.

    The turns are given out in the order in which the streams began.
    """

    def __init__(self) -> None:
        self.turns = [asyncio.Event() for _ in range(STREAMS)]
        self._waiting = iter(self.turns)

    async def __call__(self, exchange: Exchange) -> None:
        if b'"stream":true' not in exchange.body:
            await exchange.send(sized(b"{}"))
            return
        turn = next(self._waiting)
        await exchange.send(EVENTS + chunk(FIRST))
        await turn.wait()
        await exchange.send(chunk(FIRST) + chunk(DONE) + b"0\r\n\r\n")


def gateway(
    folder: Path, name: str, url: str, times: Timeouts
) -> AbstractAsyncContextManager[GatewayProcess]:
    """Return a gateway that runs with the deployment's settings."""
    (folder / name).mkdir()
    return gateway_process(
        folder / name,
        url,
        keep_alive_timeout=times.keep_alive,
        drain_grace=times.drain_grace,
        drain_timeout=times.drain_timeout,
        comment_interval=15 / FACTOR,
    )


async def whole(caller: Caller) -> bytes:
    """Return the events of a stream to its end, without the comments that keep it open."""
    events = bytearray()
    async with asyncio.timeout(PATIENCE * 2):
        while piece := await caller.piece():
            events += piece
    return b"".join(
        event + b"\n\n" for event in bytes(events).split(b"\n\n") if event and event[:1] != b":"
    )


async def answered_by(balancer: Balancer) -> bytes:
    """Make a call and return which gateway answered it."""
    async with balancer.calling() as caller:
        await caller.send(ask())
        answer = await caller.answer()
    assert answer.status == 200
    return answer.fields[b"x-ai-gateway-request-id"].partition(b"-")[0]


async def moved(balancer: Balancer, old: bytes) -> bytes:
    """Wait until new calls are answered by another gateway, and return which."""
    async with asyncio.timeout(PATIENCE):
        while (new := await answered_by(balancer)) == old:
            pass
    return new


async def open_streams(balancer: Balancer, stack: AsyncExitStack) -> list[Caller]:
    callers: list[Caller] = []
    for _ in range(STREAMS):
        caller = await stack.enter_async_context(balancer.calling())
        await caller.send(ask(stream=True))
        await caller.head()
        # Read before the next begins, so that streams and turns have the same order.
        assert await caller.piece() == FIRST
        callers.append(caller)
    return callers


async def stopped(old: GatewayProcess, times: Timeouts) -> None:
    """Stop a task as ECS does; its gateway has to end by itself before ECS would kill it."""
    old.signal(signal.SIGTERM)
    # A busy machine is slower than the factor says; what counts is that streams end, and it.
    assert await old.exit_code() == 0
    assert times.drain_grace + times.drain_timeout < times.stop


def test_the_timeouts_of_the_deployment_fit_each_other():
    times = deployed_timeouts()
    assert times.keep_alive > times.idle
    assert times.deregistration >= times.idle
    assert times.drain_grace + times.drain_timeout < times.stop <= 120


async def test_no_stream_is_cut_by_a_deployment(tmp_path: Path):
    times = deployed_timeouts().divided(FACTOR)
    provider = Provider()
    loop = asyncio.get_running_loop()
    async with (
        upstream(provider) as above,
        gateway(tmp_path, "old", above.url, times) as old,
        balancing(tmp_path, old.url, times) as balancer,
        AsyncExitStack() as stack,
    ):
        before = await answered_by(balancer)
        streams = await open_streams(balancer, stack)
        new = await stack.enter_async_context(gateway(tmp_path, "new", above.url, times))
        balancer.register(new.url)
        deregistered = loop.time()
        after = await moved(balancer, before)

        # Half of the streams end within the delay, spread over it; calls go on meanwhile.
        half = STREAMS // 2
        for i in range(half):
            due = deregistered + times.deregistration * 0.9 * i / half
            await asyncio.sleep(due - loop.time())
            provider.turns[i].set()
            assert await whole(streams[i]) == FIRST + DONE
            # By either for a moment, as the load balancer's own nodes learn of it one by one.
            await answered_by(balancer)
        await asyncio.sleep(deregistered + times.deregistration - loop.time())

        # The other half is still open when its task is told to stop, and ends while it drains.
        stopping = asyncio.create_task(stopped(old, times))
        await asyncio.sleep(times.drain_grace)
        for turn in provider.turns[half:]:
            turn.set()
        for stream in streams[half:]:
            assert await whole(stream) == FIRST + DONE
        await stopping
        assert await answered_by(balancer) == after
