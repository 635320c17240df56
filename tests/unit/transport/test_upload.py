"""An upload, on a transport that only records."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from ai_gateway.transport.errors import MalformedRequest
from ai_gateway.transport.upload import Upload

pytestmark = pytest.mark.anyio


class Recorder(asyncio.WriteTransport):
    """Keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.wire = b""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.wire += data


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


async def _pieces(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


async def test_chunks(recorder: Recorder) -> None:
    assert await Upload(recorder).send(_pieces(b"ab", b"", b"c" * 16), None)
    assert recorder.wire == b"2\r\nab\r\n10\r\n" + b"c" * 16 + b"\r\n0\r\n\r\n"


async def test_a_known_length(recorder: Recorder) -> None:
    assert await Upload(recorder).send(_pieces(b"ab", b"c"), 3)
    assert recorder.wire == b"abc"


@pytest.mark.parametrize(("length", "sent"), [(2, b""), (4, b"abc")])
async def test_another_length_than_announced(recorder: Recorder, length: int, sent: bytes) -> None:
    with pytest.raises(MalformedRequest, match=f"were {length}"):
        await Upload(recorder).send(_pieces(b"abc"), length)
    assert recorder.wire == sent


async def test_it_holds_between_pieces(recorder: Recorder) -> None:
    upload = Upload(recorder)
    upload.hold()
    sending = asyncio.ensure_future(upload.send(_pieces(b"a", b"b"), None))
    await asyncio.sleep(0)
    assert upload.held
    assert recorder.wire == b"1\r\na\r\n"
    upload.go_on()
    assert await sending
    assert not upload.held


async def test_it_can_be_stopped_while_the_caller_has_nothing(recorder: Recorder) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        await asyncio.Event().wait()
        yield b""

    upload = Upload(recorder)
    sending = asyncio.ensure_future(upload.send(pieces(), None))
    await asyncio.sleep(0)
    upload.stop()
    upload.stop()
    assert not await sending
    upload.stop()
    assert recorder.wire == b""


async def test_the_callers_own_timeout_is_not_ours(recorder: Recorder) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        raise TimeoutError("theirs")
        yield b""

    with pytest.raises(TimeoutError, match="theirs"):
        await Upload(recorder).send(pieces(), None)


async def test_an_iterator_that_never_waits_can_be_stopped_too(recorder: Recorder) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for index in range(5):
            if index == 2:
                upload.stop()
            yield b"%d" % index

    upload = Upload(recorder)
    assert not await upload.send(pieces(), None)
    assert recorder.wire == b"1\r\n0\r\n1\r\n1\r\n"
