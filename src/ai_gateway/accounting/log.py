"""The ledger as lines of JSON on standard output: the durable record."""

import asyncio
import logging
import os
import select
from typing import BinaryIO, Protocol

import msgspec

from ai_gateway.accounting.row import Row

_log = logging.getLogger(__name__)

_MOST_BACKLOG = 64 * 1024 * 1024
"""Bytes of lines that wait for a reader: an hour of 20 calls a second. What comes then is lost."""

# POSIX: as long as a pipe is writable, so many bytes go in without waiting.
_PIECE = 4096


class Lines(Protocol):
    """Where lines go. `write` takes whole lines and neither fails nor waits."""

    def write(self, lines: bytes) -> None:
        """Take lines."""
        ...

    def close(self, patience: float) -> int:
        """Write what is left, for at most `patience` seconds; return the bytes that were lost."""
        ...

    @property
    def backlog(self) -> int:
        """Bytes that wait."""
        ...


class Pipe:
    """A file descriptor that may be a pipe whose reader stands still.

    A full pipe would stop the event loop and with it every call, so lines wait in memory until
    the reader goes on. The descriptor stays blocking: others may share it.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._waiting = bytearray()
        self._watching = False
        self.lost = 0
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLOUT)

    @property
    def backlog(self) -> int:
        """Bytes that wait."""
        return len(self._waiting)

    def write(self, lines: bytes) -> None:
        """Take lines; where too many wait already, say so once and count what is lost."""
        if len(self._waiting) + len(lines) > _MOST_BACKLOG:
            if not self.lost:
                _log.error(
                    "standard output takes nothing: %d bytes of the ledger wait, and the next "
                    "lines are lost. Look at whoever reads the log.",
                    len(self._waiting),
                )
            self.lost += len(lines)
            return
        self._waiting += lines
        if not self._watching:
            self._drain()

    def close(self, patience: float) -> int:
        """Write what is left; see `Lines`."""
        self._unwatch()
        while self._waiting and self._poll.poll(patience * 1000):
            if not self._write_piece():
                break
        left, self._waiting = len(self._waiting), bytearray()
        return self.lost + left

    def _drain(self) -> None:
        while self._waiting and self._poll.poll(0):
            if not self._write_piece():
                return
        if self._waiting and not self._watching:
            self._watching = True
            asyncio.get_running_loop().add_writer(self._descriptor, self._resume)
        elif not self._waiting:
            self._unwatch()

    def _resume(self) -> None:
        self._drain()

    def _write_piece(self) -> bool:
        try:
            written = os.write(self._descriptor, self._waiting[:_PIECE])
        except OSError as error:
            _log.error("the ledger cannot be written: %s. Its lines are lost.", error.strerror)
            self.lost += len(self._waiting)
            self._waiting.clear()
            self._unwatch()
            return False
        del self._waiting[:written]
        return True

    def _unwatch(self) -> None:
        if self._watching:
            self._watching = False
            asyncio.get_running_loop().remove_writer(self._descriptor)


class Stream:
    """Any other file: it is written to as it is."""

    backlog = 0

    def __init__(self, output: BinaryIO) -> None:
        self._output = output

    def write(self, lines: bytes) -> None:
        """Write lines."""
        self._output.write(lines)
        self._output.flush()

    def close(self, patience: float) -> int:
        """Have nothing left."""
        del patience
        return 0


def lines_to(output: BinaryIO) -> Lines:
    """Return where lines to `output` go: past its buffer where it is a file of the system's."""
    try:
        descriptor = output.fileno()
    except (AttributeError, OSError):
        return Stream(output)
    return Pipe(descriptor)


class LogLedger:
    """Writes one line of JSON for each call, and keeps nothing.

    The lines of one turn of the event loop go out in one write at its end: under load a system
    call for each would cost more than making them. `flush` writes what is left.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._encoder = msgspec.json.Encoder()
        self._turn = bytearray()

    @property
    def backlog(self) -> int:
        """Bytes that wait for a reader."""
        return self._lines.backlog

    def __call__(self, row: Row) -> None:
        """Put `row` on record."""
        if not self._turn:
            asyncio.get_running_loop().call_soon(self.flush)
        self._turn += self._encoder.encode(row) + b"\n"

    def flush(self) -> None:
        """Hand on every line that has not been yet."""
        if self._turn:
            lines = bytes(self._turn)
            self._turn.clear()
            self._lines.write(lines)

    def close(self, patience: float) -> None:
        """Write everything, for at most `patience` seconds, and say what could not be."""
        self.flush()
        lost = self._lines.close(patience)
        if lost:
            _log.error("%d bytes of the ledger were lost: nobody read standard output", lost)
