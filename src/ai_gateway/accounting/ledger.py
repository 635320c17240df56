"""The ledger: one row for each call."""

from collections.abc import Callable

import msgspec

from ai_gateway.core.call import Call
from ai_gateway.core.reply import Meter, Reply, Served
from ai_gateway.core.usage import Usage


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """One call as it is put on record. It holds no content and no credential.

    `time` is the end of the call in seconds since 1970, `outcome` either `complete`,
    `caller_left`, or the code of the error that ended it. `first_byte_ms` is the time until the
    answer began, `total_ms` until its last byte. Usage is None where none was reported.
    """

    time: float
    id: str
    operation: str
    dialect: str
    outcome: str
    total_ms: float
    provider: str | None = None
    model: str | None = None
    status: int | None = None
    stream: bool = False
    first_byte_ms: float | None = None
    usage: Usage | None = None


Ledger = Callable[[Row], None]
"""Whoever keeps the rows. It must not fail and not wait."""


class OpenRow:
    """The row of one call in flight, settled once, by whatever ends the call first.

    `wall` is the wall clock in seconds since 1970, `clock` the one that `Call.started` is of.
    """

    __slots__ = ("_call", "_clock", "_first_byte", "_ledger", "_reply", "_settled", "_wall")

    def __init__(
        self, call: Call, ledger: Ledger, clock: Callable[[], float], wall: Callable[[], float]
    ) -> None:
        self._call = call
        self._ledger = ledger
        self._clock = clock
        self._wall = wall
        self._reply: Reply | None = None
        self._first_byte: float | None = None
        self._settled = False

    def answered(self, reply: Reply) -> None:
        """Note that the answer has begun."""
        self._reply = reply
        self._first_byte = self._clock()

    def settle(self, outcome: str, status: int | None = None) -> None:
        """Put the call on record with what is known now; after the first time, do nothing."""
        if self._settled:
            return
        self._settled = True
        call, reply = self._call, self._reply
        served: Served | None = None if reply is None else reply.served
        meter: Meter | None = None if reply is None else reply.meter
        if status is None and reply is not None:
            status = reply.status
        self._ledger(
            Row(
                time=round(self._wall(), 3),
                id=call.id,
                operation=call.operation.value,
                dialect=call.dialect,
                outcome=outcome,
                total_ms=_milliseconds(self._clock() - call.started),
                provider=None if served is None else served.provider,
                model=call.model if served is None else served.model,
                status=status,
                stream=call.stream,
                first_byte_ms=None
                if self._first_byte is None
                else _milliseconds(self._first_byte - call.started),
                usage=None if meter is None else meter.usage,
            )
        )


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 3)
