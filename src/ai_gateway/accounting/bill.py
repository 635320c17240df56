"""What a call used and cost, added up over all of its attempts."""

from collections.abc import Callable
from datetime import date

import msgspec

from ai_gateway.accounting.estimate import Estimator
from ai_gateway.accounting.prices.moment import Moment
from ai_gateway.accounting.prices.price import Amount, Cost, Price
from ai_gateway.accounting.prices.table import PriceTable
from ai_gateway.core.call import Call
from ai_gateway.core.operation import Operation
from ai_gateway.core.record import Attempted
from ai_gateway.core.usage import Usage

_GENERATING = frozenset({Operation.CHAT, Operation.RESPONSES, Operation.MESSAGES})
"""Whose streams are billed although the provider did not say what."""


class Bill(msgspec.Struct, frozen=True):
    """The sum of a call's attempts.

    `usage` is None where no provider reported any and none can be estimated, `cost` where there
    is no usage or some of it has no price. `prices` are those that were used, `estimated` says
    that counts or a price are a guess.
    """

    usage: Usage | None = None
    cost: Cost | None = None
    prices: tuple[Price, ...] = ()
    estimated: bool = False
    unpriced: bool = False


NOTHING_BILLED = Bill()


class Biller:
    """Makes the bill of a call. `wall` is the wall clock in seconds since 1970."""

    def __init__(self, prices: PriceTable, estimator: Estimator, wall: Callable[[], float]) -> None:
        self._prices = prices
        self._estimator = estimator
        self._moment = Moment(wall)

    def bill(self, call: Call) -> Bill:
        """Return what is known now; call it once the answer has ended."""
        attempts = call.record.attempts
        used = [(one, usage) for one in attempts if (usage := self._usage(call, one)) is not None]
        if not used:
            return NOTHING_BILLED
        day, minute = self._moment.now()
        if len(used) == 1:
            [(one, usage)] = used
            price = self._prices.billed(one.provider, one.model, usage.model, day)
            if price is None:
                return Bill(usage, estimated=usage.estimated, unpriced=True)
            guessed = usage.estimated or price.estimated or not price.knows(usage.tier)
            return Bill(usage, price.cost(usage, minute), (price,), guessed)
        return self._sum(used, day, minute)

    def _sum(self, used: list[tuple[Attempted, Usage]], day: date, minute: int) -> Bill:
        total, prices, guessed, unpriced = used[0][1], list[Price](), False, False
        amount: Amount | None = None
        for position, (one, usage) in enumerate(used):
            total = total.plus(usage) if position else total
            price = self._prices.billed(one.provider, one.model, usage.model, day)
            if price is None:
                unpriced = True
                continue
            prices.append(price)
            exact = price.amount(usage, minute)
            amount = exact if amount is None else amount.plus(exact)
            guessed = guessed or price.estimated or not price.knows(usage.tier)
        cost = None if amount is None or unpriced else amount.rounded()
        return Bill(total, cost, tuple(prices), guessed or total.estimated, unpriced)

    def _usage(self, call: Call, attempt: Attempted) -> Usage | None:
        meter, status = attempt.meter, attempt.status
        if meter is None or status is None:
            return None
        usage = meter.usage
        if meter.final or status >= 300 or call.operation not in _GENERATING:
            return usage
        return self._estimator.completed(call, usage, meter.written)
