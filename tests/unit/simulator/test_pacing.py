import asyncio

import pytest

from ai_gateway.simulator.pacing import Pacer


@pytest.mark.anyio
async def test_wakes_in_order_and_not_too_early():
    loop = asyncio.get_running_loop()
    pacer, order = Pacer(loop), list[tuple[int, float]]()
    start = loop.time()
    waiters = [loop.create_future() for _ in range(3)]
    for number, delay in ((2, 0.03), (0, 0.01), (1, 0.02)):
        waiters[number].add_done_callback(lambda _, n=number: order.append((n, loop.time())))
        pacer.wake(waiters[number], start + delay)
    await asyncio.gather(*waiters)
    await asyncio.wait(waiters)
    assert [number for number, _ in order] == [0, 1, 2]
    # libuv's clock counts whole milliseconds.
    assert all(when - start >= 0.01 * (number + 1) - 0.002 for number, when in order)


@pytest.mark.anyio
async def test_leaves_alone_who_no_longer_waits():
    loop = asyncio.get_running_loop()
    pacer, when = Pacer(loop), loop.time() + 0.005
    gone, there = loop.create_future(), loop.create_future()
    pacer.wake(gone, when)
    pacer.wake(there, when)
    gone.cancel()
    await there
    assert gone.cancelled()
