"""The ledger as lines of JSON."""

import asyncio
from typing import BinaryIO

import msgspec

from ai_gateway.accounting.ledger import Row


class LogLedger:
    """Writes one line of JSON for each call to `output`, and keeps nothing.

    The lines of one turn of the event loop go out in one write at its end: under load a system
    call for each would cost more than making them. `flush` writes what is left.
    """

    def __init__(self, output: BinaryIO) -> None:
        self._output = output
        self._encoder = msgspec.json.Encoder()
        self._lines = bytearray()

    def __call__(self, row: Row) -> None:
        """Put `row` on record."""
        if not self._lines:
            asyncio.get_running_loop().call_soon(self.flush)
        self._lines += self._encoder.encode(row) + b"\n"

    def flush(self) -> None:
        """Write every line that is not written yet."""
        if self._lines:
            lines = bytes(self._lines)
            self._lines.clear()
            self._output.write(lines)
            self._output.flush()


def discard(row: Row) -> None:
    """Keep no record: the ledger of an operator who switched the log off."""
    del row
