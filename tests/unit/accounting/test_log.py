"""The ledger's lines are JSON, one for each call, and a reader that stands still stops nobody."""

import asyncio
import json
import logging
import os
from collections.abc import Generator
from io import BytesIO

import pytest

from ai_gateway.accounting.log import LogLedger, Pipe, Stream, lines_to
from tests.unit.accounting.books import row

pytestmark = pytest.mark.anyio


class Output(BytesIO):
    """A file that notes every write, and how often it was flushed."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[bytes] = []
        self.flushes = 0

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # bytes are all it is given
        self.writes.append(data)
        return len(data)

    def flush(self) -> None:
        self.flushes += 1


@pytest.fixture
def pipe() -> Generator[tuple[int, int]]:
    reader, writer = os.pipe()
    yield reader, writer
    for descriptor in (reader, writer):
        try:
            os.close(descriptor)
        except OSError:
            continue  # the test closed it


async def test_the_lines_of_one_turn_go_out_in_one_write_at_its_end():
    output = Output()
    ledger = LogLedger(Stream(output))
    ledger(row("r-1"))
    ledger(row("r-2"))
    assert output.writes == []
    await asyncio.sleep(0)
    assert [json.loads(line)["id"] for line in output.writes[0].splitlines()] == ["r-1", "r-2"]
    assert (len(output.writes), output.flushes) == (1, 1)


async def test_each_turn_has_a_write_of_its_own():
    output = Output()
    ledger = LogLedger(Stream(output))
    for _ in range(2):
        ledger(row())
        await asyncio.sleep(0)
    assert len(output.writes) == 2


async def test_a_row_is_one_line_whatever_its_strings_hold():
    output = Output()
    ledger = LogLedger(Stream(output))
    ledger(row(model='m"\r\n\u2028'))
    ledger.flush()
    assert output.writes[0].count(b"\n") == 1
    assert json.loads(output.writes[0])["model"] == 'm"\r\n\u2028'


async def test_closing_writes_what_is_left_once():
    output = Output()
    ledger = LogLedger(Stream(output))
    ledger(row())
    ledger.close(1.0)
    await asyncio.sleep(0)
    assert (len(output.writes), ledger.backlog) == (1, 0)


async def test_a_file_of_the_systems_is_written_to_past_its_buffer(pipe: tuple[int, int]):
    with os.fdopen(pipe[1], "wb", closefd=False) as output:
        lines = lines_to(output)
    assert isinstance(lines, Pipe)
    assert isinstance(lines_to(BytesIO()), Stream)


async def test_a_full_pipe_stops_nobody_and_loses_nothing(pipe: tuple[int, int]):
    reader, writer = pipe
    lines = Pipe(writer)
    sent = b"".join(b"%07d\n" % number for number in range(40_000))
    lines.write(sent[:200_000])
    lines.write(sent[200_000:])
    assert lines.backlog > 100_000
    got = bytearray()
    os.set_blocking(reader, False)
    async with asyncio.timeout(5):
        while len(got) < len(sent):
            try:
                got += os.read(reader, 65_536)
            except BlockingIOError:
                await asyncio.sleep(0)
    assert bytes(got) == sent
    assert (lines.backlog, lines.close(0.0)) == (0, 0)


async def test_what_nobody_reads_is_counted_as_lost(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr("ai_gateway.accounting.log._MOST_BACKLOG", 100_000)
    lines = Pipe(pipe[1])
    with caplog.at_level(logging.ERROR):
        for _ in range(30):
            lines.write(b"x" * 9_999 + b"\n")
    assert lines.lost > 0
    assert len(caplog.records) == 1
    waiting, lost = lines.backlog, lines.lost
    assert lines.close(0.0) == waiting + lost


async def test_a_reader_that_has_gone_is_said_and_ends_nothing(
    pipe: tuple[int, int], caplog: pytest.LogCaptureFixture
):
    os.close(pipe[0])
    ledger = LogLedger(Pipe(pipe[1]))
    with caplog.at_level(logging.ERROR):
        ledger(row())
        ledger.close(0.0)
    assert "cannot be written" in caplog.text
    assert "were lost" in caplog.text
