import asyncio

import pytest

from ai_gateway.simulator.recording import Recording
from tests.unit.simulator.sample import sent


def test_keeps_what_arrived_within_bounds():
    recording = Recording()
    request = sent({"a": 1}, query="b=2")
    for _ in range(1001):
        recording.received(request, [(b"x", b"1"), (b"x", b"2")])
    assert len(recording.requests) == 1000
    kept = recording.requests[-1]
    assert (kept.method, kept.path, kept.query, kept.body) == ("POST", "/v1/x", "b=2", b'{"a": 1}')
    assert kept.headers == [(b"x", b"1"), (b"x", b"2")]
    request.body = bytes(2_000_000)
    recording.received(request, [])
    assert len(recording.requests[-1].body) == 1_048_576


@pytest.mark.anyio
async def test_wakes_who_waits_for_a_change():
    recording = Recording()
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        group.create_task(recording.wait_until(lambda: recording.cancelled_calls == 1))
        group.create_task(recording.wait_until(lambda: recording.open_calls == 1))
        await asyncio.sleep(0)
        recording.opened()
        recording.closed(cancelled=True)
    await recording.wait_until(lambda: recording.open_calls == 0)


@pytest.mark.anyio
async def test_forgets_who_stopped_waiting():
    recording, looked = Recording(), list[int]()

    def never() -> bool:
        looked.append(1)
        return False

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.001):
            await recording.wait_until(never)
    before = len(looked)
    recording.opened()
    assert len(looked) == before
