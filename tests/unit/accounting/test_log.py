"""The ledger's lines are JSON, one for each call, in one write for each turn of the loop."""

import asyncio
import json
from io import BytesIO

import msgspec
import pytest

from ai_gateway.accounting.ledger import Row
from ai_gateway.accounting.log import LogLedger, discard
from ai_gateway.core.usage import Usage

ROW = Row(
    time=1.5,
    id="r-1",
    operation="chat",
    dialect="openai-chat",
    outcome="complete",
    total_ms=2.0,
    usage=Usage(input_tokens=3),
)


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


@pytest.mark.anyio
async def test_the_lines_of_one_turn_go_out_in_one_write_at_its_end():
    output = Output()
    ledger = LogLedger(output)
    ledger(ROW)
    ledger(msgspec.structs.replace(ROW, id="r-2"))
    assert output.writes == []
    await asyncio.sleep(0)
    assert [json.loads(line)["id"] for line in output.writes[0].splitlines()] == ["r-1", "r-2"]
    assert (len(output.writes), output.flushes) == (1, 1)


@pytest.mark.anyio
async def test_each_turn_has_a_write_of_its_own():
    output = Output()
    ledger = LogLedger(output)
    for _ in range(2):
        ledger(ROW)
        await asyncio.sleep(0)
    assert len(output.writes) == 2
    assert output.writes[0] == output.writes[1]


@pytest.mark.anyio
async def test_a_row_is_one_line_whatever_its_strings_hold():
    output = Output()
    ledger = LogLedger(output)
    ledger(msgspec.structs.replace(ROW, model='m"\r\n\u2028'))
    ledger.flush()
    assert output.writes[0].count(b"\n") == 1
    assert json.loads(output.writes[0])["model"] == 'm"\r\n\u2028'


@pytest.mark.anyio
async def test_what_is_flushed_early_is_not_written_again():
    output = Output()
    ledger = LogLedger(output)
    ledger(ROW)
    ledger.flush()
    await asyncio.sleep(0)
    assert len(output.writes) == 1


def test_discarding_keeps_nothing():
    assert discard(ROW) is None
