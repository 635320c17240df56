"""A body is whole or arrives in pieces, and whatever has the three methods is the latter."""

import pytest

from ai_gateway.core.body import Body, ByteStream
from ai_gateway.edge.body import Upload
from ai_gateway.providers.relay import ByteRelay, EventRelay
from tests.unit.core.pieces import Pieces

# The type checker proves that every stream of the package fits.
STREAMS: tuple[type[ByteStream], ...] = (Upload, EventRelay, ByteRelay, Pieces)


@pytest.mark.anyio
async def test_a_stream_is_read_to_its_end_and_closed():
    body: Body = Pieces([b"a", b"b"])
    assert [piece async for piece in body] == [b"a", b"b"]
    await body.aclose()
    assert body.closed == 1


def test_a_whole_body_is_told_from_one_in_pieces_by_its_type():
    assert not any(issubclass(stream, bytes) for stream in STREAMS)
