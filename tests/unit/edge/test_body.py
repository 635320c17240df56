"""Request bodies: whole or in pieces, never above their limit, never mistaken for complete."""

import pytest

from ai_gateway.core.errors import BodyTooLarge, InvalidRequest
from ai_gateway.core.headers import Headers
from ai_gateway.edge.body import CallerLeft, Upload, announced_length, read_whole
from tests.unit.edge.stand_ins import Inbox, Message, left, piece

LIMIT = 8


async def collected(upload: Upload) -> list[bytes]:
    return [each async for each in upload]


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("messages", "body"),
    [
        ([piece(b"")], b""),
        ([piece(b"12345678")], b"12345678"),
        ([piece(b"1234", more=True), piece(b"", more=True), piece(b"5678")], b"12345678"),
        ([{"type": "http.request"}], b""),
    ],
)
async def test_a_body_up_to_the_limit_is_read_whole(messages: list[Message], body: bytes):
    assert await read_whole(Inbox(*messages), LIMIT) == body


@pytest.mark.anyio
async def test_a_body_in_one_message_above_the_limit_is_refused():
    with pytest.raises(BodyTooLarge, match="8 bytes"):
        await read_whole(Inbox(piece(b"123456789")), LIMIT)


@pytest.mark.anyio
async def test_a_body_in_pieces_is_refused_at_the_piece_that_exceeds_the_limit():
    inbox = Inbox(piece(b"1234", more=True), piece(b"56789", more=True), piece(b"never read"))
    with pytest.raises(BodyTooLarge):
        await read_whole(inbox, LIMIT)
    assert inbox.asked == 2


@pytest.mark.anyio
@pytest.mark.parametrize("before", [[], [piece(b"1234", more=True)]])
async def test_a_body_whose_caller_leaves_is_no_body(before: list[Message]):
    with pytest.raises(CallerLeft):
        await read_whole(Inbox(*before, left()), LIMIT)


@pytest.mark.parametrize(("value", "length"), [(b"0", 0), (b"8", 8), (b"008", 8)])
def test_an_announced_length_is_a_number_of_bytes(value: bytes, length: int):
    assert announced_length(Headers([(b"content-length", value)]), LIMIT) == length


def test_a_body_in_chunks_announces_no_length():
    assert announced_length(Headers([(b"transfer-encoding", b"chunked")]), LIMIT) is None


@pytest.mark.parametrize("value", [b"", b"-1", b"+1", b"1e3", b"8 ", b"0x8", "\u0663".encode()])
def test_a_length_that_is_no_number_is_refused_by_name(value: bytes):
    with pytest.raises(InvalidRequest) as caught:
        announced_length(Headers([(b"content-length", value)]), LIMIT)
    assert caught.value.field == "content-length"


def test_a_length_above_the_limit_is_refused_before_a_byte_is_read():
    with pytest.raises(BodyTooLarge, match=r"edge\.max_body_bytes"):
        announced_length(Headers([(b"content-length", b"9")]), LIMIT)


@pytest.mark.anyio
async def test_an_upload_gives_each_piece_as_it_comes_and_no_empty_one():
    inbox = Inbox(piece(b"12", more=True), piece(b"", more=True), piece(b"345678"))
    assert await collected(Upload(inbox, LIMIT)) == [b"12", b"345678"]


@pytest.mark.anyio
async def test_an_upload_may_end_with_an_empty_message():
    assert await collected(Upload(Inbox(piece(b"1", more=True), piece(b"")), LIMIT)) == [b"1"]


@pytest.mark.anyio
async def test_an_upload_asks_for_a_piece_only_when_one_is_wanted():
    inbox = Inbox(piece(b"12", more=True), piece(b"34", more=True))
    await anext(Upload(inbox, LIMIT))
    assert inbox.asked == 1


@pytest.mark.anyio
async def test_an_upload_is_cut_at_the_piece_that_exceeds_the_limit():
    upload = Upload(Inbox(piece(b"12345678", more=True), piece(b"9", more=True)), LIMIT)
    assert await anext(upload) == b"12345678"
    with pytest.raises(BodyTooLarge):
        await anext(upload)


@pytest.mark.anyio
async def test_an_upload_whose_caller_leaves_does_not_end_cleanly():
    upload = Upload(Inbox(piece(b"12", more=True), left()), LIMIT)
    await anext(upload)
    with pytest.raises(CallerLeft):
        await anext(upload)


@pytest.mark.anyio
async def test_a_closed_upload_reads_nothing_more():
    inbox = Inbox(piece(b"12", more=True))
    upload = Upload(inbox, LIMIT)
    await upload.aclose()
    await upload.aclose()
    assert await collected(upload) == []
    assert inbox.asked == 0
