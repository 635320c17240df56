import asyncio
import signal
import sys
from asyncio.subprocess import PIPE

import pytest

from ai_gateway.simulator.server import Simulator
from tests.integration.simulator.http_exchange import chat, exchange

# The program says nothing by itself: this one says when it is ready.
PROGRAM = """
from ai_gateway.simulator import server

class Announced(server.Simulator):
    async def __aenter__(self):
        entered = await super().__aenter__()
        print(self.url, flush=True)
        return entered

server.Simulator = Announced
server.run("127.0.0.1", 0)
"""


@pytest.mark.anyio
async def test_leaving_closes_what_hangs():
    async with asyncio.timeout(5):
        async with Simulator() as simulator:
            reader, writer = await asyncio.open_connection("127.0.0.1", simulator.port)
            writer.write(chat("gpt@hang"))
            await simulator.wait_until(lambda: len(simulator.requests) == 1)
            assert simulator.connections == 1
        assert await reader.read() == b""
        writer.close()
        await writer.wait_closed()
    assert (simulator.open_calls, simulator.connections) == (0, 0)


@pytest.mark.anyio
async def test_several_share_nothing():
    async with Simulator() as one, Simulator() as other:
        assert one.port != other.port
        assert b"200 OK" in await exchange(one, chat("gpt"))
        assert (len(one.requests), len(other.requests)) == (1, 0)


@pytest.mark.anyio
async def test_a_port_is_known_while_it_runs():
    simulator = Simulator()
    with pytest.raises(RuntimeError, match="async with"):
        _ = simulator.port
    async with simulator:
        assert simulator.url == f"http://127.0.0.1:{simulator.port}"
        with pytest.raises(OSError, match="in use"):
            await Simulator(port=simulator.port).__aenter__()
    assert Simulator("::1").cancelled_calls == 0


@pytest.mark.anyio
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_program_serves_until_it_is_told_to_end(number: signal.Signals):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, stdout=PIPE, stderr=PIPE
    )
    assert process.stdout
    async with asyncio.timeout(20):
        assert (await process.stdout.readline()).startswith(b"http://127.0.0.1:")
        process.send_signal(number)
        _, errors = await process.communicate()
    assert (process.returncode, errors) == (0, b"")
