import asyncio

import pytest

from ai_gateway.simulator.pacing import Pacer
from ai_gateway.simulator.wire import CallerLeft, Wire


class FakeTransport(asyncio.Transport):
    """Keeps what is written, and closes when told."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.high: int | None = None
        self.closed = False
        self.wire: Wire | None = None

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written.append(bytes(data))

    def is_closing(self) -> bool:
        return self.closed

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        self.high = high

    def abort(self) -> None:
        self.closed = True
        assert self.wire
        self.wire.connection_lost()


def connected() -> tuple[Wire, FakeTransport]:
    loop, transport = asyncio.get_running_loop(), FakeTransport()
    transport.wire = Wire(transport, loop, Pacer(loop))
    return transport.wire, transport


@pytest.mark.anyio
async def test_a_wait_ends_at_its_time():
    wire, _ = connected()
    await wire.wait_until(wire.now + 0.001)


@pytest.mark.anyio
@pytest.mark.parametrize("hangs", [True, False])
async def test_a_wait_ends_when_the_caller_leaves(*, hangs: bool):
    wire, _ = connected()
    asyncio.get_running_loop().call_soon(wire.connection_lost)
    async with asyncio.timeout(5):
        with pytest.raises(CallerLeft):
            await (wire.hang() if hangs else wire.wait_until(wire.now + 60))
    with pytest.raises(CallerLeft):
        await wire.hang()


@pytest.mark.anyio
async def test_a_write_waits_until_the_transport_takes_more():
    wire, transport = connected()
    wire.pause_writing()
    asyncio.get_running_loop().call_soon(wire.resume_writing)
    await wire.write(b"a")
    assert transport.written == [b"a"]
    transport.closed = True
    with pytest.raises(CallerLeft):
        await wire.write(b"b")
    assert transport.written == [b"a"]


@pytest.mark.anyio
async def test_death_waits_for_what_was_written():
    wire, transport = connected()
    wire.pause_writing()
    dying = asyncio.ensure_future(wire.die())
    await wire.breathe()
    assert not transport.closed
    assert transport.high == 0
    wire.resume_writing()
    await dying
    assert transport.closed
    assert wire.lost.done()
