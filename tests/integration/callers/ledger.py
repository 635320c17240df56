"""The ledger of a gateway under test: its lines, as they would go to standard output."""

import asyncio
import contextlib
import types
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, cast

import msgspec

from ai_gateway.app import Gateway
from ai_gateway.config.settings import Settings
from tests.integration.gateways import running


class Ledger:
    """Takes what a gateway writes to standard output, and waits for the row of a call."""

    def __init__(self) -> None:
        self.written = bytearray()
        self._changed = asyncio.Event()

    def write(self, data: bytes) -> None:
        self.written += data
        self._changed.set()

    def flush(self) -> None:
        """Do nothing: what is written is there."""

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Every row so far, the newest last."""
        return [msgspec.json.decode(line) for line in self.written.splitlines()]

    async def row(self, request_id: str) -> dict[str, Any]:
        """Return the row of a call as soon as it is there."""
        async with asyncio.timeout(5):
            while True:
                self._changed.clear()
                found = [row for row in self.rows if row["id"] == request_id]
                if found:
                    return found[0]
                await self._changed.wait()

    async def next_row(self) -> dict[str, Any]:
        """Return the row that is written next."""
        count = len(self.rows)
        async with asyncio.timeout(5):
            while len(self.rows) == count:
                self._changed.clear()
                await self._changed.wait()
        return self.rows[count]


@asynccontextmanager
async def recorded(settings: Settings) -> AsyncGenerator[tuple[Gateway, Ledger]]:
    """Run a gateway that writes its ledger; every call has left one row when it has stopped."""
    ledger = Ledger()
    async with contextlib.AsyncExitStack() as stack:
        # A gateway takes standard output when it starts, and keeps it.
        with contextlib.redirect_stdout(cast("Any", types.SimpleNamespace(buffer=ledger))):
            gateway = await stack.enter_async_context(running(settings))
        yield gateway, ledger
    ids = [row["id"] for row in ledger.rows]
    assert len(ids) == len(set(ids)), "a call has more than one row"
