"""Whatever a server sends: an answer or a `TransportError`, no hang, nothing left behind."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ai_gateway.transport.client import Client
from ai_gateway.transport.errors import TransportError
from ai_gateway.transport.settings import TransportSettings
from tests.conformance.transport.authority import Authority
from tests.conformance.transport.conftest import settled
from tests.conformance.transport.peer import Peer, serving
from tests.conformance.transport.test_framing import BAD, BAD_BODIES, CUT, GOOD

pytestmark = pytest.mark.anyio

SEEDS = [
    wire
    for wire in (*(case[1] for case in GOOD.values()), *BAD.values(), *BAD_BODIES.values())
    if len(wire) < 1000
] + list(CUT.values())

LINES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.0 200 OK\r\n",
        b"HTTP/1.1 100 Continue\r\n",
        b"HTTP/1.1 204 None\r\n",
        b"content-length: 3\r\n",
        b"content-length: 0\r\n",
        b"transfer-encoding: chunked\r\n",
        b"connection: close\r\n",
        b"connection: upgrade\r\nupgrade: x\r\n",
        b"\r\n",
        b"3\r\nabc\r\n",
        b"abc",
        b"0\r\n\r\n",
    ]
)


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    """A known answer with a few of its bytes changed, cut, repeated or added."""
    wire = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(wire)))
        match draw(st.integers(0, 3)):
            case 0:
                wire[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
            case 1:
                del wire[at : at + draw(st.integers(1, 8))]
            case 2:
                wire[at:at] = wire[at : at + draw(st.integers(1, 30))]
            case _:
                wire[at:at] = draw(st.binary(max_size=6))
    return bytes(wire)


WIRES = st.one_of(st.binary(max_size=200), st.lists(LINES, max_size=12).map(b"".join), mutations())


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    wire=WIRES, method=st.sampled_from(["GET", "HEAD", "POST"]), step=st.sampled_from([1, 7, 9999])
)
async def test_any_bytes_are_an_answer_or_a_transport_error(
    authority: Authority, wire: bytes, method: str, step: int
) -> None:
    async def script(peer: Peer) -> None:
        await peer.request()
        for start in range(0, len(wire), step):
            await peer.send(wire[start : start + step])
            await asyncio.sleep(0)

    client = Client(TransportSettings(ca_file=authority.ca))
    try:
        async with asyncio.timeout(5), serving(script) as served:
            try:
                response = await client.send(served.get(method=method))
                async for piece in response.body:
                    assert piece
                assert 200 <= response.status <= 999
            except TransportError:
                pass
            await settled(lambda: all(use.in_use == 0 for use in client.snapshot()))
            await client.aclose()
            await served.all_closed()
    finally:
        await client.aclose()
    assert client.snapshot() == []
