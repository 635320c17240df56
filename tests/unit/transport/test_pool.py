"""Slots: counted, bounded, handed on, never lost."""

import asyncio

import pytest

from ai_gateway.transport.connection import Connection
from ai_gateway.transport.errors import ClientClosed, ConnectFailed, PoolTimeout
from ai_gateway.transport.pool import HostPool
from ai_gateway.transport.request import Origin
from ai_gateway.transport.settings import TransportSettings

pytestmark = pytest.mark.anyio


class FakeConnection(Connection):
    """A connection without a socket."""

    def __init__(self, pool: HostPool) -> None:
        super().__init__(pool, "fake", TransportSettings())
        self.good = True

    def usable(self) -> bool:
        return self.good and not self.closed

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            self._owner.forget(self)

    async def wait_lost(self) -> None:
        pass


class Bench:
    """A pool of fakes with room for two."""

    def __init__(self, patience: float = 5) -> None:
        self.fails = False
        self.gate = asyncio.Event()
        self.gate.set()
        self.emptied = 0
        self.pool = HostPool(
            Origin("http", "a.test", 80),
            TransportSettings(max_connections_per_host=2, pool_timeout=patience),
            self._make,
            self._empty,
        )

    async def _make(self, pool: HostPool) -> Connection:
        await self.gate.wait()
        if self.fails:
            raise ConnectFailed("refused")
        return FakeConnection(pool)

    def _empty(self, pool: HostPool) -> None:
        self.emptied += 1

    @property
    def counts(self) -> tuple[int, int, int]:
        return self.pool.slots, self.pool.idle, self.pool.waiting

    async def two(self) -> tuple[Connection, Connection]:
        return await self.pool.acquire(), await self.pool.acquire()

    async def waiter(self) -> "asyncio.Task[Connection]":
        task = asyncio.get_running_loop().create_task(self.pool.acquire())
        await asyncio.sleep(0)
        return task


@pytest.fixture
async def bench(anyio_backend: object) -> Bench:
    return Bench()


async def test_the_last_one_back_is_the_first_one_out(bench: Bench) -> None:
    first, second = await bench.two()
    assert bench.counts == (2, 0, 0)
    bench.pool.give_back(first)
    bench.pool.give_back(second)
    assert bench.counts == (2, 2, 0)
    assert bench.pool.take() is second
    assert bench.pool.take() is first
    assert bench.pool.take() is None


async def test_what_went_bad_is_passed_over(bench: Bench) -> None:
    good, bad = await bench.two()
    bench.pool.give_back(good)
    bench.pool.give_back(bad)
    bad.good = False  # pyright: ignore[reportAttributeAccessIssue]
    assert bench.pool.take() is good
    assert bad.closed
    assert bench.counts == (1, 0, 0)


async def test_a_waiter_gets_what_is_given_back(bench: Bench) -> None:
    first, _ = await bench.two()
    waiter = await bench.waiter()
    assert bench.counts == (2, 0, 1)
    bench.pool.give_back(first)
    assert await waiter is first
    assert bench.counts == (2, 0, 0)


async def test_a_waiter_gets_the_slot_of_what_is_closed(bench: Bench) -> None:
    first, _ = await bench.two()
    waiter = await bench.waiter()
    first.close()
    assert await waiter is not first
    assert bench.counts == (2, 0, 0)


async def test_a_waiter_does_not_take_what_died_on_the_way(bench: Bench) -> None:
    first, _ = await bench.two()
    waiter = await bench.waiter()
    bench.pool.give_back(first)
    first.close()
    assert await waiter is not first
    assert bench.counts == (2, 0, 0)


async def test_the_wait_ends() -> None:
    bench = Bench(patience=0.02)
    await bench.two()
    with pytest.raises(PoolTimeout, match=r"pool_timeout"):
        await bench.pool.acquire()
    assert bench.counts == (2, 0, 0)


@pytest.mark.parametrize("freed_by", ["give_back", "close"])
async def test_what_a_cancelled_waiter_was_given_goes_to_the_next(
    bench: Bench, freed_by: str
) -> None:
    first, _ = await bench.two()
    cancelled, heir = await bench.waiter(), await bench.waiter()
    if freed_by == "close":
        first.close()
    else:
        bench.pool.give_back(first)
    cancelled.cancel()
    connection = await heir
    assert (connection is first) == (freed_by == "give_back")
    assert cancelled.cancelled()
    assert bench.counts == (2, 0, 0)


async def test_a_waiter_cancelled_in_the_queue_is_passed_over(bench: Bench) -> None:
    first, _ = await bench.two()
    cancelled, heir = await bench.waiter(), await bench.waiter()
    cancelled.cancel()
    bench.pool.give_back(first)
    assert await heir is first
    assert bench.counts == (2, 0, 0)


async def test_a_connection_that_fails_frees_its_slot_for_the_next(bench: Bench) -> None:
    bench.gate.clear()
    making = [await bench.waiter() for _ in range(3)]
    assert bench.counts == (2, 0, 1)
    bench.fails = True
    bench.gate.set()
    results = await asyncio.gather(*making, return_exceptions=True)
    assert [type(result) for result in results] == [ConnectFailed] * 3
    assert bench.counts == (0, 0, 0)
    assert bench.emptied == 1


async def test_a_cancelled_connect_frees_its_slot(bench: Bench) -> None:
    bench.gate.clear()
    making = await bench.waiter()
    making.cancel()
    await asyncio.gather(making, return_exceptions=True)
    assert bench.counts == (0, 0, 0)
    assert bench.emptied == 1


async def test_a_new_one_takes_the_place_of_the_oldest_idle_one(bench: Bench) -> None:
    oldest, newest = await bench.two()
    bench.pool.give_back(oldest)
    bench.pool.give_back(newest)
    fresh = await bench.pool.acquire()
    assert fresh not in {oldest, newest}
    assert oldest.closed
    assert not newest.closed
    assert bench.counts == (2, 1, 0)
    assert bench.emptied == 0


async def test_closing_ends_connections_waiters_and_connects(bench: Bench) -> None:
    first = await bench.pool.acquire()
    bench.gate.clear()
    making, waiting = await bench.waiter(), await bench.waiter()
    await bench.pool.aclose()
    bench.gate.set()
    for task in (making, waiting):
        with pytest.raises(ClientClosed):
            await task
    assert first.closed
    assert bench.counts == (0, 0, 0)
