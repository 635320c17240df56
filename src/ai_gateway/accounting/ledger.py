"""The ledger: one row for each call."""

from collections.abc import Callable, Sequence

from ai_gateway.accounting.bill import NOTHING_BILLED, Bill, Biller
from ai_gateway.accounting.row import AttemptRow, Row
from ai_gateway.core.call import Call
from ai_gateway.core.record import Attempted
from ai_gateway.core.refusal import Refusal
from ai_gateway.core.reply import Reply, Served

Keeper = Callable[[Row], None]
"""Whoever keeps the rows, or counts them. It must not fail and not wait."""


class Ledger:
    """Opens a row for each call and hands each finished one to every keeper, once.

    `wall` is the wall clock in seconds since 1970, `clock` the one that `Call.started` is of.
    """

    def __init__(
        self,
        keepers: Sequence[Keeper],
        biller: Biller,
        clock: Callable[[], float],
        wall: Callable[[], float],
    ) -> None:
        self._keepers = tuple(keepers)
        self.biller = biller
        self.clock = clock
        self._wall = wall

    def open(self, call: Call) -> "OpenRow":
        """Return the row of a call that has begun."""
        return OpenRow(call, self)

    def refuse(self, refusal: Refusal) -> None:
        """Put on record what never became a call."""
        now = self.clock()
        started = now if refusal.started is None else refusal.started
        self.keep(
            Row(
                time=self.time(),
                id=refusal.id,
                operation="none",
                dialect=refusal.dialect,
                outcome=refusal.error.code,
                total_ms=milliseconds(now - started),
                status=refusal.error.status,
            )
        )

    def keep(self, row: Row) -> None:
        """Hand `row` to every keeper."""
        for keeper in self._keepers:
            keeper(row)

    def time(self) -> float:
        """Return the wall clock as rows have it."""
        return round(self._wall(), 3)


class OpenRow:
    """The row of one call in flight, settled once, by whatever ends the call first."""

    __slots__ = ("_call", "_first_byte", "_ledger", "_reply", "_settled")

    def __init__(self, call: Call, ledger: Ledger) -> None:
        self._call = call
        self._ledger = ledger
        self._reply: Reply | None = None
        self._first_byte: float | None = None
        self._settled: Row | None = None

    def answered(self, reply: Reply) -> None:
        """Note that the answer has begun."""
        self._reply = reply
        self._first_byte = self._ledger.clock()

    def settle(self, outcome: str, status: int | None = None) -> Row:
        """Put the call on record with what is known now; after the first time, change nothing."""
        if self._settled is None:
            self._settled = self._row(outcome, status)
            self._ledger.keep(self._settled)
        return self._settled

    def _row(self, outcome: str, status: int | None) -> Row:
        call, reply, ledger, record = self._call, self._reply, self._ledger, self._call.record
        served = _served(call, reply)
        bill = ledger.biller.bill(call) if record.attempts else NOTHING_BILLED
        if status is None and reply is not None:
            status = reply.status
        usage, cost = bill.usage, bill.cost
        return Row(
            time=ledger.time(),
            id=call.id,
            operation=call.operation.value,
            dialect=call.dialect,
            outcome=outcome,
            total_ms=milliseconds(ledger.clock() - call.started),
            client=record.client,
            tags=record.tags or None,
            config=record.config,
            provider=None if served is None else served.provider,
            model=call.model if served is None else served.model,
            model_asked=call.model,
            model_served=None if usage is None else usage.model,
            status=status,
            stream=call.stream,
            first_byte_ms=None
            if self._first_byte is None
            else milliseconds(self._first_byte - call.started),
            usage=usage,
            cost_nano_usd=None if cost is None else cost.nano,
            savings_nano_usd=None if cost is None else cost.savings_nano,
            price=_joined([price.name for price in bill.prices]),
            price_source=_joined([price.source for price in bill.prices]),
            estimated=bill.estimated,
            unpriced=bill.unpriced,
            attempts=_attempts(record.attempts, bill),
            guardrails=tuple(record.guardrails),
            cache=record.cache,
            reservation=record.reservation,
            trace_id=record.trace_id,
        )


def milliseconds(seconds: float) -> float:
    """Return seconds as rows have them."""
    return round(seconds * 1000, 3)


def _served(call: Call, reply: Reply | None) -> Served | None:
    """Return who answered, or who was tried last."""
    if reply is not None:
        return reply.served
    attempts = call.record.attempts
    return Served(attempts[-1].provider, attempts[-1].model) if attempts else None


def _attempts(attempts: Sequence[Attempted], bill: Bill) -> tuple[AttemptRow, ...]:
    """Return every attempt; the usage of a single one is the call's own, and is not repeated."""
    several = len(attempts) > 1
    return tuple(
        AttemptRow(
            provider=one.provider,
            model=one.model,
            status=one.status,
            reason=one.reason,
            ms=None if one.ms is None else milliseconds(one.ms),
            usage=one.meter.usage if several and one.meter is not None and bill.usage else None,
        )
        for one in attempts
    )


def _joined(words: Sequence[str]) -> str | None:
    return ", ".join(dict.fromkeys(words)) or None
